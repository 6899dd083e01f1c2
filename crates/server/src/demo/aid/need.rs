//! Needs as they are heard in a week, and what is asked for each.

use almoner_ledger::codes::{
    Category, Method, PayeeKind, Reason, Signs, TargetGroup, TaxBasis, Urgency,
};
use almoner_ledger::command::{Actor, Command, Recurring, Seen, SubmitRequest};
use almoner_ledger::money::share;
use almoner_ledger::refusal::Refusal;
use chrono::{Months, NaiveDate};
use uuid::Uuid;

use crate::demo::DemoError;
use crate::demo::aid::intake::look_over;
use crate::demo::aid::{Aid, bank};
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
    /// When it comes again, where it was granted for some months.
    pub(super) again_on: Option<NaiveDate>,
    /// What the pro-forma says that it is paid on.
    pub(super) pro_forma: Option<i64>,
    pub(super) tax: TaxBasis,
}

impl Need {
    /// What reaches the person: of taxed aid nine parts in ten, so that what was found covers the tax.
    pub(super) fn net_minor(&self) -> i64 {
        if self.tax == TaxBasis::Taxable { share(self.minor, 9, 10) } else { self.minor }
    }
}

/// The municipalities of Skopje that the association works in.
const PLACES: [&str; 5] = ["MK-814", "MK-814", "MK-815", "MK-817", "MK-804"];

/// Takes in this week's requests, most from people who are known already.
pub(super) async fn hear(
    scribe: &mut Scribe,
    aid: &mut Aid,
    thinned: i64,
) -> Result<Vec<Need>, DemoError> {
    if aid.payees.is_empty() {
        aid.payees = bank::begin(scribe).await?;
    }
    let count = scribe.chance.between(9, 15).checked_div(thinned).unwrap_or(0).max(1);
    let case_workers = scribe.staff.case_workers;
    let newcomers = if aid.recipients.is_empty() { count } else { count / 3 };
    let mut registered = Vec::new();
    for _ in 0..newcomers {
        let birth_year = Some(scribe.chance.between(1940, 2006));
        let [case_worker, _] = case_workers;
        registered.push((case_worker, Command::AddRecipient { household: None, birth_year }));
    }
    for answer in scribe.give_all(registered).await? {
        let reference = scribe.store.recipient_reference(answer.seq).await?;
        aid.recipients.push(reference.ok_or(DemoError::Untold("a recipient"))?);
    }
    let houses = aid.recipients.len().saturating_sub(aid.landlords.len());
    aid.landlords.extend(bank::payees(scribe, vec![None; houses]).await?);
    let mut asked = Vec::new();
    let mut needs = Vec::new();
    for _ in 0..count {
        let (request, need) = ask(scribe, aid, case_workers)?;
        asked.push((need.case_worker, Command::SubmitRequest(request)));
        needs.push(need);
    }
    let answers = scribe.give_all(asked).await?;
    let mut heard = again(scribe, &mut aid.recurring).await?;
    for (need, answer) in needs.into_iter().zip(answers) {
        let need = Need { request: answer.seq, ..need };
        if need.again_on.is_some() {
            aid.recurring.push(need);
        }
        if scribe.chance.one_in(25) {
            let note = Some(line("Веќе добива помош за истото од друга институција")?);
            let command =
                Command::RejectRequest { request: need.request, reason: Reason::NotEligible, note };
            scribe.give(need.case_worker, command).await?;
        } else {
            heard.push(need);
        }
    }
    look_over(scribe, heard).await
}

/// The next of what was granted for some months, when its day has come.
async fn again(scribe: &Scribe, recurring: &mut [Need]) -> Result<Vec<Need>, DemoError> {
    let mut heard = Vec::new();
    for need in recurring.iter_mut() {
        let Some(due_on) = need.again_on.filter(|due_on| *due_on <= scribe.today) else { continue };
        let repeat = Command::RepeatRequest { request: need.request, seen: Seen::default() };
        match scribe.try_all(vec![(need.case_worker, repeat)]).await?.pop() {
            Some(Ok(answer)) => {
                need.again_on = due_on.checked_add_months(Months::new(1));
                heard.push(Need { request: answer.seq, again_on: None, pro_forma: None, ..*need });
            }
            Some(Err(Refusal::NotRecurring { .. } | Refusal::RequestStep { .. })) => {
                need.again_on = None;
            }
            Some(Err(refusal)) => return Err(DemoError::Refused { on: scribe.today, refusal }),
            None => {}
        }
    }
    Ok(heard)
}

