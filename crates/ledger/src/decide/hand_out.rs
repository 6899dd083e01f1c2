//! Goods for people unnamed: counted, with two witnesses, and booked out of stock.

use std::collections::BTreeMap;

use crate::act::Act;
use crate::codes::{AllocationEvent, EntryKind};
use crate::command::{Context, HandOut};
use crate::draw::{self, Want};
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line};
use crate::proposal::{self, Had};
use crate::refusal::Refusal;
use crate::restriction::{Purpose, Stage};
use crate::rows::aid::HandedOut;

pub(super) fn hand_out(facts: &Facts, deed: &HandOut, context: &Context) -> Result<Act, Refusal> {
    if deed.count <= 0 || deed.people <= 0 {
        return Err(Refusal::CountNotPositive);
    }
    let fund = facts.open_fund(deed.fund)?.seq;
    let purpose = |stage| Purpose::Aid {
        category: deed.category,
        target_group: Some(deed.target_group),
        municipality: Some(deed.municipality.as_str().to_owned()),
        on: deed.given_on,
        stage,
    };
    let purposes = [purpose(Stage::Decision), purpose(Stage::Payment)];
    let want = Want::Goods { item: deed.item.as_str(), count: deed.count };
    let draws = proposal::find(facts, fund, &want, &purposes, &Had::new());
    let draws = draws.complete(facts, fund, &want)?;
    let aid = facts.scheme(&format!("aid_in_kind/{}", deed.category), deed.given_on)?;
    let mut lines = vec![Line::debit(&aid, fund, draw::value(&draws))];
    let mut stock: BTreeMap<&str, i64> = BTreeMap::new();
    for draw in &draws {
        let account = draw.stock_account.as_deref().ok_or(Refusal::PayMethod)?;
        let sum = stock.entry(account).or_insert(0);
        *sum = sum.saturating_add(draw.value_minor);
    }
    lines.extend(stock.into_iter().map(|(account, minor)| Line::credit(account, fund, minor)));
    lines.extend(draw::release_lines(&draws, fund));
    let (kind, document) = (EntryKind::HandOut, deed.document.clone());
    let entry = JournalEntry::new(facts, context, kind, deed.given_on, document, lines)?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "goods.handed_out");
    entry.write(facts, &mut act)?;
    act.extend(draw::allocations(seq, 1, AllocationEvent::Draw, None, &draws));
    act.push(HandedOut {
        seq,
        fund_seq: fund,
        category: deed.category,
        item: deed.item.as_str().to_owned(),
        item_quantity: deed.count,
        people: deed.people,
        target_group: deed.target_group,
        municipality: deed.municipality.as_str().to_owned(),
        given_on: deed.given_on,
    });
    Ok(act)
}
