//! All packs of a node together: one namespace of goods and natures. Look-ups across packs; no file access.

use std::collections::BTreeMap;

use crate::item::{Class, Item};
use crate::nature::Nature;
use crate::pack::{Noun, Pack};
use crate::problem::{Place, Problem};
use crate::term::Text;

/// The packs in use, indexed.
#[derive(Debug, Clone)]
pub struct Catalogue {
    packs: Vec<Pack>,
    /// Item code → pack, item.
    items: BTreeMap<String, (usize, usize)>,
    /// Class code → pack, class.
    classes: BTreeMap<String, (usize, usize)>,
    /// Nature code → pack, nature.
    natures: BTreeMap<String, (usize, usize)>,
    /// Name in either language or outside code → item codes.
    names: BTreeMap<String, Vec<String>>,
}

impl Catalogue {
    /// Puts packs together. Pack ids and codes of goods must be unique over all packs; packs that share a nature code
    /// must mean the same by it (name, levels, release).
    pub fn new(packs: Vec<Pack>) -> Result<Catalogue, Vec<Problem>> {
        let mut catalogue = Catalogue {
            packs: Vec::new(),
            items: BTreeMap::new(),
            classes: BTreeMap::new(),
            natures: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        let mut problems = Vec::new();
        for pack in packs {
            catalogue.add(pack, &mut problems);
        }
        if problems.is_empty() { Ok(catalogue) } else { Err(problems) }
    }

    /// The packs of `base`, with those of `own` in place of or beside them: a pack of the same id replaces the whole.
    pub fn with_own(base: Vec<Pack>, own: Vec<Pack>) -> Result<Catalogue, Vec<Problem>> {
        let kept = base.into_iter().filter(|pack| own.iter().all(|o| o.id != pack.id)).collect::<Vec<_>>();
        Catalogue::new(kept.into_iter().chain(own).collect())
    }

    fn add(&mut self, pack: Pack, problems: &mut Vec<Problem>) {
        if self.packs.iter().any(|p| p.id == pack.id) {
            let what =
                Text::new(format!("品类包“{}”出现两次", pack.id), format!("pack “{}” stands twice", pack.id));
            let mend = Text::new("只保留一个", "keep one of them");
            problems.push(Problem { place: Place::default(), code: "pack.pack_twice", what, mend });
            return;
        }
        self.check_codes(&pack, problems);
        self.check_natures(&pack, problems);
        let at = self.packs.len();
        for (i, nature) in pack.natures.iter().enumerate() {
            self.natures.entry(nature.code.clone()).or_insert((at, i));
        }
        for (i, class) in pack.classes.iter().enumerate() {
            self.classes.insert(class.code.clone(), (at, i));
        }
        for (i, item) in pack.items.iter().enumerate() {
            self.items.insert(item.code.clone(), (at, i));
            for name in [&item.name.zh, &item.name.en] {
                let codes = self.names.entry(name.to_lowercase()).or_default();
                if !codes.contains(&item.code) {
                    codes.push(item.code.clone());
                }
            }
        }
        self.packs.push(pack);
    }

    /// No code of the pack's goods is taken by an earlier pack.
    fn check_codes(&self, pack: &Pack, problems: &mut Vec<Problem>) {
        let goods = pack.items.iter().map(|i| &i.code).chain(pack.classes.iter().map(|c| &c.code));
        for (code, other) in goods.filter_map(|code| self.pack_of(code).map(|other| (code, &other.id))) {
            let what = Text::new(
                format!("代码“{code}”已在品类包“{other}”中使用"),
                format!("code “{code}” is already used by pack “{other}”"),
            );
            let mend = Text::new("改用别的代码", "use another code");
            problems.push(Problem {
                place: pack.place(Noun::Good, code),
                code: "pack.code_twice",
                what,
                mend,
            });
        }
    }

    /// A nature that an earlier pack has too means the same there.
    fn check_natures(&self, pack: &Pack, problems: &mut Vec<Problem>) {
        for nature in &pack.natures {
            let Some((at, known)) =
                self.natures.get(&nature.code).map(|(p, n)| (*p, &self.packs[*p].natures[*n]))
            else {
                continue;
            };
            let same = known.name == nature.name
                && known.owner_levels == nature.owner_levels
                && known.release == nature.release;
            if same {
                continue;
            }
            let (code, other) = (&nature.code, &self.packs[at].id);
            let what = Text::new(
                format!("性质“{code}”与品类包“{other}”中的含义不同"),
                format!("nature “{code}” means something else in pack “{other}”"),
            );
            let mend = Text::new("改成一致，或改用别的代码", "make both equal or use another code");
            let place = pack.place(Noun::Nature, code);
            problems.push(Problem { place, code: "pack.nature_differs", what, mend });
        }
    }

    /// The packs in the order given.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// A pack by id.
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.id == id)
    }

    /// An item by code.
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.get(code).map(|(pack, item)| &self.packs[*pack].items[*item])
    }

    /// The pack of an item or class: its rules are asked there.
    pub fn pack_of(&self, code: &str) -> Option<&Pack> {
        self.items.get(code).or_else(|| self.classes.get(code)).map(|(pack, _)| &self.packs[*pack])
    }

    /// A class by code.
    pub fn class(&self, code: &str) -> Option<&Class> {
        self.classes.get(code).map(|(pack, class)| &self.packs[*pack].classes[*class])
    }

    /// A nature by code.
    pub fn nature(&self, code: &str) -> Option<&Nature> {
        self.natures.get(code).map(|(pack, nature)| &self.packs[*pack].natures[*nature])
    }

    /// Every item, pack by pack.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.packs.iter().flat_map(|pack| &pack.items)
    }

    /// Every nature once, by code.
    pub fn natures(&self) -> impl Iterator<Item = &Nature> {
        self.natures.values().map(|(pack, nature)| &self.packs[*pack].natures[*nature])
    }

    /// Items that a person may mean by `text`: the code itself, or else the name in Chinese or English (letter case
    /// ignored). More than one answer means the person must choose.
    pub fn find(&self, text: &str) -> Vec<&Item> {
        let text = text.trim();
        match self.item(text) {
            Some(item) => vec![item],
            None => self
                .names
                .get(&text.to_lowercase())
                .into_iter()
                .flatten()
                .filter_map(|code| self.item(code))
                .collect(),
        }
    }
}
