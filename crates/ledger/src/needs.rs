//! What must be loaded before a group of commands can be decided.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::codes::{PayeeKind, SubjectKind};
use crate::command::{Command, Deed, Document, Seen, Subject};
use crate::facts::Facts;

/// Keys of the rows a group needs beyond the reference data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Funds of which every open lot is wanted.
    pub lots_of: BTreeSet<i64>,
    pub recipients: BTreeSet<Uuid>,
    /// Who is paid for others, by reference.
    pub payees: BTreeSet<Uuid>,
    /// Those of them whose other requests matter.
    pub paid_by: BTreeSet<Uuid>,
    /// Households that somebody is said to live in.
    pub homes: BTreeSet<Uuid>,
    /// Requests; a payout brings its own.
    pub requests: BTreeSet<i64>,
    /// Payouts with their request, lots, duties and entries.
    pub payouts: BTreeSet<i64>,
    /// Entries with postings, allocations, overdrafts, income and the receipt it explains, and the lots they brought or
    /// drew on.
    pub entries: BTreeSet<i64>,
    /// Years with the balances at their ends, their last count and what was issued of them.
    pub years: BTreeSet<i64>,
    /// Numbers of papers that settle advances: the entries that settled by a paper of this number, undone or not.
    pub settled: BTreeSet<String>,
    /// Imports with the entries of all their incomes, or all their requests.
    pub imports: BTreeSet<i64>,
    pub fingerprints: BTreeSet<Vec<u8>>,
    /// Marks of people and of households in lists of needs.
    pub cases: BTreeSet<Vec<u8>>,
    pub households: BTreeSet<Vec<u8>>,
    /// People by the act that registered them, with their requests and payouts, what is recorded of their identity, and
    /// whether they were erased.
    pub subjects: BTreeSet<Subject>,
    /// Payees about to be erased: with all that is to be paid to them.
    pub leaving: BTreeSet<i64>,
}

impl Needs {
    pub fn of(facts: &Facts, command: &Command) -> Self {
        let mut needs = Self::default();
        needs.add(facts, command);
        needs
    }

    /// Whether everything needed is held already.
    pub fn are_met_by(&self, facts: &Facts) -> bool {
        let nothing_else = Self { lots_of: self.lots_of.clone(), ..Self::default() };
        *self == nothing_else && self.lots_of.is_subset(&facts.lots_of)
    }

