//! Living through the acts again, in order, and asking of each what the rules would have asked.

use almoner_ledger::act::Act;
use almoner_ledger::facts::Facts;
use almoner_ledger::rows::Row;
use almoner_ledger::rows::aid::{
    Advance, Batch, DutyDone, HandedOut, PaymentList, Payout, PayoutEvent, PayoutLot, Request,
};
use almoner_ledger::rows::asset::{Asset, Depreciation};
use almoner_ledger::rows::books::{Decision, LawValue, Period};
use almoner_ledger::rows::chart::Band;
use almoner_ledger::rows::giving::{ImportUndo, Income};
use almoner_ledger::rows::identity::{Erasure, Reveal};
use almoner_ledger::rows::journal::{CashVoucher, Entry, Posting, Reversal};
use almoner_ledger::rows::lots::{Allocation, Overdraft};
use almoner_ledger::rows::people::{RoleGrant, Token};
use almoner_ledger::rows::request::{Combination, Evidence, MatchFound, PairJudged, RequestStep};
use almoner_ledger::rows::tax::TaxRule;
use almoner_ledger::rows::travel::TravelOrder;
use almoner_ledger::rows::year::{FiscalYear, Inventory, InventoryLine, Issued};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::advance::Advances;
use super::asset::Assets;
use super::bundle::Bundles;
use super::decision::Decisions;
use super::entry;
use super::findings::Findings;
use super::payout::Payouts;
use super::request::Requests;
use super::roles;
use super::series::Numbers;
use super::sums::Sums;
use super::year::Years;

/// An act as its leaf tells it.
pub(super) struct Told {
    pub(super) seq: i64,
    pub(super) at: DateTime<Utc>,
    pub(super) actor: Uuid,
    pub(super) kind: String,
    pub(super) rows: Vec<Row>,
}

/// The rows of an act by what they are.
#[derive(Default)]
pub(super) struct Parts<'a> {
    pub(super) entries: Vec<&'a Entry>,
    pub(super) postings: Vec<&'a Posting>,
    pub(super) reversals: Vec<&'a Reversal>,
    pub(super) slips: Vec<&'a CashVoucher>,
    pub(super) travel: Vec<&'a TravelOrder>,
    pub(super) incomes: Vec<&'a Income>,
    pub(super) undone: Vec<&'a ImportUndo>,
    pub(super) allocations: Vec<&'a Allocation>,
    pub(super) overdrafts: Vec<&'a Overdraft>,
    pub(super) payouts: Vec<&'a Payout>,
    pub(super) payout_lots: Vec<&'a PayoutLot>,
    pub(super) duties: Vec<&'a DutyDone>,
    pub(super) events: Vec<&'a PayoutEvent>,
    pub(super) decisions: Vec<&'a Decision>,
    pub(super) periods: Vec<&'a Period>,
    pub(super) years: Vec<&'a FiscalYear>,
    pub(super) inventories: Vec<&'a Inventory>,
    pub(super) inventory_lines: Vec<&'a InventoryLine>,
    pub(super) issued: Vec<&'a Issued>,
    pub(super) grants: Vec<&'a RoleGrant>,
    pub(super) tokens: Vec<&'a Token>,
    pub(super) bands: Vec<&'a Band>,
    pub(super) combinations: Vec<&'a Combination>,
    pub(super) tax_rules: Vec<&'a TaxRule>,
    pub(super) law_values: Vec<&'a LawValue>,
    pub(super) erasures: Vec<&'a Erasure>,
    pub(super) reveals: Vec<&'a Reveal>,
    pub(super) hand_outs: Vec<&'a HandedOut>,
    pub(super) batches: Vec<&'a Batch>,
    pub(super) lists: Vec<&'a PaymentList>,
    pub(super) advances: Vec<&'a Advance>,
    pub(super) assets: Vec<&'a Asset>,
    pub(super) depreciations: Vec<&'a Depreciation>,
    pub(super) requests: Vec<&'a Request>,
    pub(super) steps: Vec<&'a RequestStep>,
    pub(super) papers: Vec<&'a Evidence>,
    pub(super) matches: Vec<&'a MatchFound>,
    pub(super) judged: Vec<&'a PairJudged>,
}

