//! Deciding: facts and a command in, acts or a refusal out.
//!
//! An act carries everything that makes it so. Nothing is half decided: a refusal leaves no trace but its answer.

mod advance;
mod asset;
mod association;
mod books;
mod chart;
pub(crate) mod cooled;
mod decision;
pub(crate) mod erasure;
mod exchange;
mod expense;
mod giving;
mod hand_out;
mod identity;
pub(crate) mod import;
mod income;
mod law_value;
mod member;
mod opening;
mod overdraft;
mod payee;
mod payout;
mod people;
mod purpose;
mod refund;
mod request;
mod revaluation;
mod reversal;
mod session;
mod tax;
mod travel;
mod year;

use almoner_proof::canon::Canon;
use almoner_proof::hash::{Hash, sha256};

use crate::act::Act;
use crate::authority;
use crate::codes::NoteKind;
use crate::command::{Command, Context};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::books::{Idempotency, Note};
use crate::text::Text;

/// The caller's promise to ask for the same thing only once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// SHA-256 of actor, route and key. The books never keep it.
    pub hash: Hash,
}

impl Key {
    /// What the books keep, to know the key again.
    pub fn kept(&self) -> Hash {
        sha256(&[b"almoner/key/v2\n", &self.hash])
    }

    /// What the books keep of what was asked. Who does not have the key cannot try out what it may have been: a year of
    /// birth, a place, a name.
    fn digest(&self, command: &Command) -> Hash {
        sha256(&[b"almoner/command/v2\n", &self.hash, &command.digest()])
    }
}

/// What a command led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// New acts, in order; the first is the one the caller is told of.
    Acts(Vec<Act>),
    /// The same request was answered before, by the act with this number.
    Earlier { seq: i64 },
}

/// Decides one command. A repeated request is answered before any rule is checked: what was accepted once stays accepted.
pub fn decide(
    facts: &Facts,
    command: &Command,
    key: Option<Key>,
    context: &Context,
) -> Result<Decided, Refusal> {
    if let Some(key) = key
        && let Some((earlier, seq)) = facts.keys.get(key.kept().as_slice())
    {
        if earlier.as_slice() != key.digest(command) {
            return Err(Refusal::KeyReused);
        }
        return again(facts, command, *seq);
    }
    if facts.books.is_none() && !matches!(command, Command::OpenBooks(_)) {
        return Err(Refusal::BooksNotOpen);
    }
    authority::check(facts, command, context.actor, context.now)?;
    let mut acts = dispatch(facts, command, context)?;
    if let (Some(key), Some(first)) = (key, acts.first_mut()) {
        let (key_hash, digest) = (key.kept().to_vec(), key.digest(command).to_vec());
        let row = Idempotency { seq: first.seq, key_hash, digest };
        first.rows.insert(0, row.into());
    }
    Ok(Decided::Acts(acts))
}

/// What an equal request hears: the act that answered it. Who would be named once more by it is another matter: nobody is
/// shown twice by one act, and a file for the bank goes out again only while it is what the bank is to do.
fn again(facts: &Facts, command: &Command, seq: i64) -> Result<Decided, Refusal> {
    if matches!(command, Command::Reveal(_)) {
        return Err(Refusal::ShownAlready { act: seq });
    }
    if let Command::MakePaymentList(list) = command {
        payout::list::again(facts, list, seq)?;
    }
    Ok(Decided::Earlier { seq })
}

