//! Case property: the goods stay, the papers move, and every step has two signatures.

use base::term::{AssetCode, UserId};
use stock::property::asset::NewAssets;
use stock::property::asset::{self, Placed};
use stock::property::custody::{self, Ended, NewCase, Offered, Papers, Taken};
use stock::property::store::{self, Wanted};
use stock::property::word::{Intake, Office, Outlet, PoolKind, State};

use super::{desk, photo};
use crate::world::{DEPOT, TODAY, World, code, in_both_worlds};

fn papers(seal: &str) -> Papers {
    Papers { document: "扣押决定书〔2026〕7号".into(), seal: seal.into(), photo: photo(9) }
}

impl World {
    pub fn sealed(&self, user: &str, change: impl Fn(NewAssets) -> NewAssets) -> Result<AssetCode, String> {
        let (book, pool) = (self.depot, self.pool(PoolKind::Case));
        let thing = NewAssets {
            intake: Intake::Case,
            handler: Some(UserId::parse("police").unwrap()),
            name: "手表".into(),
            ..desk(pool)
        };
        let new = NewCase {
            thing: change(thing),
            case_no: "临公刑〔2026〕12号".into(),
            office: Office::Police,
            papers: papers("S-001"),
        };
        match self.act(user, DEPOT, move |tx, ctx, packs| custody::seal(tx, ctx, packs, book, &new)) {
            Ok(done) => Ok(AssetCode::parse(&done.created[0]).unwrap()),
            refused => Err(code(refused)),
        }
    }

    fn offer(&self, user: &str, asset: &AssetCode, to: Office, seal: &str) -> String {
        let (book, new) = (self.depot, Offered { asset: asset.clone(), to, papers: papers(seal) });
        code(self.act(user, DEPOT, move |tx, ctx, _| custody::offer(tx, ctx, book, &new)))
    }

    fn take_custody(&self, user: &str, asset: &AssetCode, seal: &str) -> String {
        let (book, new) = (self.depot, Taken { asset: asset.clone(), seal: seal.into() });
        code(self.act(user, DEPOT, move |tx, ctx, _| custody::take(tx, ctx, book, &new)))
    }

    fn end_custody(&self, user: &str, asset: &AssetCode, outcome: Outlet) -> String {
        let (book, new) =
            (self.depot, Ended { asset: asset.clone(), outcome, papers: papers("S-001"), on: TODAY });
        code(self.act(user, DEPOT, move |tx, ctx, _| custody::end(tx, ctx, book, &new, "判决生效")))
    }
}

#[test]
fn the_goods_stay_and_the_papers_move_by_two_signatures() {
    in_both_worlds(|world| {
        assert_eq!(world.sealed("police", |thing| thing), Err("property.same_person".into()));
        assert_eq!(
            world.sealed("keeper", |thing| NewAssets { count: 2, ..thing }),
            Err("property.field".into())
        );
        assert_eq!(
            world.sealed("keeper", |thing| NewAssets { intake: Intake::Idle, handler: None, ..thing }),
            Err("property.field".into())
        );
        let watch = world.sealed("keeper", |thing| thing).unwrap();
        assert_eq!(world.turn(&watch, State::InUse), "asset.state", "seized goods are not used");
        let (book, pool, moved) = (world.depot, world.pool(PoolKind::Case), watch.clone());
        let place = Placed { asset: moved, pool, place: "别处".into() };
        let refused =
            world.act("keeper", DEPOT, move |tx, ctx, _| asset::place(tx, ctx, book, &place, "腾库"));
        assert_eq!(code(refused), "asset.title", "the goods stay");
        assert_eq!(
            world.take_custody("procurator", &watch, "S-001"),
            "property.field",
            "nothing was offered"
        );
        assert_eq!(world.offer("officer", &watch, Office::Police, "S-001"), "property.field");
        assert_eq!(
            world.offer("officer", &watch, Office::Procuratorate, "S-002"),
            "custody.seal",
            "another seal"
        );
        assert_eq!(world.offer("officer", &watch, Office::Procuratorate, "S-001"), "done");
        assert_eq!(
            world.offer("officer", &watch, Office::Court, "S-001"),
            "property.field",
            "it is on its way already"
        );
        assert_eq!(world.end_custody("judge", &watch, Outlet::Returned), "property.field");
        assert_eq!(world.take_custody("officer", &watch, "S-001"), "approval.same_person");
        assert_eq!(world.take_custody("procurator", &watch, "S-009"), "custody.seal");
        assert_eq!(world.take_custody("procurator", &watch, "S-001"), "done");
        let (row, chain) = world.read(|read| store::custody(read, world.depot, &watch)).unwrap();
        assert_eq!((row.office.as_ref(), row.steps, chain.len()), ("procuratorate", 2, 2));
        assert_eq!((chain[0].given_by.as_ref(), chain[0].taken_by.as_ref()), ("police", "keeper"));
        assert_eq!((chain[1].given_by.as_ref(), chain[1].taken_by.as_ref()), ("officer", "procurator"));
        assert_eq!(world.asset(&watch).place.as_ref(), "A 区 1 架");
    });
}

#[test]
fn the_judgement_decides_what_becomes_of_it_and_not_its_keeper() {
    in_both_worlds(|world| {
        for (outcome, state, title) in [
            (Outlet::Returned, "disposed", "case"),
            (Outlet::Confiscated, "idle", "confiscated"),
            (Outlet::Destroyed, "disposed", "case"),
        ] {
            let watch = world.sealed("keeper", |thing| thing).unwrap();
            assert_eq!(world.end_custody("keeper", &watch, outcome), "property.same_person");
            assert_eq!(world.end_custody("police", &watch, outcome), "property.same_person");
            assert_eq!(world.end_custody("judge", &watch, outcome), "done");
            assert_eq!(world.end_custody("judge", &watch, outcome), "custody.ended");
            assert_eq!(world.offer("officer", &watch, Office::Court, "S-001"), "custody.ended");
            let row = world.asset(&watch);
            assert_eq!((row.state.as_ref(), row.title.as_ref()), (state, title), "{outcome:?}");
        }
        assert!(
            world.read(|read| store::idle(read, &Wanted::default(), "", 10)).is_empty(),
            "never in the catalogue"
        );
    });
}