    #[expect(clippy::too_many_lines, reason = "a table: one arm per command and nothing else")]
    pub fn add(&mut self, facts: &Facts, command: &Command) {
        match command {
            Command::PostEntry(post) => {
                self.lots_of.extend(post.lines.iter().map(|line| line.fund))
            }
            Command::SellCurrency(sale) => drop(self.lots_of.insert(sale.fund)),
            Command::RevalueCurrency(anew) => drop(self.lots_of.insert(anew.fund)),
            Command::ChargeCurrency(charge) => drop(self.lots_of.insert(charge.fund)),
            // The value of foreign money that moves is that of its lots.
            Command::Transfer(transfer) => {
                let account = facts.accounts.get(&transfer.from);
                if account.is_some_and(|account| account.currency.is_some()) {
                    self.lots_of.insert(transfer.fund);
                }
            }
            Command::CloseFund { fund, .. } => drop(self.lots_of.insert(*fund)),
            Command::ImportIncomes(import) => {
                self.fingerprints.extend(import.rows.iter().map(|row| row.fingerprint.to_vec()));
            }
            Command::ImportRequests(import) => {
                for row in &import.rows {
                    self.fingerprints.insert(row.fingerprint.to_vec());
                    self.cases.insert(row.case.to_vec());
                    self.households.extend(row.household.map(|mark| mark.to_vec()));
                    self.add_payee(row.payee_kind, row.payee);
                    self.add_seen(&row.seen);
                }
            }
            Command::SettleTravel { entries, .. } => self.entries.extend(entries),
            Command::CountYear(count) => drop(self.years.insert(count.year)),
            Command::IssuePapers(issue) => drop(self.years.insert(issue.year)),
            Command::RecordAsset(told) => drop(self.entries.insert(told.entry)),
            Command::ExplainReceipt(explain) => drop(self.entries.insert(explain.income)),
            Command::ProposeDecision { deed, .. } => self.add_deed(facts, deed),
            Command::ConfirmDecision { decision } => {
                if let Some(deed) = facts
                    .decisions
                    .get(decision)
                    .and_then(|row| serde_json::from_str(&row.act).ok())
                {
                    self.add_deed(facts, &deed);
                }
            }
            Command::RecordIdentity(record) => drop(self.subjects.insert(record.subject)),
            Command::RecordIdentities { records } => {
                self.subjects.extend(records.iter().map(|record| record.subject));
            }
            Command::Reveal(reveal) => {
                self.subjects.extend(&reveal.subjects);
                self.payouts.extend(reveal.payout);
                self.requests.extend(reveal.paper.map(|paper| paper.request));
            }
            Command::SetHold(hold) => drop(self.subjects.insert(hold.subject)),
            Command::DraftRequest(submit) | Command::SubmitRequest(submit) => {
                self.recipients.insert(submit.recipient);
                self.add_payee(submit.payee_kind, submit.payee);
                self.add_seen(&submit.seen);
            }
            Command::SubmitDraft { request, seen } | Command::RepeatRequest { request, seen } => {
                self.requests.insert(*request);
                self.add_seen(seen);
            }
            Command::AssessRequest(assess) => {
                self.requests.insert(assess.request);
                self.add_seen(&assess.seen);
            }
            Command::AllowMatch(allow) => {
                self.requests.insert(allow.request);
                self.recipients.insert(allow.other);
                self.add_seen(&allow.seen);
            }
            Command::JudgePair { one, other, .. } => self.recipients.extend([*one, *other]),
            Command::EditRequest(edit) => {
                self.requests.insert(edit.request);
                self.add_payee(edit.payee_kind, edit.payee);
            }
            Command::AttachEvidence(attach) => drop(self.requests.insert(attach.request)),
            Command::ScreenRequest { request }
            | Command::AskAboutRequest { request, .. }
            | Command::AnswerRequest { request, .. }
            | Command::RejectRequest { request, .. }
            | Command::AppealRequest { request, .. }
            | Command::CloseRequest { request, .. }
            | Command::EndSeries { request, .. } => drop(self.requests.insert(*request)),
            Command::ProposePayout(payout) => {
                self.requests.insert(payout.request);
                self.lots_of.insert(payout.fund);
                self.payouts.extend(payout.retry_of);
            }
            Command::ReleasePayout { payout, seen, .. }
            | Command::BreakGlass { payout, seen, .. } => {
                self.payouts.insert(*payout);
                self.add_seen(seen);
            }
            Command::ApprovePayout { payout, .. }
            | Command::RejectPayout { payout, .. }
            | Command::DeclareConflict { payout }
            | Command::ReviewEmergency { payout, .. }
            | Command::NoteTaxList { payout, .. }
            | Command::CancelPayout { payout, .. }
            | Command::SendPayout { payout }
            | Command::PayPayout { payout, .. }
            | Command::ConfirmPayout { payout, .. }
            | Command::FailPayout { payout, .. }
            | Command::VoidPayout { payout, .. }
            | Command::ExpirePayout { payout }
            | Command::ReturnPayout { payout, .. } => drop(self.payouts.insert(*payout)),
            Command::OpenBatch(batch) => {
                for item in &batch.items {
                    self.payouts.insert(item.payout);
                    self.add_seen(&item.seen);
                }
            }
            Command::MakePaymentList(list) => {
                self.payouts.extend(list.orders.iter().map(|order| order.payout));
                self.subjects.extend(list.orders.iter().map(|order| order.payee));
            }
            Command::ExpireDue { payouts } | Command::PayTax { payouts, .. } => {
                self.payouts.extend(payouts);
            }
            Command::EditPayee { payee, .. } => {
                self.subjects.insert(Subject { kind: SubjectKind::Payee, seq: *payee });
                self.leaving.insert(*payee);
            }
            Command::SettleAdvance(settle) => {
                let advance = facts.advances.get(&settle.advance);
                self.lots_of.extend(advance.map(|advance| advance.fund_seq));
                if let Document::Paper { number, .. } = &settle.document {
                    self.settled.insert(number.as_str().to_owned());
                }
            }
            // Incomes load nothing: they are the path that must be fast.
            Command::RecordIncome(_)
            | Command::OpenBooks(_)
            | Command::AddPerson { .. }
            | Command::DisablePerson { .. }
            | Command::RevokeRole { .. }
            | Command::IssueToken { .. }
            | Command::RevokeToken { .. }
            | Command::BeginSession { .. }
            | Command::EndSession { .. }
            | Command::SetAssociation(_)
            | Command::PutAccount(_)
            | Command::PutPostingRule { .. }
            | Command::OpenFund { .. }
            | Command::AddSource(_)
            | Command::EditSource { .. }
            | Command::AddMember { .. }
            | Command::EndMembership { .. }
            | Command::OrderTravel(_)
            | Command::CancelTravel { .. }
            | Command::AddAgreement(_)
            | Command::SetAgreementState { .. }
            | Command::RecordOpening(_)
            | Command::Depreciate { .. }
            | Command::RetireAsset(_)
            | Command::WithdrawDecision { .. }
            | Command::AddPayee(_)
            | Command::ReturnAdvance(_)
            | Command::AddRecipient { household: None, .. } => {}
            Command::AddRecipient { household: Some(home), .. } => drop(self.homes.insert(*home)),
        }
    }

