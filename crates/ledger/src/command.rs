//! What can be asked of the books. Everything in a command has been parsed; nothing has been decided.

mod advance;
mod asset;
mod batch;
mod hand_out;
mod identity;
mod intake;
mod payment;
mod purpose;
mod request;
mod travel;
mod year;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use almoner_proof::hash::{Hash, sha256};

use crate::codes::*;
use crate::money::{Amount, Rate};
use crate::month::Month;
use crate::restriction::Restriction;
use crate::rows::books::LawValue;
use crate::rows::chart::{Account, Band, PostingRule};
use crate::rows::request::Combination;
use crate::rows::tax::TaxRule;
use crate::text::{Code, Text};

pub use advance::*;
pub use asset::*;
pub use batch::*;
pub use hand_out::*;
pub use identity::*;
pub use intake::*;
pub use payment::*;
pub use purpose::*;
pub use request::*;
pub use travel::*;
pub use year::*;

/// Who asks, when, and with what randomness: the ledger has none of the three by itself.
#[derive(Clone, Debug)]
pub struct Context {
    pub actor: Actor,
    pub now: DateTime<Utc>,
    /// The civil date where the association lives.
    pub today: NaiveDate,
    /// Fresh random bytes, from which the salts and references of one act are derived.
    pub entropy: Hash,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Actor {
    pub person: Uuid,
    pub role: Role,
}

impl Context {
    /// A salt for one line of an act; different for every use, the same when decided again.
    pub fn salt(&self, usage: &str, line: i64) -> Hash {
        sha256(&[&self.entropy, usage.as_bytes(), &line.to_be_bytes()])
    }