#[expect(clippy::too_many_lines, reason = "a table: one arm per command and nothing else")]
fn dispatch(facts: &Facts, command: &Command, context: &Context) -> Result<Vec<Act>, Refusal> {
    let one = |act: Result<Act, Refusal>| act.map(|act| vec![act]);
    match command {
        Command::OpenBooks(open) => one(books::open(facts, open, context)),
        Command::AddPerson { login, name } => one(people::add(facts, login, name, context)),
        Command::DisablePerson { person, version } => {
            one(people::disable(facts, *person, *version))
        }
        Command::RevokeRole { grant, .. } => one(people::revoke_role(facts, *grant, context)),
        Command::IssueToken { person, role, label, hash, expires_at } => {
            one(people::issue_token(facts, (*person, *role), label, (hash, *expires_at), context))
        }
        Command::BeginSession { role, hash, expires_at } => {
            one(session::begin(facts, *role, (hash, *expires_at), context))
        }
        Command::EndSession { session } => one(session::end(facts, *session, context)),
        Command::RevokeToken { token } => one(people::revoke_token(facts, *token)),
        Command::SetAssociation(set) => one(association::set(facts, set)),
        Command::PutAccount(put) => one(chart::put_account(facts, put)),
        Command::PutPostingRule { event, account, valid_from, source } => {
            one(chart::put_rule(facts, event, account, *valid_from, source))
        }
        Command::OpenFund { code, name, restricted } => {
            one(giving::open_fund(facts, code, name, *restricted, context))
        }
        Command::CloseFund { fund, version } => {
            one(giving::close_fund(facts, *fund, *version, context))
        }
        Command::AddSource(details) => {
            one(giving::add_source(facts, details, facts.next_seq, context))
        }
        Command::EditSource { source, version, active, details } => {
            one(giving::edit_source(facts, *source, *version, *active, details, context))
        }
        Command::AddMember { source, joined_on } => {
            one(member::add(facts, *source, *joined_on, context))
        }
        Command::EndMembership { member, version, left_on } => {
            one(member::end(facts, *member, *version, *left_on, context))
        }
        Command::OrderTravel(asked) => one(travel::order(facts, asked, context)),
        Command::SettleTravel { order, entries } => {
            one(travel::settle(facts, *order, entries, context))
        }
        Command::CancelTravel { order, why } => one(travel::cancel(facts, *order, *why)),
        Command::RecordAsset(told) => one(asset::record(facts, told, context)),
        Command::Depreciate { through } => one(asset::depreciate(facts, *through, context)),
        Command::RetireAsset(told) => one(asset::retire(facts, told, context)),
        Command::AddAgreement(add) => one(giving::add_agreement(facts, add)),
        Command::SetAgreementState { agreement, version, state } => {
            one(giving::set_agreement_state(facts, *agreement, *version, *state))
        }
        Command::RecordIncome(income) => one(income::record(facts, income, None, context)),
        Command::ExplainReceipt(explain) => one(income::explain(facts, explain, context)),
        Command::ImportIncomes(import) => import::incomes(facts, import, context),
        Command::ImportRequests(import) => import::requests::take(facts, import, context),
        Command::PostEntry(post) => one(expense::post(facts, post, context)),
        Command::Transfer(transfer) => one(exchange::transfer(facts, transfer, context)),
        Command::RevalueCurrency(anew) => one(revaluation::revalue(facts, anew, context)),
        Command::SellCurrency(sale) => one(exchange::sell(facts, sale, context)),
        Command::ChargeCurrency(charge) => one(exchange::charge(facts, charge, context)),
        Command::SettleAdvance(settle) => one(advance::settle(facts, settle, context)),
        Command::ReturnAdvance(back) => one(advance::take_back(facts, back, context)),
        Command::RecordOpening(opening) => one(opening::record(facts, opening, context)),
        Command::CountYear(count) => one(year::inventory::count(facts, count, context)),
        Command::IssuePapers(issue) => one(year::issue::issue(facts, issue)),
        Command::ProposeDecision { deed, reason } => {
            one(decision::propose(facts, deed, reason.as_ref(), context))
        }
        Command::ConfirmDecision { decision } => decision::confirm(facts, *decision, context),
        Command::WithdrawDecision { decision } => {
            one(decision::withdraw(facts, *decision, context))
        }
        Command::AddRecipient { household, birth_year } => {
            let known = request::recipient::Newcomer {
                household: *household,
                birth_year: *birth_year,
                ..Default::default()
            };
            one(request::recipient::take_in(facts, known, context).map(|(act, _)| act))
        }
        Command::AddPayee(public) => one(payee::add(facts, public.as_ref(), context)),
        Command::EditPayee { payee, version, public } => {
            one(payee::edit(facts, (*payee, *version), public.as_ref()))
        }
        Command::RecordIdentity(record) => one(identity::record(facts, record, context)),
        Command::RecordIdentities { records } => identity::record_all(facts, records, context),
        Command::Reveal(reveal) => one(identity::reveal(facts, reveal, context)),
        Command::SetHold(hold) => one(identity::hold(facts, hold, context)),
        Command::DraftRequest(submit) => one(request::submit::draft(facts, submit, context)),
        Command::SubmitRequest(submit) => one(request::submit::submit(facts, submit, context)),
        Command::SubmitDraft { request, seen } => {
            one(request::submit::submit_draft(facts, *request, seen, context))
        }
        Command::EditRequest(edit) => one(request::submit::edit(facts, edit, context)),
        Command::ScreenRequest { request } => {
            one(request::screen::screen(facts, *request, context))
        }
        Command::AskAboutRequest { request, question } => {
            one(request::screen::ask(facts, *request, question, context))
        }
        Command::AnswerRequest { request, answer } => {
            one(request::screen::answer(facts, *request, answer, context))
        }
        Command::AssessRequest(assess) => one(request::assess::assess(facts, assess, context)),
        Command::RejectRequest { request, reason, note } => {
            one(request::finish::reject(facts, *request, *reason, note.as_ref(), context))
        }
        Command::AppealRequest { request, grounds } => {
            one(request::finish::appeal(facts, *request, grounds, context))
        }
        Command::CloseRequest { request, reason, note } => {
            one(request::finish::close(facts, *request, *reason, note.as_ref(), context))
        }
        Command::RepeatRequest { request, seen } => {
            one(request::repeat::repeat(facts, *request, seen, context))
        }
        Command::EndSeries { request, reason, note } => {
            one(request::repeat::end(facts, *request, *reason, note.as_ref(), context))
        }
        Command::AttachEvidence(attach) => one(request::evidence::attach(facts, attach, context)),
        Command::AllowMatch(allow) => one(request::double_aid::allow(facts, allow, context)),
        Command::JudgePair { one: first, other, reason, note } => {
            let pair = (*first, *other);
            one(request::double_aid::judge(facts, pair, *reason, note.as_ref(), context))
        }
        Command::ProposePayout(propose) => one(payout::propose::propose(facts, propose, context)),
        Command::ApprovePayout { payout, digest } => {
            one(payout::approve::approve(facts, *payout, digest, context))
        }
        Command::RejectPayout { payout, reason, note } => {
            one(payout::steps::reject(facts, *payout, *reason, note.as_ref(), context))
        }
        Command::DeclareConflict { payout: seq } => {
            one(payout::steps::declare_conflict(facts, *seq, context))
        }
        Command::BreakGlass { payout: seq, digest, reason, note, acknowledge, seen, tax_list } => {
            let signed = (*seq, digest, seen);
            let said = (*reason, note.as_ref(), acknowledge.as_slice(), tax_list.as_ref());
            one(payout::emergency::break_glass(facts, signed, said, context))
        }
        Command::MakePaymentList(list) => payout::list::make(facts, list, context),
        Command::OpenBatch(batch) => payout::batch::open(facts, batch, context),
        Command::ExpireDue { payouts } => payout::batch::expire(facts, payouts, context),
        Command::ReviewEmergency { payout: seq, finding, note } => {
            one(payout::emergency::review(facts, *seq, *finding, note.as_ref(), context))
        }
        Command::NoteTaxList { payout: seq, number } => {
            one(payout::tax::note_list(facts, *seq, number))
        }
        Command::PayTax { payouts, account, paid_on, document } => {
            one(payout::tax::pay(facts, payouts, account, (*paid_on, document), context))
        }
        Command::CancelPayout { payout, reason } => {
            one(payout::steps::cancel(facts, *payout, *reason, context))
        }
        Command::ReleasePayout { payout, digest, acknowledge, seen } => {
            let signed = (*payout, digest, seen);
            one(payout::steps::release(facts, signed, acknowledge, None, context))
        }
        Command::SendPayout { payout } => one(payout::steps::send(facts, *payout, context)),
        Command::PayPayout { payout, account, paid_on, document } => {
            one(payout::pay::pay(facts, *payout, account.as_deref(), (*paid_on, document), context))
        }
        Command::ConfirmPayout { payout, confirmed_on, receipt } => {
            let signed = (*confirmed_on, receipt.as_ref());
            one(payout::confirm::confirm(facts, *payout, signed, context))
        }
        Command::FailPayout { payout, reason } => {
            one(payout::steps::fail(facts, *payout, *reason, context))
        }
        Command::VoidPayout { payout, reason } => {
            one(payout::steps::void(facts, *payout, *reason, context))
        }
        Command::ExpirePayout { payout } => one(payout::steps::expire(facts, *payout, context)),
        Command::ReturnPayout { payout, account, returned_on, document, part } => {
            let (account, paper) = (account.as_deref(), (*returned_on, document));
            one(payout::back::take_back(facts, *payout, *part, account, paper, context))
        }
    }
}

/// Typed text as an erasable row, vouched for by a commitment under a salt of its own.
pub(crate) fn note(seq: i64, line: i64, kind: NoteKind, text: &Text, context: &Context) -> Note {
    let mut row = Note {
        seq,
        line,
        kind,
        body: Some(text.as_str().to_owned()),
        salt: Some(context.salt("note", seq.saturating_mul(16).saturating_add(line)).to_vec()),
        commitment: Vec::new(),
    };
    row.commitment = sealed(&row);
    row
}

/// The commitment of a row with erasable columns, by the rule of its table.
pub(crate) fn sealed<R: crate::record::Record>(row: &R) -> Vec<u8> {
    R::TABLE.commitment(&row.values()).map(|hash| hash.to_vec()).unwrap_or_default()
}

/// A digest over canonical parts, for what people sign.
pub(crate) fn canon_digest(domain: &str, write: impl FnOnce(&mut Canon)) -> Hash {
    let mut canon = Canon::new();
    canon.text(domain);
    write(&mut canon);
    almoner_proof::hash::sha256(&[canon.as_slice()])
}