    /// Whoever the vault names is looked at with their aid.
    fn add_seen(&mut self, seen: &Seen) {
        self.recipients.extend(seen.matches.iter().map(|alike| alike.other));
        self.paid_by.extend(&seen.payees);
    }

    fn add_payee(&mut self, kind: PayeeKind, payee: Option<Uuid>) {
        self.payees.extend(payee);
        self.paid_by.extend(payee.filter(|_| kind.is_private()));
    }

    fn add_deed(&mut self, facts: &Facts, deed: &Deed) {
        match deed {
            Deed::Reverse { entry, .. } => drop(self.entries.insert(*entry)),
            Deed::Erase { subjects, .. } => {
                self.subjects.extend(subjects);
                let payees = subjects.iter().filter(|one| one.kind == SubjectKind::Payee);
                self.leaving.extend(payees.map(|one| one.seq));
            }
            Deed::UndoImport { import, .. } => drop(self.imports.insert(*import)),
            // What earlier years left open shows at the end of the year before.
            Deed::CloseYear { year, .. } => self.years.extend([year.saturating_sub(1), *year]),
            Deed::ReopenYear { year, .. } => {
                let closed = facts.years.get(year);
                self.entries.extend(closed.and_then(|closed| closed.entry_seq));
            }
            Deed::CloseMonth { .. }
            | Deed::ReopenMonth { .. }
            | Deed::GrantRole { .. }
            | Deed::IssueToken { .. }
            | Deed::Delegate { .. }
            | Deed::SetBands { .. }
            | Deed::SetCombinations { .. }
            | Deed::SetTaxRules { .. }
            | Deed::SetLawValue(_) => {}
            Deed::RefundGrant(refund) => {
                let agreement = facts.agreements.get(&refund.agreement);
                self.lots_of.extend(agreement.map(|agreement| agreement.fund_seq));
            }
            Deed::ChangePurpose(change) => drop(self.lots_of.insert(change.fund)),
            Deed::GiveAdvance(give) => drop(self.lots_of.insert(give.fund)),
            Deed::HandOut(hand_out) => drop(self.lots_of.insert(hand_out.fund)),
        }
    }
}