    pub fn reference(&self, usage: &str) -> Uuid {
        let bytes = self.salt(usage, 0);
        let mut first = [0_u8; 16];
        for (to, from) in first.iter_mut().zip(bytes) {
            *to = from;
        }
        uuid::Builder::from_random_bytes(first).into_uuid()
    }
}

/// The paper behind an entry, or the named reason why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Document {
    Paper { kind: DocumentKind, number: Code, dated_on: NaiveDate, issuer: Option<Text> },
    Missing(NoDocument),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Side {
    Debit,
    Credit,
}

#[derive(Clone, Debug, Serialize)]
pub enum Command {
    OpenBooks(OpenBooks),
    AddPerson {
        login: Code,
        name: Text,
    },
    DisablePerson {
        person: Uuid,
        version: i64,
    },
    RevokeRole {
        grant: i64,
        reason: Reason,
    },
    IssueToken {
        person: Uuid,
        role: Role,
        label: Text,
        hash: Hash,
        expires_at: DateTime<Utc>,
    },
    /// Somebody who has proved who they are goes to work in one of their roles, for a day at most.
    BeginSession {
        role: Role,
        hash: Hash,
        expires_at: DateTime<Utc>,
    },
    /// One's own.
    EndSession {
        session: i64,
    },
    RevokeToken {
        token: i64,
    },
    SetAssociation(SetAssociation),
    PutAccount(PutAccount),
    PutPostingRule {
        event: Code,
        account: String,
        valid_from: NaiveDate,
        source: Text,
    },
    OpenFund {
        code: Code,
        name: Text,
        restricted: bool,
    },
    CloseFund {
        fund: i64,
        version: i64,
    },
    AddSource(SourceDetails),
    EditSource {
        source: i64,
        version: i64,
        active: bool,
        details: SourceDetails,
    },
    AddMember {
        source: i64,
        joined_on: NaiveDate,
    },
    EndMembership {
        member: i64,
        version: i64,
        left_on: NaiveDate,
    },
    OrderTravel(OrderTravel),
    /// The entries that booked what a journey cost; more can be named later.
    SettleTravel {
        order: i64,
        entries: Vec<i64>,
    },
    CancelTravel {
        order: i64,
        why: Reason,
    },
    AddAgreement(AddAgreement),
    SetAgreementState {
        agreement: i64,
        version: i64,
        state: AgreementState,
    },
    RecordIncome(RecordIncome),
    ExplainReceipt(ExplainReceipt),
    ImportIncomes(ImportIncomes),
    ImportRequests(ImportRequests),
    PostEntry(PostEntry),
    Transfer(Transfer),
    SellCurrency(SellCurrency),
    RevalueCurrency(RevalueCurrency),
    ChargeCurrency(ChargeCurrency),
    RecordOpening(RecordOpening),
    RecordAsset(RecordAsset),
    /// What fixed assets have lost through a month.
    Depreciate {
        through: Month,
    },
    RetireAsset(RetireAsset),
    CountYear(CountYear),
    IssuePapers(IssuePapers),
    ProposeDecision {
        deed: Deed,
        reason: Option<Text>,
    },
    ConfirmDecision {
        decision: i64,
    },
    WithdrawDecision {
        decision: i64,
    },
    AddRecipient {
        household: Option<Uuid>,
        birth_year: Option<i64>,
    },
    /// Named at once where it is an organisation that everybody may know.
    AddPayee(Option<PublicPayee>),
    EditPayee {
        payee: i64,
        version: i64,
        /// Absent where it is named no more.
        public: Option<PublicPayee>,
    },
    RecordIdentity(RecordIdentity),
    /// Many at once, as a list of needs brings them.
    RecordIdentities {
        records: Vec<RecordIdentity>,
    },
    Reveal(Reveal),
    SetHold(SetHold),
    DraftRequest(SubmitRequest),
    SubmitRequest(SubmitRequest),
    /// A draft, as it stands.
    SubmitDraft {
        request: i64,
        #[serde(skip)]
        seen: Seen,
    },
    EditRequest(EditRequest),
    ScreenRequest {
        request: i64,
    },
    AskAboutRequest {
        request: i64,
        question: Text,
    },
    AnswerRequest {
        request: i64,
        answer: Text,
    },
    AssessRequest(AssessRequest),
    RejectRequest {
        request: i64,
        reason: Reason,
        note: Option<Text>,
    },
    AppealRequest {
        request: i64,
        grounds: Text,
    },
    CloseRequest {
        request: i64,
        reason: Reason,
        note: Option<Text>,
    },
    /// The next of a recurring request that is due.
    RepeatRequest {
        request: i64,
        #[serde(skip)]
        seen: Seen,
    },
    /// A recurring request comes no more.
    EndSeries {
        request: i64,
        reason: Reason,
        note: Option<Text>,
    },
    AttachEvidence(AttachEvidence),
    AllowMatch(AllowMatch),
    JudgePair {
        one: Uuid,
        other: Uuid,
        reason: Reason,
        note: Option<Text>,
    },
    ProposePayout(ProposePayout),
    ApprovePayout {
        payout: i64,
        digest: Hash,
    },
    RejectPayout {
        payout: i64,
        reason: Reason,
        note: Option<Text>,
    },
    /// Who has an interest of their own in a payout says so, and is out.
    DeclareConflict {
        payout: i64,
    },
    /// The emergency path: one other person approves and releases at once, and a third reviews it afterwards.
    BreakGlass {
        payout: i64,
        digest: Hash,
        reason: Reason,
        note: Option<Text>,
        #[serde(skip)]
        seen: Seen,
        acknowledge: Vec<WarningCode>,
        /// For taxed aid: the list under which the tax office let it be paid.
        tax_list: Option<Code>,
    },
    ReviewEmergency {
        payout: i64,
        finding: ReviewFinding,
        note: Option<Text>,
    },
    /// The list under which the tax office let a taxed payout be paid.
    NoteTaxList {
        payout: i64,
        number: Code,
    },
    /// The tax of payouts that have been paid, in one transfer.
    PayTax {
        payouts: Vec<i64>,
        account: String,
        paid_on: NaiveDate,
        document: Document,
    },
    CancelPayout {
        payout: i64,
        reason: Reason,
    },
    ReleasePayout {
        payout: i64,
        digest: Hash,
        /// What the vault says of the recipient on the day of the release.
        #[serde(skip)]
        seen: Seen,
        acknowledge: Vec<WarningCode>,
    },
    SendPayout {
        payout: i64,
    },
    PayPayout {
        payout: i64,
        account: Option<String>,
        paid_on: NaiveDate,
        document: Document,
    },
    ConfirmPayout {
        payout: i64,
        confirmed_on: NaiveDate,
        receipt: Option<SignedReceipt>,
    },
    FailPayout {
        payout: i64,
        reason: Reason,
    },
    VoidPayout {
        payout: i64,
        reason: Reason,
    },
    OpenBatch(OpenBatch),
    MakePaymentList(MakePaymentList),
    /// What of these is no longer waiting is passed over.
    ExpireDue {
        payouts: Vec<i64>,
    },
    ExpirePayout {
        payout: i64,
    },
    SettleAdvance(SettleAdvance),
    ReturnAdvance(ReturnAdvance),
    ReturnPayout {
        payout: i64,
        account: Option<String>,
        returned_on: NaiveDate,
        document: Document,
        /// Absent where all that is left comes back.
        part: Option<Part>,
    },
}

impl Command {
    /// What makes two requests the same request.
    pub fn digest(&self) -> Hash {
        // Asked for again, an import would find its rows and sources known: it is told by what was asked, not by that.
        let import = |asked: &Hash| sha256(&[b"almoner/command/import/v1\n", asked]);
        if let Self::ImportIncomes(file) = self {
            return import(&file.asked);
        }
        if let Self::ImportRequests(file) = self {
            return import(&file.asked);
        }
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        sha256(&[b"almoner/command/v1\n", &bytes])
    }
}

/// Whose books these are, from a day on; what is absent is not known.
#[derive(Clone, Debug, Serialize)]
pub struct SetAssociation {
    pub valid_from: NaiveDate,
    pub name: Text,
    pub seat: Text,
    pub register_number: Option<String>,
    pub tax_number: Option<String>,
    pub activity: Option<Code>,
    pub phone: Option<Text>,
    pub email: Option<Text>,
    pub representative: Option<Text>,
}

#[derive(Clone, Debug, Serialize)]
pub struct OpenBooks {
    pub uid: Uuid,
    pub name: Text,
    pub time_zone: Code,
    pub origin: Code,
    pub demo: bool,
    pub law: Code,
    /// Two administrators: one alone could give every role to a friend.
    pub admins: Vec<NewPerson>,
    pub key_name: Code,
    pub public_key: Hash,
    #[serde(skip)]
    pub accounts: Vec<Account>,
    #[serde(skip)]
    pub rules: Vec<PostingRule>,
    #[serde(skip)]
    pub bands: Vec<Band>,
    #[serde(skip)]
    pub values: Vec<LawValue>,
    #[serde(skip)]
    pub combinations: Vec<Combination>,
    #[serde(skip)]
    pub tax_rules: Vec<TaxRule>,
}

#[derive(Clone, Debug, Serialize)]
pub struct NewPerson {
    pub id: Uuid,
    pub login: Code,
    pub name: Text,
}

#[derive(Clone, Debug, Serialize)]
pub struct PutAccount {
    pub code: Code,
    pub parent: Option<String>,
    pub kind: AccountKind,
    pub role: AccountRole,
    pub currency: Option<Currency>,
    /// What the bank calls a bank account: fifteen digits.
    pub number: Option<Code>,
    pub names: [Text; 3],
    pub active: bool,
    /// Absent for a new account.
    pub version: Option<i64>,
}

/// An organisation that is paid, as its register tells everybody.
#[derive(Clone, Debug, Serialize)]
pub struct PublicPayee {
    pub kind: PayeeKind,
    pub name: Text,
    pub register_number: Option<Code>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SourceDetails {
    pub kind: SourceKind,
    pub name: Option<Text>,
    pub identifier: Option<Code>,
    pub country: Option<Code>,
}

#[derive(Clone, Debug, Serialize)]
pub struct AddAgreement {
    pub source: i64,
    pub fund: i64,
    pub kind: AgreementKind,
    pub number: Code,
    pub signed_on: NaiveDate,
    pub currency: Currency,
    pub promised: Amount,
    pub valid_from: NaiveDate,
    pub valid_to: NaiveDate,
    pub report_due_on: Option<NaiveDate>,
    pub unspent: Unspent,
    pub booked_as: BookedAs,
    pub restriction: Option<Restriction>,
    pub instalments: Vec<(NaiveDate, Amount)>,
}

/// How something arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Means {
    Money { account: String, quantity: Amount, rate: Option<Rate> },
    Goods { item: Text, unit: Code, count: i64, value: Amount },
    Equipment { value: Amount },
    Services { value: Amount },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordIncome {
    pub source: Option<i64>,
    pub agreement: Option<i64>,
    pub kind: IncomeKind,
    pub fund: i64,
    pub received_on: NaiveDate,
    pub means: Means,
    /// A single gift may be restricted without an agreement.
    pub restriction: Option<Restriction>,
    pub document: Document,
    pub reference: Option<Code>,
    pub memo: Option<Text>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ExplainReceipt {
    pub income: i64,
    pub source: Option<i64>,
    pub agreement: Option<i64>,
    pub kind: IncomeKind,
    pub fund: i64,
    pub booked_on: NaiveDate,
    pub restriction: Option<Restriction>,
    pub document: Document,
    pub memo: Option<Text>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ImportIncomes {
    pub profile: Code,
    pub file_hash: Hash,
    /// Over the file and all that was stated for it, and over nothing that the books knew.
    pub asked: Hash,
    pub rows_read: i64,
    pub rows_known: i64,
    pub excluded: Vec<ExcludedRow>,
    pub currency: Currency,
    pub total: i64,
    /// Sources the file names that the books do not know yet.
    pub sources: Vec<SourceDetails>,
    pub rows: Vec<ImportRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ExcludedRow {
    pub row: i64,
    pub reason: Text,
}

#[derive(Clone, Debug, Serialize)]
pub struct ImportRow {
    /// The number of the record in the file, counted from 1 after the header.
    pub row: i64,
    /// Over account, reference, date, amount and ordinal.
    pub fingerprint: Hash,
    /// Index into the new sources of the import, where the source is new.
    pub new_source: Option<usize>,
    pub income: RecordIncome,
}

#[derive(Clone, Debug, Serialize)]
pub struct EntryLine {
    pub account: String,
    pub fund: i64,
    pub side: Side,
    pub amount: Amount,
}

/// A manual entry for ordinary expenses and what surrounds them.
#[derive(Clone, Debug, Serialize)]
pub struct PostEntry {
    pub booked_on: NaiveDate,
    pub lines: Vec<EntryLine>,
    pub document: Document,
    /// The bank has already done it: recorded even where it overdraws a free fund.
    pub by_bank: bool,
    pub memo: Option<Text>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Transfer {
    pub from: String,
    pub to: String,
    pub fund: i64,
    pub quantity: Amount,
    /// For currency accounts, where the two sides must name the same currency.
    pub booked_on: NaiveDate,
    pub document: Document,
}

#[derive(Clone, Debug, Serialize)]
pub struct SellCurrency {
    pub from: String,
    pub to: String,
    pub fund: i64,
    pub quantity: Amount,
    pub received: Amount,
    pub booked_on: NaiveDate,
    pub document: Document,
}

/// What a fund has in a currency, measured anew at a rate, as at the end of a year.
#[derive(Clone, Debug, Serialize)]
pub struct RevalueCurrency {
    /// The currency account on which the difference stands.
    pub account: String,
    pub fund: i64,
    pub rate: Rate,
    pub booked_on: NaiveDate,
    pub document: Document,
}

/// A cost taken from a currency account, valued at what its lots were received at.
#[derive(Clone, Debug, Serialize)]
pub struct ChargeCurrency {
    pub account: String,
    pub expense: String,
    pub fund: i64,
    pub quantity: Amount,
    pub booked_on: NaiveDate,
    pub document: Document,
}

#[derive(Clone, Debug, Serialize)]
pub struct OpeningLine {
    pub account: String,
    pub fund: i64,
    pub side: Side,
    pub amount: Amount,
    /// In the account's currency, on currency accounts.
    pub quantity: Option<Amount>,
}

#[derive(Clone, Debug, Serialize)]
pub struct OpeningLot {
    pub fund: i64,
    pub source: Option<i64>,
    pub agreement: Option<i64>,
    pub currency: Currency,
    pub goods: Option<(Text, Code, i64)>,
    pub quantity: Amount,
    pub value: Amount,
    pub received_on: NaiveDate,
    pub restriction: Option<Restriction>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RecordOpening {
    pub booked_on: NaiveDate,
    pub lines: Vec<OpeningLine>,
    pub lots: Vec<OpeningLot>,
    pub document: Document,
}

/// What takes two persons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Deed {
    Reverse {
        entry: i64,
        booked_on: NaiveDate,
        why: Reason,
    },
    CloseMonth {
        month: i64,
        why: Reason,
    },
    ReopenMonth {
        month: i64,
        why: Reason,
    },
    /// Income and expenses are taken to zero, fund by fund.
    CloseYear {
        year: i64,
        why: Reason,
    },
    ReopenYear {
        year: i64,
        why: Reason,
    },
    UndoImport {
        import: i64,
        booked_on: NaiveDate,
        why: Reason,
    },
    GrantRole {
        person: Uuid,
        role: Role,
        until_at: Option<DateTime<Utc>>,
        why: Reason,
    },
    /// A token for another person, who made it and told only its hash.
    IssueToken {
        person: Uuid,
        role: Role,
        label: String,
        hash: HexHash,
        expires_at: DateTime<Utc>,
    },
    /// A deputy for somebody who is away, from a day to a day.
    Delegate {
        absent: Uuid,
        deputy: Uuid,
        role: Role,
        from_at: DateTime<Utc>,
        until_at: DateTime<Utc>,
        why: Reason,
    },
    SetBands {
        valid_from: NaiveDate,
        bands: Vec<BandSpec>,
        source: String,
    },
    SetCombinations {
        valid_from: NaiveDate,
        combinations: Vec<CombinationSpec>,
        source: String,
    },
    SetTaxRules {
        valid_from: NaiveDate,
        rules: Vec<TaxRuleSpec>,
        source: String,
    },
    SetLawValue(LawValueSpec),
    /// Everything about these people goes: their time is over, or they have asked for it.
    Erase {
        subjects: Vec<Subject>,
        why: Reason,
    },
    RefundGrant(RefundGrant),
    ChangePurpose(ChangePurpose),
    GiveAdvance(GiveAdvance),
    HandOut(HandOut),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandSpec {
    pub up_to_minor: Option<i64>,
    pub approvals: i64,
}

/// A hash as it stands in a decision: 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HexHash(pub Hash);

impl Serialize for HexHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for HexHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut hash = [0_u8; 32];
        let wrong = || serde::de::Error::custom("a hash is 64 hexadecimal digits");
        if text.len() != 64 || !text.is_ascii() {
            return Err(wrong());
        }
        for (at, byte) in hash.iter_mut().enumerate() {
            let pair = at.checked_mul(2).and_then(|start| text.get(start..start.checked_add(2)?));
            *byte = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).ok_or_else(wrong)?;
        }
        Ok(Self(hash))
    }
}

impl Deed {
    pub const fn kind(&self) -> DecisionKind {
        match self {
            Self::Reverse { .. } => DecisionKind::Reverse,
            Self::CloseMonth { .. } => DecisionKind::CloseMonth,
            Self::ReopenMonth { .. } => DecisionKind::ReopenMonth,
            Self::CloseYear { .. } => DecisionKind::CloseYear,
            Self::ReopenYear { .. } => DecisionKind::ReopenYear,
            Self::UndoImport { .. } => DecisionKind::UndoImport,
            Self::GrantRole { .. } => DecisionKind::GrantRole,
            Self::IssueToken { .. } => DecisionKind::IssueToken,
            Self::SetBands { .. } => DecisionKind::SetBands,
            Self::Delegate { .. } => DecisionKind::Delegate,
            Self::Erase { .. } => DecisionKind::Erase,
            Self::RefundGrant(_) => DecisionKind::RefundGrant,
            Self::ChangePurpose(_) => DecisionKind::ChangePurpose,
            Self::GiveAdvance(_) => DecisionKind::GiveAdvance,
            Self::HandOut(_) => DecisionKind::HandOut,
            Self::SetCombinations { .. } => DecisionKind::SetCombinations,
            Self::SetTaxRules { .. } => DecisionKind::SetTaxRules,
            Self::SetLawValue(_) => DecisionKind::SetLawValue,
        }
    }
}

/// What a limit, rate or deadline is from a day on, for this association; its unit stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawValueSpec {
    pub name: String,
    /// As the list of values writes it, in its unit.
    pub value: String,
    pub valid_from: NaiveDate,
    /// The last day; `None` until a later value begins.
    pub valid_to: Option<NaiveDate>,
    pub source: String,
    pub why: Reason,
}

/// What a basis means from a day on; its names stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRuleSpec {
    pub basis: TaxBasis,
    pub article: Option<String>,
    pub taxable: bool,
    /// Groups of papers, one of which must be there whole; empty where none is needed.
    pub evidence: Vec<Vec<EvidenceKind>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ProposePayout {
    pub request: i64,
    pub fund: i64,
    pub method: Method,
    /// What shall reach the person; where it is taxed, the tax comes on top.
    pub amount: Option<Amount>,
    /// On which ground it is free of tax, or that it is not; goods need not say it.
    pub tax: Option<TaxBasis>,
    /// For a payout in kind: so many of one item, valued as the lots are.
    pub goods: Option<(Text, i64)>,
    /// Lots chosen otherwise than the ledger proposes.
    pub chosen: Option<ChosenLots>,
    /// An earlier attempt for the same request that failed or came back.
    pub retry_of: Option<i64>,
}

/// Lots that a person chose, and why not those that the ledger proposes.
#[derive(Clone, Debug, Serialize)]
pub struct ChosenLots {
    pub lots: Vec<ChosenLot>,
    pub why: Reason,
    pub note: Option<Text>,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub struct ChosenLot {
    pub lot: i64,
    pub line: i64,
    /// Minor units of the currency, or whole units of the item.
    pub quantity_minor: i64,
}
