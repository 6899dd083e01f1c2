//! The page on which a payout is decided: everything that is signed, whose money it is, earlier aid, and who can go on.

use almoner_ledger::codes::Combined;
use almoner_store::read::page::Paging;
use almoner_store::read::payout::{PayoutDetail, PayoutRow};
use almoner_store::read::request::{RequestDetail, RequestFilter};
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::step::Step;
use super::who::Who;
use crate::pages::block::{Block, Link, Page};
use crate::pages::desk::{Desk, Told, absent};
use crate::pages::form::Why;
use crate::pages::home::payouts::table;
use crate::pages::panel::{Cell, Head, Panel};
use crate::pages::typed::Typed;
use crate::problem::Problem;
use crate::routes::table::NEEDS;

/// Of the requests of the same person so many are looked at for earlier aid.
const EARLIER: i64 = 20;

#[derive(Deserialize)]
pub(in crate::pages) struct Seen {
    /// The step that was just done.
    #[serde(default)]
    done: String,
}

pub(in crate::pages) async fn one(
    desk: Desk,
    Path(seq): Path<i64>,
    Query(seen): Query<Seen>,
) -> Told {
    let mut page = shown(&desk, seq, None).await?;
    if !seen.done.is_empty() {
        page.blocks.insert(0, Block::Notice { grave: false, text: desk.say("payout-done") });
    }
    Ok(page.shown())
}

pub(super) async fn shown(
    desk: &Desk,
    seq: i64,
    attempt: Option<(Step, &Typed, &Why)>,
) -> Result<Page, Problem> {
    let detail = desk.app.store.payout(seq).await?.ok_or_else(|| absent("payout"))?;
    let request = desk.app.store.request(detail.payout.request_seq).await?;
    let request = request.ok_or_else(|| absent("request"))?;
    let who = Who::read(desk, seq).await?;
    let mut page = desk.page(desk.words.say_of("payout-title", &seq.to_string()));
    page = page.blocks(notices(desk, &detail, &request));
    page = page.block(Block::Facts {
        title: Some(desk.say("payout-signed")),
        rows: signed(desk, &detail, &request),
    });
    page = page.block(Block::Panel(money(desk, &detail)));
    if let Some(fund) = fund(desk, &detail.payout).await? {
        page = page.block(fund);
    }
    page = page.block(Block::Panel(earlier(desk, &detail, &request).await?));
    if !request.matches.is_empty() {
        page = page.block(Block::Panel(matches(desk, &request)));
    }
    let mut steps = Step::offered(desk, &detail, &who);
    if let Some((step, ..)) = attempt
        && !steps.contains(&step)
    {
        steps.insert(0, step);
    }
    if steps.is_empty()
        && let Some(text) = who.why_not(desk)
    {
        page = page.block(Block::Notice { grave: false, text });
    }
    for step in steps {
        let form = step.form(desk, &detail, who.is_locked);
        let form = match attempt {
            Some((tried, typed, why)) if tried == step => {
                form.typed(typed).refused(desk.words, why)
            }
            Some(_) | None => form,
        };
        page = page.block(Block::Form(form));
    }
    page = page.block(Block::Panel(who.table(desk)));
    page = page.block(Block::Panel(history(desk, &detail)));
    Ok(page.block(Block::Links(vec![Link::new("/payouts", desk.say("list-back"))])))
}

fn notices(desk: &Desk, detail: &PayoutDetail, request: &RequestDetail) -> Vec<Block> {
    let mut notices = Vec::new();
    let mut grave = |text: String| notices.push(Block::Notice { grave: true, text });
    if let Some(act) = detail.payout.changed_seq {
        grave(desk.words.say_of("payout-changed", &act.to_string()));
    }
    if detail.payout.review_due_at.is_some() {
        grave(desk.say("payout-emergency"));
    }
    for warned in &detail.warnings {
        let limit = warned
            .law_value
            .parse()
            .map_or_else(|_| warned.law_value.clone(), |minor: i64| desk.words.sum(&minor));
        grave(desk.words.say_of(&format!("warn-{}", warned.code.code()), &limit));
    }
    if !request.request.identities_checked && !desk.app.identities.is_off() {
        grave(desk.say("warn-identities-not-checked"));
    }
    notices
}

