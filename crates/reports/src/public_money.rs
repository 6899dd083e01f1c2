//! The report on public money: a part to be written by hand, and a part with every cost and its document.
//!
//! Nobody who was helped is named: a payout stands there by its number, and places with few payouts stand together.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::input::add;
use crate::report::Report;

mod prompts;
mod sections;

/// One agreement within the period, in denars where nothing else is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub agreement: String,
    pub grantor: String,
    pub purpose: String,
    pub promised_minor: i64,
    pub currency: &'static str,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub report_due_on: Option<NaiveDate>,
    /// What was left of it before the period.
    pub opening_minor: i64,
    pub received: Vec<Movement>,
    /// In the order of the days; what came back stands below zero.
    pub costs: Vec<Cost>,
    /// Gone back to the grantor, as sums above nothing.
    pub refunded: Vec<Movement>,
    /// Exchange differences, and what was moved to another purpose.
    pub elsewhere_minor: i64,
    /// What is left of it after the period, as kept elsewhere.
    pub closing_minor: i64,
    /// Payouts and what they came to, by place; absent where nobody said where.
    pub places: BTreeMap<Option<String>, Tally>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    pub seq: i64,
    pub on: NaiveDate,
    pub document: String,
    pub minor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    pub of: Movement,
    /// Who made out the document, or the reference of a payout.
    pub issuer: String,
    /// The kind of need or the account of the cost.
    pub line: String,
    /// The codes of that, by which a plan finds it.
    pub codes: Vec<String>,
    /// The day of the money, where it has gone; the day of the decision before that.
    pub paid_on: NaiveDate,
    /// The invoice behind it, where its paper is one.
    pub invoice: Option<CostInvoice>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostInvoice {
    /// The entry that carries it.
    pub seq: i64,
    pub number: String,
    pub dated_on: Option<NaiveDate>,
    pub issuer: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub count: i64,
    pub minor: i64,
}

/// `group_min` payouts make a place that is shown on its own.
pub fn build(frame: &Frame<'_>, grant: &Grant, group_min: i64) -> Result<Report, BuildError> {
    grant.check()?;
    let mut frame = frame.clone();
    head(&mut frame, grant);
    let frame = &frame;
    let mut all = prompts::sections(frame);
    all.extend(sections::all(frame, grant, group_min)?);
    let mut draft = frame.draft(sections::columns(frame), all);
    draft.notes.push(
        frame
            .say(
                "Планот по ставки е во договорот и не се води во книгите; трошоците се збирно по вид. Оние на кои им е \
                 помогнато не се именуваат: исплатата стои под својот број, а места со малку исплати стојат заедно.",
                "The plan by budget line is in the contract and not in the books; costs are summed by kind. Nobody who was \
                 helped is named: a payout stands by its number, and places with few payouts stand together.",
                "Plani sipas zërave është në kontratë dhe jo në libra; shpenzimet mblidhen sipas llojit. Askush që është \
                 ndihmuar nuk emërtohet: pagesa qëndron me numrin e saj dhe vendet me pak pagesa janë bashkë.",
            )
            .to_owned(),
    );
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn head(frame: &mut Frame<'_>, grant: &Grant) {
    let day = |day| frame.language.day(day);
    let period = format!("{} – {}", day(grant.from), day(grant.to));
    let promised = frame.language.number().format(grant.promised_minor);
    let due = grant.report_due_on.map_or_else(|| "–".to_owned(), day);
    let facts = [
        (frame.say("Давател", "Grantor", "Dhënësi"), grant.grantor.clone()),
        (frame.say("Договор", "Contract", "Kontrata"), grant.agreement.clone()),
        (frame.say("Намена", "Purpose", "Qëllimi"), grant.purpose.clone()),
        (frame.say("Важи", "In force", "Vlen"), period),
        (
            frame.say("Договорено", "Promised", "E premtuar"),
            format!("{promised} {}", grant.currency),
        ),
        (frame.say("Извештај до", "Report by", "Raporti deri"), due),
    ];
    for (name, value) in facts {
        frame.parameter(name, value);
    }
}

impl Grant {
    pub(crate) fn received_minor(&self) -> Result<i64, BuildError> {
        self.received.iter().try_fold(0, |sum, paper| add(sum, paper.minor))
    }

    pub(crate) fn spent_minor(&self) -> Result<i64, BuildError> {
        self.costs.iter().try_fold(0, |sum, cost| add(sum, cost.of.minor))
    }

    pub(crate) fn refunded_minor(&self) -> Result<i64, BuildError> {
        self.refunded.iter().try_fold(0, |sum, paper| add(sum, paper.minor))
    }

    /// Opening, receipts, costs and refunds must lead to what the books say is left.
    fn check(&self) -> Result<(), BuildError> {
        let came = add(self.opening_minor, self.received_minor()?)?;
        let found = [self.spent_minor()?, self.refunded_minor()?]
            .into_iter()
            .try_fold(add(came, self.elsewhere_minor)?, i64::checked_sub)
            .ok_or(BuildError::Overflow)?;
        if found == self.closing_minor {
            return Ok(());
        }
        Err(BuildError::AgreementDiffers {
            agreement: self.agreement.clone(),
            found_minor: found,
            expected_minor: self.closing_minor,
        })
    }

    /// Places with fewer payouts than `least` stand together, with those of which nobody knows the place.
    pub(crate) fn merged(&self, least: i64) -> Result<(BTreeMap<&str, Tally>, Tally), BuildError> {
        let mut shown = BTreeMap::new();
        let mut others = Tally::default();
        for (place, tally) in &self.places {
            match place {
                Some(place) if least <= tally.count => {
                    shown.insert(place.as_str(), *tally);
                }
                Some(_) | None => {
                    others.count = add(others.count, tally.count)?;
                    others.minor = add(others.minor, tally.minor)?;
                }
            }
        }
        // A single small rest could be told by taking the others from the whole: the smallest place goes with it.
        if 0 < others.count && others.count < least {
            let smallest =
                shown.iter().min_by_key(|(_, tally)| tally.count).map(|(place, _)| *place);
            if let Some(tally) = smallest.and_then(|place| shown.remove(place)) {
                others.count = add(others.count, tally.count)?;
                others.minor = add(others.minor, tally.minor)?;
            }
        }
        Ok((shown, others))
    }
}
