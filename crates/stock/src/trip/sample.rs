//! Sampling and testing 扦样与检验. The sample gets a number by chance; until its result is in, the book holds a commitment to the number
//! only, so that who tests cannot tell whose goods they are. The result opens the commitment.

use base::ctx::Ctx;
use base::identity::user::commitment;
use base::ledger::{Done, once};
use base::store::Tx;
use base::term::fault::{Fault, Stop};
use base::term::{BookId, TripCode};
use jiff::civil::Date;
use pack::{Catalogue, Measurements, Purpose};
use serde::{Deserialize, Serialize};

use super::{SampleRow, State, Step, TripRefusal, TripRow, due, get, stepped};
use crate::event::{Event, Grounds, Post, record};
use crate::movement::{Goods, goods};
use crate::notice;
use crate::quality::{PackRefusal, QualityRefusal, Written, measurements};

/// The fact of a sample drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sampled {
    pub trip: TripCode,
    /// SHA-256 over a salt, the trip's code, a line feed and the number of the sample.
    pub blind: String,
}

/// Letters and digits of a sample's number: none that a pen or an eye confuses.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

fn sample_number(ctx: &Ctx) -> String {
    let mut bytes = [0; 8];
    ctx.chance.fill(&mut bytes);
    let letters = bytes.iter().map(|b| char::from(ALPHABET[usize::from(b % 32)]));
    std::iter::once('Y').chain(letters).collect()
}

fn sealed(salt: &[u8], trip: &TripCode, sample: &str) -> String {
    commitment(salt, &format!("{trip}\n{sample}"))
}

/// Draws a sample. Its number comes back and goes on the bag.
pub fn sample(tx: &mut Tx<'_>, ctx: &Ctx, book: BookId, trip: &TripCode) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let row = get(tx, book, trip)?;
        due(&row, Step::Sample)?;
        let notice = notice::get(tx, book, &row.notice)?;
        let number = sample_number(ctx);
        let mut salt = [0; 16];
        ctx.chance.fill(&mut salt);
        let event = Sampled { trip: trip.clone(), blind: sealed(&salt, trip, &number) };
        let posted = record(tx, ctx, book, Grounds::default(), &event)?;
        tx.put(&SampleRow {
            book_id: book,
            sample: number.as_str().into(),
            trip: trip.clone(),
            site: row.site,
            item: notice.item,
            owner_level: notice.owner_level,
            drawn_on: posted.at.business_day(),
            salt: salt.as_slice().into(),
        })?;
        Ok(Done::creating(posted, vec![number]))
    })
}

/// Measurements of a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewResult {
    pub sample: String,
    pub quality: Written,
}

/// The fact of a result; it opens the commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tested {
    pub trip: TripCode,
    pub sample: String,
    /// Hexadecimal.
    pub salt: String,
    pub quality: Written,
    pub grade: Option<String>,
    /// Indicators beyond a limit that no deduction covers: the goods may not enter.
    pub barred: Option<String>,
}

/// Records the result of a sample; not by who drew it.
pub fn result(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    packs: &Catalogue,
    book: BookId,
    new: &NewResult,
) -> Result<Done, Stop> {
    once(tx, ctx, book, |tx| {
        let unknown = || TripRefusal::Sample { sample: new.sample.clone() };
        let number = new.sample.trim().to_uppercase();
        let bag = tx.get::<SampleRow>(&[book.into(), number.as_str().into()])?.ok_or_else(unknown)?;
        let row = get(tx, book, &bag.trip)?;
        due(&row, Step::Test)?;
        if row.sampler.as_deref() == Some(ctx.actor.user.as_str()) {
            return Err(TripRefusal::SamePerson { earlier: Step::Sample }.into());
        }
        if row.blind.as_deref() != Some(sealed(&bag.salt, &bag.trip, &number).as_str()) {
            return Err(
                Fault::new(format!("sample {number} does not open the commitment of its trip")).into()
            );
        }
        let found = goods(packs, &bag.item)?;
        let (grade, barred) = judge(&new.quality, found, &bag.owner_level, ctx.now().business_day())?;
        let event = Tested {
            trip: bag.trip.clone(),
            sample: number.clone(),
            salt: hex(&bag.salt),
            quality: new.quality.clone(),
            grade,
            barred,
        };
        let posted = record(tx, ctx, book, Grounds::default(), &event)?;
        tx.remove::<SampleRow>(&[book.into(), number.as_str().into()])?;
        Ok(Done::creating(posted, vec![event.trip.to_string()]))
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The grade the measurements reach, and what bars the goods: a safety limit, a bar of the premium rule, or a limit of the product
/// standard that the premium rule puts no price on. What the settlement will need must be measured. Pure.
pub(super) fn judge(
    written: &Written,
    goods: Goods<'_>,
    owner_level: &str,
    today: Date,
) -> Result<(Option<String>, Option<String>), Stop> {
    if written.is_empty() {
        return Err(QualityRefusal::Empty.into());
    }
    let values: Measurements = measurements(goods.pack, written)?;
    let subject = goods.subject(today, owner_level);
    let mut barred: Vec<String> = Vec::new();
    let priced = goods.pack.premium_rule(&subject, Purpose::Purchase);
    if let Some(rule) = priced {
        match rule.settle(&goods.item.code, 1_000_000, &values) {
            Ok(_) => {}
            Err(pack::Refusal::Barred { indicator, .. }) => barred.push(indicator),
            Err(refusal) => return Err(PackRefusal(refusal).into()),
        }
    }
    let has_price = |indicator: &str| {
        priced.is_some_and(|rule| rule.body.lines.iter().any(|line| line.indicator == indicator))
    };
    let mut grade = None;
    if let Some(standard) = goods.pack.product_standard(&subject) {
        let inspection = standard.inspect(&values).map_err(PackRefusal)?;
        grade = inspection.grade;
        let breaches = inspection.breaches.into_iter().map(|breach| breach.indicator);
        barred.extend(breaches.filter(|indicator| !has_price(indicator)));
    }
    if let Some(standard) = goods.pack.safety_standard(&subject) {
        let breaches = standard.inspect(&values).map_err(PackRefusal)?.breaches;
        barred.extend(breaches.into_iter().map(|breach| breach.indicator));
    }
    barred.sort_unstable();
    barred.dedup();
    let named =
        |id: &String| goods.pack.indicator(id).map_or_else(|| id.clone(), |found| found.name.zh.clone());
    let barred: Vec<String> = barred.iter().map(named).collect();
    Ok((grade, (!barred.is_empty()).then(|| barred.join("、"))))
}

impl Event for Sampled {
    const ACT: &'static str = "trip.sample";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = stepped(tx, post, &self.trip, State::Sampled)?;
        tx.put(&TripRow { blind: Some(self.blind.as_str().into()), sampler: Some(post.user.into()), ..row })
    }
}

impl Event for Tested {
    const ACT: &'static str = "trip.test";

    fn project(&self, tx: &mut Tx<'_>, post: &Post<'_>) -> Result<(), Fault> {
        let row = stepped(tx, post, &self.trip, State::Tested)?;
        let text =
            serde_json::to_string(&self.quality).map_err(|e| Fault::new(format!("measurements: {e}")))?;
        tx.put(&TripRow {
            sample: Some(self.sample.as_str().into()),
            tester: Some(post.user.into()),
            quality: Some(text.into()),
            grade: self.grade.as_deref().map(Into::into),
            barred: self.barred.as_deref().map(Into::into),
            ..row
        })
    }
}
