//! Annex VI: a grant of the European Union line by line, in euro, and the list of every cost with its document.
//!
//! The books hold no budget: the plan comes with the request, and so do the rates, since no figure here is fetched from
//! anywhere. Every cost is turned into euro by itself and rounded half up to the cent; sums are sums of rounded cents.

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::input::add;
use crate::public_money::Cost;
use crate::report::Report;

mod costs;
mod lines;
pub mod plan;
pub mod rate;

use plan::Plan;
use rate::{Method, Rates};

/// One agreement: what it cost before the period and in it, in the order of the days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spending {
    pub agreement: String,
    pub grantor: String,
    pub costs: Vec<Cost>,
    /// The day from which costs belong to the period.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// What came under it by the last day: deni, and euro cents.
    pub received: (i64, i64),
}

/// A cost in euro cents.
struct Item<'a> {
    cost: &'a Cost,
    cents: i64,
    /// The line of the plan; absent where none takes such a cost.
    line: Option<usize>,
    in_period: bool,
}

/// `reallocation` is how much a heading may grow, in hundredths of a per cent.
pub fn build(
    frame: &Frame<'_>,
    (spending, plan): (&Spending, &Plan),
    method: Method,
    reallocation: i64,
) -> Result<Report, BuildError> {
    let items = items(spending, plan, method)?;
    lines::build(&headed(frame, spending, method), plan, &items, reallocation)
}

/// The list of cost items: title, amount, budget line, document.
pub fn list(
    frame: &Frame<'_>,
    (spending, plan): (&Spending, &Plan),
    method: Method,
) -> Result<Report, BuildError> {
    let items = items(spending, plan, method)?;
    costs::build(&headed(frame, spending, method), plan, &items)
}

fn headed<'a>(frame: &Frame<'a>, spending: &Spending, method: Method) -> Frame<'a> {
    let mut frame = frame.clone();
    let facts = [
        (frame.say("Давател", "Grantor", "Dhënësi"), spending.grantor.clone()),
        (frame.say("Договор", "Contract", "Kontrata"), spending.agreement.clone()),
        (frame.say("Курс", "Exchange rate", "Kursi"), method.name(frame.language).to_owned()),
    ];
    for (name, value) in facts {
        frame.parameter(name, value);
    }
    frame
}

fn items<'a>(
    spending: &'a Spending,
    plan: &Plan,
    method: Method,
) -> Result<Vec<Item<'a>>, BuildError> {
    let days = (spending.from, spending.to);
    let rates = Rates { method, plan, days, received: spending.received };
    let item = |cost: &'a Cost| {
        Ok(Item {
            cost,
            cents: rates.cents(cost.of.minor, cost.paid_on)?,
            line: plan.line_of(&cost.codes),
            in_period: spending.from <= cost.paid_on,
        })
    };
    spending.costs.iter().filter(|cost| cost.paid_on <= spending.to).map(item).collect()
}

fn total<'a>(items: impl Iterator<Item = &'a Item<'a>>) -> Result<i64, BuildError> {
    items.map(|item| item.cents).try_fold(0, add)
}

/// What every report in euro says of itself.
fn note(frame: &Frame<'_>) -> String {
    frame
        .say(
            "Износите се во евра. Секој трошок е претворен посебно и заокружен на цент; збировите се од заокружени \
             износи. Курсевите и буџетот се дадени со барањето.",
            "Sums are in euro. Every cost is converted by itself and rounded to the cent; sums are of rounded amounts. \
             The rates and the budget came with the request.",
            "Shumat janë në euro. Çdo shpenzim është kthyer veçmas dhe i rrumbullakuar në cent; shumat janë të vlerave \
             të rrumbullakuara. Kurset dhe buxheti janë dhënë me kërkesën.",
        )
        .to_owned()
}