fn signed(desk: &Desk, detail: &PayoutDetail, request: &RequestDetail) -> Vec<(String, Cell)> {
    let (words, payout) = (desk.words, &detail.payout);
    let number = payout.request_seq.to_string();
    let asked = if NEEDS.contains(&desk.identity.role) {
        Cell::link(format!("/requests/{number}"), number)
    } else {
        number.into()
    };
    let urgency = desk.term(|law| &law.urgencies, request.request.urgency.code());
    let mut rows = vec![
        (words.say("form-amount"), Cell::from(words.denars(payout.net_minor()))),
        (words.say("column-need"), desk.category(payout.category.code()).into()),
        (words.say("payout-request"), asked),
        (words.say("column-urgency"), urgency.into()),
        (words.say("payout-payee"), words.word("payee", request.request.payee_kind.code()).into()),
        (words.say("payout-method"), words.word("method", payout.method.code()).into()),
        (words.say("column-fund"), desk.fund(payout.fund_seq).into()),
        (words.say("column-state"), words.word("payout-state", payout.state.code()).into()),
        (words.say("payout-proposed-on"), words.day(&payout.proposed_on).into()),
        (words.say("payout-approvals"), approvals(desk, payout).into()),
    ];
    if let (Some(item), Some(count)) = (&payout.item, payout.item_quantity) {
        rows.insert(1, (words.say("goods-item"), format!("{item} × {count}").into()));
    }
    rows.push((words.say("payout-tax-basis"), words.word("tax", payout.tax_basis.code()).into()));
    if payout.tax_minor != 0 {
        rows.push((words.say("payout-tax"), words.denars(payout.tax_minor).into()));
        rows.push((words.say("payout-gross"), words.denars(payout.amount_minor).into()));
    }
    if let Some(found) = request.request.found_minor {
        rows.push((words.say("payout-found"), words.denars(found).into()));
    }
    if let Some(on) = payout.expires_on {
        rows.push((words.say("payout-expires"), words.day(&on).into()));
    }
    if let Some(reason) = payout.chosen_why {
        let why = words.word("reason", reason.code());
        rows.push((words.say("payout-lots-why"), why.into()));
    }
    let digest = detail.digest.get(..16).unwrap_or(&detail.digest).to_owned();
    rows.push((words.say("payout-digest"), digest.into()));
    rows
}

fn approvals(desk: &Desk, payout: &PayoutRow) -> String {
    let (given, needed) = (payout.approvals_given.to_string(), payout.approvals_needed.to_string());
    desk.words.say_with("payout-approvals-of", &[("given", &given), ("needed", &needed)])
}

/// Whose money it is.
fn money(desk: &Desk, detail: &PayoutDetail) -> Panel {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-giver")),
        Head::text(words.say("income-agreement")),
        Head::text(words.say("column-received")),
        Head::number(words.say("column-denars")),
    ];
    let rows = detail.lots.iter().map(|share| -> Vec<Cell> {
        let giver = share.source_name.clone();
        let giver = giver.unwrap_or_else(|| words.say("giver-nobody-knows"));
        let agreement = match (share.agreement_seq, &share.agreement_number) {
            (Some(seq), Some(number)) => Cell::link(format!("/agreements/{seq}"), number.clone()),
            _ => words.say("money-free").into(),
        };
        vec![
            giver.into(),
            agreement,
            words.day(&share.received_on).into(),
            words.sum(&share.value_minor).into(),
        ]
    });
    let panel = Panel::new(words.say("payout-money"), words.say("payout-money-none"), heads);
    Panel { rows: rows.collect(), ..panel }
}

