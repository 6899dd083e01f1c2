//! What money was given for, in the words of the law data.

use almoner_law::term::Term;
use almoner_ledger::restriction::Restriction;
use almoner_store::error::StoreError;

use super::{ReportError, Task};

/// The fund, and what the giver laid down of needs, groups, places and days; only the fund where that is nothing.
pub(super) fn words(
    task: &Task<'_>,
    fund: i64,
    restriction: Option<&str>,
) -> Result<String, ReportError> {
    let fund = task.inputs.facts.funds.get(&fund);
    let mut parts: Vec<String> = fund.map(|fund| fund.name.clone()).into_iter().collect();
    if let Some(json) = restriction {
        let restriction = Restriction::from_json(json)
            .map_err(|_| StoreError::Corrupt("a restriction cannot be read".to_owned()))?;
        parts.extend(laid_down(task, &restriction));
    }
    Ok(parts.join("; "))
}

fn laid_down(task: &Task<'_>, restriction: &Restriction) -> Vec<String> {
    let language = task.wanted.language;
    let named = |terms: &[Term], code: &str| {
        let term = terms.iter().find(|term| term.code == code);
        term.map_or_else(|| code.to_owned(), |term| language.pick(&term.names).to_owned())
    };
    let categories = restriction.categories.iter().map(|it| named(&task.law.categories, it.code()));
    let groups =
        restriction.target_groups.iter().map(|it| named(&task.law.target_groups, it.code()));
    let places = restriction.municipalities.iter().map(|code| place(task, code));
    let mut parts: Vec<String> =
        [categories.collect(), groups.collect(), places.collect::<Vec<String>>()]
            .into_iter()
            .filter(|words: &Vec<String>| !words.is_empty())
            .map(|words| words.join(", "))
            .collect();
    let day = |day| language.day(day);
    if let Some(from) = restriction.from_on.map(day) {
        parts.push(format!("{} {from}", language.say("од", "from", "nga")));
    }
    if let Some(to) = restriction.to_on.map(day) {
        parts.push(format!("{} {to}", language.say("до", "until", "deri")));
    }
    if let Some(most) = restriction.payout_max_minor {
        let word =
            language.say("најмногу по исплата", "at most per payout", "më së shumti për pagesë");
        parts.push(format!("{word} {}", language.number().format(most)));
    }
    if let Some(most) = restriction.household_max_minor {
        let word = language.say(
            "најмногу по домаќинство",
            "at most per household",
            "më së shumti për familje",
        );
        parts.push(format!("{word} {}", language.number().format(most)));
    }
    if !restriction.budget_lines.is_empty() {
        let word = language.say("трошоци на конта", "costs on accounts", "shpenzime në llogari");
        parts.push(format!("{word} {}", restriction.budget_lines.join(", ")));
    }
    parts
}

/// A municipality by its ISO 3166-2 code.
pub(super) fn place(task: &Task<'_>, code: &str) -> String {
    let place = task.law.municipalities.iter().find(|place| place.iso_3166_2 == code);
    place
        .map_or_else(|| code.to_owned(), |place| task.wanted.language.pick(&place.names).to_owned())
}