impl<'a> Parts<'a> {
    fn of(rows: &'a [Row]) -> Self {
        let mut parts = Self::default();
        for row in rows {
            match row {
                Row::Entry(row) => parts.entries.push(row),
                Row::Posting(row) => parts.postings.push(row),
                Row::Reversal(row) => parts.reversals.push(row),
                Row::TravelOrder(row) => parts.travel.push(row),
                Row::CashVoucher(row) => parts.slips.push(row),
                Row::Income(row) => parts.incomes.push(row),
                Row::ImportUndo(row) => parts.undone.push(row),
                Row::Allocation(row) => parts.allocations.push(row),
                Row::Overdraft(row) => parts.overdrafts.push(row),
                Row::Payout(row) => parts.payouts.push(row),
                Row::PayoutLot(row) => parts.payout_lots.push(row),
                Row::DutyDone(row) => parts.duties.push(row),
                Row::PayoutEvent(row) => parts.events.push(row),
                Row::Decision(row) => parts.decisions.push(row),
                Row::Period(row) => parts.periods.push(row),
                Row::FiscalYear(row) => parts.years.push(row),
                Row::Inventory(row) => parts.inventories.push(row),
                Row::InventoryLine(row) => parts.inventory_lines.push(row),
                Row::Issued(row) => parts.issued.push(row),
                Row::RoleGrant(row) => parts.grants.push(row),
                Row::Token(row) => parts.tokens.push(row),
                Row::Band(row) => parts.bands.push(row),
                Row::Combination(row) => parts.combinations.push(row),
                Row::TaxRule(row) => parts.tax_rules.push(row),
                Row::LawValue(row) => parts.law_values.push(row),
                Row::Erasure(row) => parts.erasures.push(row),
                Row::Reveal(row) => parts.reveals.push(row),
                Row::Request(row) => parts.requests.push(row),
                Row::RequestStep(row) => parts.steps.push(row),
                Row::Evidence(row) => parts.papers.push(row),
                Row::MatchFound(row) => parts.matches.push(row),
                Row::PairJudged(row) => parts.judged.push(row),
                Row::Idempotency(_)
                | Row::Books(_)
                | Row::AssociationData(_)
                | Row::SigningKey(_)
                | Row::Note(_)
                | Row::Person(_)
                | Row::Account(_)
                | Row::PostingRule(_)
                | Row::Fund(_)
                | Row::Source(_)
                | Row::Member(_)
                | Row::TravelStep(_)
                | Row::TravelCost(_)
                | Row::Agreement(_)
                | Row::Instalment(_)
                | Row::Import(_)
                | Row::Lot(_)
                | Row::Recipient(_)
                | Row::Payee(_)
                | Row::IdentityPut(_)
                | Row::Hold(_)
                | Row::IssuedFile(_)
                | Row::Confirmation(_) => {}
                Row::HandedOut(row) => parts.hand_outs.push(row),
                Row::Batch(row) => parts.batches.push(row),
                Row::PaymentList(row) => parts.lists.push(row),
                Row::Warning(_) | Row::Expiry(_) => {}
                Row::Advance(row) => parts.advances.push(row),
                Row::Asset(row) => parts.assets.push(row),
                Row::Depreciation(row) => parts.depreciations.push(row),
            }
        }
        parts
    }
}

/// The tables whose images are read column by column; of the others the bytes are compared and nothing follows.
pub(super) fn is_followed(table: &str) -> bool {
    let followed = [
        "books",
        "law_value",
        "tax_rule",
        "signing_key",
        "decision",
        "period",
        "fiscal_year",
        "inventory",
        "inventory_line",
        "issued",
        "person",
        "role_grant",
        "token",
        "account",
        "band",
        "combination",
        "fund",
        "entry",
        "posting",
        "reversal",
        "cash_voucher",
        "travel_order",
        "income",
        "import_undo",
        "request",
        "request_step",
        "evidence",
        "match_found",
        "pair_judged",
        "payout",
        "payout_lot",
        "duty",
        "payout_event",
        "allocation",
        "overdraft",
        "erasure",
        "reveal",
        "hand_out",
        "batch",
        "payment_list",
        "advance",
        "asset",
        "depreciation",
    ];
    followed.contains(&table)
}

#[derive(Default)]
pub(super) struct Replay {
    /// Reference data as of the act before; the ledger's own reading of it.
    pub(super) known: Facts,
    pub(super) sums: Sums,
    pub(super) numbers: Numbers,
    requests: Requests,
    payouts: Payouts,
    decisions: Decisions,
    advances: Advances,
    assets: Assets,
    bundles: Bundles,
    pub(super) years: Years,
}

impl Replay {
    pub(super) fn act(&mut self, told: &Told, findings: &mut Findings) {
        let parts = Parts::of(&told.rows);
        roles::check(&self.known, told, &parts, findings);
        self.decisions.act(told, &parts, findings);
        entry::check_days(&self.known, &parts, findings);
        // Accounts and funds that the act itself brings count for what it books.
        self.learn(told);
        entry::check(&self.known, told, &parts, findings);
        self.numbers.act(told, &parts, findings);
        self.sums.act(&self.known, &parts);
        self.requests.act(told, &parts, findings);
        self.payouts.act((&self.known, &self.requests), told, &parts, findings);
        self.requests.end(&self.payouts, &parts, findings);
        self.advances.act(told, &parts, findings);
        self.assets.act(&self.known, told, &parts, findings);
        self.bundles.act(told, &parts, findings);
        self.years.act((&self.known, &self.sums), told, &parts, findings);
    }

    /// Takes the reference data of an act in; nothing that grows with the number of acts.
    fn learn(&mut self, told: &Told) {
        let reference = told.rows.iter().filter(|row| {
            matches!(
                row,
                Row::Books(_)
                    | Row::LawValue(_)
                    | Row::TaxRule(_)
                    | Row::Period(_)
                    | Row::FiscalYear(_)
                    | Row::Person(_)
                    | Row::RoleGrant(_)
                    | Row::Account(_)
                    | Row::Band(_)
                    | Row::Fund(_)
            )
        });
        let rows: Vec<Row> = reference.cloned().collect();
        if !rows.is_empty() {
            self.known.apply(&Act { seq: told.seq, kind: "", rows });
        }
    }

    pub(super) fn finish(&mut self, findings: &mut Findings) {
        self.payouts.finish(findings);
        self.bundles.finish(findings);
        self.sums.finish(findings);
    }
}