/// The fund before and after, as long as the payout takes from what is left.
async fn fund(desk: &Desk, payout: &PayoutRow) -> Result<Option<Block>, Problem> {
    use almoner_ledger::codes::PayoutState::Proposed;
    let Some(fund) = desk.app.store.fund(payout.fund_seq).await? else { return Ok(None) };
    let words = desk.words;
    let mut rows = vec![
        (words.say("fund-left"), Cell::from(words.denars(fund.left_minor))),
        (words.say("fund-reserved"), words.denars(fund.reserved_minor).into()),
    ];
    if payout.state == Proposed {
        let after = fund.left_minor.saturating_sub(payout.amount_minor);
        rows.push((words.say("fund-after"), words.denars(after).into()));
    }
    Ok(Some(Block::Facts { title: Some(fund.name), rows }))
}

/// Other payouts for the same person.
async fn earlier(
    desk: &Desk,
    detail: &PayoutDetail,
    request: &RequestDetail,
) -> Result<Panel, Problem> {
    let mut found: Vec<PayoutRow> = Vec::new();
    if let Some(recipient) = request.request.recipient {
        let filter = RequestFilter { recipient: Some(recipient), ..RequestFilter::default() };
        let paging = Paging { limit: EARLIER, after: None };
        for other in desk.app.store.requests(&filter, &paging).await?.items {
            if let Some(other) = desk.app.store.request(other.seq).await? {
                found.extend(other.payouts);
            }
        }
    }
    found.retain(|payout| payout.seq != detail.payout.seq);
    found.sort_by_key(|payout| std::cmp::Reverse(payout.seq));
    Ok(table(desk, ("payout-earlier", "payout-earlier-none"), &found))
}

pub(in crate::pages) fn matches(desk: &Desk, request: &RequestDetail) -> Panel {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("payout-request")),
        Head::text(words.say("match-how")),
        Head::text(words.say("match-until")),
        Head::text(words.say("match-level")),
    ];
    let rows = request.matches.iter().map(|row| -> Vec<Cell> {
        let level = match (row.allowed_by, row.level) {
            (Some(person), _) => words.say_of("match-allowed", &desk.person(person)),
            (None, Combined::Hard) => words.say("match-hard"),
            (None, Combined::Warn | Combined::Free) => words.say("match-warn"),
        };
        vec![
            Cell::link(format!("/requests/{}", row.aid_seq), row.aid_seq.to_string()),
            words.word("match", row.how.code()).into(),
            words.day(&row.until_on).into(),
            level.into(),
        ]
    });
    let panel = Panel::new(words.say("match-title"), String::new(), heads);
    Panel { rows: rows.collect(), ..panel }
}

fn history(desk: &Desk, detail: &PayoutDetail) -> Panel {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-when")),
        Head::text(words.say("column-who")),
        Head::text(words.say("column-what")),
    ];
    let duties = detail.duties.iter();
    let duties = duties.map(|row| (row.at, row.person, words.word("duty", row.duty.code())));
    // What a duty says already is not said again by the state to which it led.
    let is_said = |at, person| detail.duties.iter().any(|row| row.at == at && row.person == person);
    let events = detail.events.iter().filter(|row| !is_said(row.at, row.actor)).map(|row| {
        let state = words.word("payout-state", row.state.code());
        let said = match row.reason {
            Some(reason) => format!("{state}: {}", words.word("reason", reason.code())),
            None => state,
        };
        (row.at, row.actor, said)
    });
    let mut told: Vec<_> = duties.chain(events).collect();
    told.sort_by_key(|(at, ..)| *at);
    let rows = told.into_iter().map(|(at, person, said)| -> Vec<Cell> {
        vec![words.instant(at).into(), desk.person(person).into(), said.into()]
    });
    let panel = Panel::new(words.say("payout-history"), String::new(), heads);
    Panel { rows: rows.collect(), ..panel }
}
