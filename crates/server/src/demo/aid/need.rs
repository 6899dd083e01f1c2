//! Needs as they are heard in a week, and what is asked for each.

use almoner_ledger::codes::{Category, Method, Reason, TargetGroup, Urgency};
use almoner_ledger::command::{Actor, Command, SubmitRequest};
use uuid::Uuid;

use crate::demo::DemoError;
use crate::demo::givers::{CENTAR, CHILDREN, FOOD, FREE, HOME};
use crate::demo::incomes::GOODS;
use crate::demo::scribe::{Scribe, amount, code, line};

/// A request that has been taken in, and how it is to be met.
#[derive(Clone, Copy, Debug)]
pub(super) struct Need {
    pub(super) request: i64,
    pub(super) case_worker: Actor,
    pub(super) fund: usize,
    pub(super) method: Method,
    pub(super) minor: i64,
    pub(super) goods: Option<(&'static str, i64)>,
}

/// The municipalities of Skopje that the association works in.
const PLACES: [&str; 5] = ["MK-814", "MK-814", "MK-815", "MK-817", "MK-804"];

/// Takes in this week's requests, most from people who are known already.
pub(super) async fn hear(
    scribe: &mut Scribe,
    known: &mut Vec<Uuid>,
    thinned: i64,
) -> Result<Vec<Need>, DemoError> {
    let count = scribe.chance.between(9, 15).checked_div(thinned).unwrap_or(0).max(1);
    let case_workers = scribe.staff.case_workers;
    let newcomers = if known.is_empty() { count } else { count / 3 };
    let mut registered = Vec::new();
    for _ in 0..newcomers {
        let birth_year = Some(scribe.chance.between(1940, 2008));
        let [case_worker, _] = case_workers;
        registered.push((case_worker, Command::AddRecipient { household: None, birth_year }));
    }
    for answer in scribe.give_all(registered).await? {
        let reference = scribe.store.recipient_reference(answer.seq).await?;
        known.push(reference.ok_or(DemoError::Untold("a recipient"))?);
    }
    let mut asked = Vec::new();
    let mut needs = Vec::new();
    for _ in 0..count {
        let (request, need) = ask(scribe, known, case_workers)?;
        asked.push((need.case_worker, Command::SubmitRequest(request)));
        needs.push(need);
    }
    let answers = scribe.give_all(asked).await?;
    let mut heard = Vec::new();
    for (need, answer) in needs.into_iter().zip(answers) {
        let need = Need { request: answer.seq, ..need };
        if scribe.chance.one_in(25) {
            let note = Some(line("Веќе добива помош за истото од друга институција")?);
            let command =
                Command::RejectRequest { request: need.request, reason: Reason::NotEligible, note };
            scribe.give(need.case_worker, command).await?;
        } else {
            heard.push(need);
        }
    }
    Ok(heard)
}

fn ask(
    scribe: &mut Scribe,
    known: &[Uuid],
    case_workers: [Actor; 2],
) -> Result<(SubmitRequest, Need), DemoError> {
    let chance = &mut scribe.chance;
    let recipient = chance.pick(known).copied().ok_or(DemoError::Untold("a recipient"))?;
    let category = chance.pick(&Category::ALL[..10]).copied().unwrap_or(Category::Food);
    let municipality = chance.pick(&PLACES).copied().unwrap_or("MK-814");
    let target_group =
        if chance.one_in(4) { TargetGroup::StreetChild } else { TargetGroup::ExtremeNeed };
    let goods = if chance.one_in(9) {
        chance.pick(&GOODS).map(|(item, _, each)| (*item, chance_count(*each), *each))
    } else {
        None
    };
    let large = chance.one_in(45);
    let minor = match goods {
        Some((_, count, each)) => each.saturating_mul(count).saturating_mul(2),
        None if large => chance.hundreds(310, 420),
        None => chance.hundreds(15, 95),
    };
    let method = match (goods, chance.below(5)) {
        (Some(_), _) => Method::InKind,
        (None, 0) => Method::Cash,
        (None, 1) if category == Category::Food => Method::Voucher,
        (None, _) if matches!(category, Category::Rent | Category::Utilities) => Method::ThirdParty,
        (None, _) => Method::Bank,
    };
    let fund = fund_for(category, target_group, municipality, goods.is_some());
    let case_worker =
        chance.pick(&case_workers).copied().ok_or(DemoError::Untold("a case worker"))?;
    let urgency = chance.pick(Urgency::ALL).copied().unwrap_or(Urgency::Normal);
    let request = SubmitRequest {
        recipient,
        category,
        urgency,
        asked: amount(minor)?,
        received_on: scribe.today,
        target_group: Some(target_group),
        municipality: Some(code(municipality)?),
        story: Some(line("Измислен случај за показните книги")?),
    };
    let goods = goods.map(|(item, count, _)| (item, count));
    Ok((request, Need { request: 0, case_worker, fund, method, minor, goods }))
}

/// Dear things are handed out one by one, cheap ones by two.
const fn chance_count(each: i64) -> i64 {
    if each < 100_000 { 2 } else { 1 }
}

fn fund_for(category: Category, group: TargetGroup, municipality: &str, goods: bool) -> usize {
    if goods {
        return FREE;
    }
    if group == TargetGroup::StreetChild {
        return CHILDREN;
    }
    match category {
        Category::Food | Category::HygieneClothing | Category::Health => FOOD,
        Category::Shelter | Category::Rent | Category::Utilities => HOME,
        Category::Education
        | Category::Documents
        | Category::Transport
        | Category::EmergencyCash
        | Category::Other => {
            if municipality == "MK-814" {
                CENTAR
            } else {
                FREE
            }
        }
    }
}