fn ask(
    scribe: &mut Scribe,
    aid: &Aid,
    case_workers: [Actor; 2],
) -> Result<(SubmitRequest, Need), DemoError> {
    let chance = &mut scribe.chance;
    let recipient =
        chance.pick(&aid.recipients).copied().ok_or(DemoError::Untold("a recipient"))?;
    let lives = aid.recipients.iter().position(|known| *known == recipient);
    let landlord = lives.and_then(|place| aid.landlords.get(place).copied());
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
    let recurring = if category == Category::Rent && goods.is_none() && chance.one_in(3) {
        let until_on = scribe.today.checked_add_months(Months::new(5)).unwrap_or(scribe.today);
        Some(Recurring { every_months: 1, until_on })
    } else {
        None
    };
    let payee_kind = payee_of(category);
    let of_many = || {
        let of_kind = aid.payees.iter().filter(|(kind, _)| *kind == payee_kind);
        let of_kind: Vec<Uuid> = of_kind.map(|(_, payee)| *payee).collect();
        chance.pick(&of_kind).copied()
    };
    let payee = payee(payee_kind, landlord, of_many);
    let urgency = chance.pick(Urgency::ALL).copied().unwrap_or(Urgency::Normal);
    let request = SubmitRequest {
        recipient,
        category,
        urgency,
        asked: amount(minor)?,
        received_on: scribe.today,
        target_group: Some(target_group),
        municipality: Some(code(municipality)?),
        payee_kind,
        payee,
        signs: if target_group == TargetGroup::StreetChild {
            Signs::SocialWorkCentre
        } else {
            Signs::Oneself
        },
        recurring,
        story: Some(line("Измислен случај за показните книги")?),
        seen: Seen::default(),
    };
    let again_on = recurring.and_then(|_| scribe.today.checked_add_months(Months::new(1)));
    let pro_forma = (payee.is_some() && goods.is_none()).then_some(minor);
    let goods = goods.map(|(item, count, _)| (item, count));
    let tax = tax_of(category, method, pro_forma.is_some());
    let need =
        Need { request: 0, case_worker, fund, method, minor, goods, again_on, pro_forma, tax };
    Ok((request, need))
}

/// Medicines have a diagnosis and a bill; the association taxes journeys and plain money that it sends by bank.
const fn tax_of(category: Category, method: Method, has_bill: bool) -> TaxBasis {
    match (category, method) {
        (_, Method::InKind) => TaxBasis::InKind,
        (Category::Health, _) if has_bill => TaxBasis::Treatment,
        (Category::Transport | Category::EmergencyCash, Method::Bank) => TaxBasis::Taxable,
        _ => TaxBasis::SocialProtection,
    }
}

/// A landlord lets one flat; a pharmacy serves many.
fn payee(
    kind: PayeeKind,
    landlord: Option<Uuid>,
    of_many: impl FnOnce() -> Option<Uuid>,
) -> Option<Uuid> {
    match kind {
        PayeeKind::Oneself => None,
        PayeeKind::Landlord | PayeeKind::Other => landlord,
        PayeeKind::Pharmacy | PayeeKind::Utility | PayeeKind::Shop | PayeeKind::School => of_many(),
    }
}

/// Who is paid for a kind of need.
const fn payee_of(category: Category) -> PayeeKind {
    match category {
        Category::Rent => PayeeKind::Landlord,
        Category::Health => PayeeKind::Pharmacy,
        Category::Utilities => PayeeKind::Utility,
        Category::Education => PayeeKind::School,
        Category::Food
        | Category::Shelter
        | Category::HygieneClothing
        | Category::Documents
        | Category::Transport
        | Category::EmergencyCash
        | Category::Other => PayeeKind::Oneself,
    }
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
