//! What is told of all funds together, as activities of their own.

use super::{EXPENDITURE, amount, begun, classified, date, implementing, named, transaction};
use crate::publish::open::OpenBooks;
use crate::publish::xml::Element;

/// No fund: a fund's code has no tilde.
const PEOPLE: &str = "~people";
const COSTS: &str = "~costs";

/// Aid to people of whose fund nothing may be told; together it may.
pub(super) fn of_all_funds(open: &OpenBooks) -> Option<Element> {
    let rest = open.quarters.iter().filter_map(|quarter| {
        let told = quarter.people_of_funds.iter();
        let told = told.fold(0_i64, |sum, (_, told)| sum.saturating_add(told.minor));
        let minor = quarter.people?.minor.saturating_sub(told);
        (0 < minor).then(|| {
            transaction(EXPENDITURE, quarter.to, amount(minor))
                .attribute("ref", format!("people-{}", quarter.name))
                .with([named("description", &quarter.name)])
        })
    });
    let title = open.say(
        "Помош за луѓе од повеќе фондови",
        "Aid to people from several funds",
        "Ndihmë për njerëz nga disa fonde",
    );
    activity(open, (PEOPLE, title), rest.collect())
}

/// Rent, wages and fees, by quarter.
pub(super) fn costs(open: &OpenBooks) -> Option<Element> {
    let words = open.say(
        "Тековни трошоци, заокружени",
        "Running costs, rounded",
        "Shpenzime rrjedhëse, të rrumbullakuara",
    );
    let spent = open.quarters.iter().filter_map(|quarter| {
        let description = format!("{words} ({})", quarter.name);
        let spent = transaction(EXPENDITURE, quarter.to, amount(quarter.costs_minor?))
            .attribute("ref", format!("costs-{}", quarter.name))
            .with([named("description", &description)]);
        Some(spent)
    });
    let title = open.say(
        "Тековни трошоци на сите фондови",
        "Running costs of all funds",
        "Shpenzime rrjedhëse të të gjitha fondeve",
    );
    activity(open, (COSTS, title), spent.collect())
}

/// Nothing where nothing was spent.
fn activity(
    open: &OpenBooks,
    (code, title): (&str, &str),
    transactions: Vec<Element>,
) -> Option<Element> {
    let began = open.funds.iter().map(|fund| fund.opened_on).min()?;
    (!transactions.is_empty()).then(|| {
        begun(open, code, title)
            .with([
                implementing(open),
                Element::new("activity-status").attribute("code", "2"),
                date("2", began),
            ])
            .with(classified(open))
            .with(transactions)
    })
}
