//! What tests and benches of the store share: books opened with the real chart, and commands that read as sentences.
#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, reason = "a panic is a failed test")]

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use almoner_ledger::cell::Value;
use almoner_ledger::codes::*;
use almoner_ledger::command::*;
use almoner_ledger::money::Amount;
use almoner_ledger::rows::books::LawValue;
use almoner_ledger::rows::chart::{Account, Band, PostingRule};
use almoner_ledger::rows::request::Combination;
use almoner_ledger::rows::tax::TaxRule;
use almoner_ledger::text::{Code, Text};
use almoner_proof::hash::{Hash, sha256};
use almoner_store::config::Config;
use almoner_store::error::WriteError;
use almoner_store::store::Store;
use almoner_store::write::{Answer, Request};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// The clock stands still until a test moves it.
#[derive(Clone)]
pub(crate) struct StillClock(Arc<Mutex<DateTime<Utc>>>);

impl StillClock {
    pub(crate) fn at(text: &str) -> Self {
        Self(Arc::new(Mutex::new(text.parse().unwrap())))
    }

    pub(crate) fn set(&self, text: &str) {
        *self.0.lock().unwrap() = text.parse().unwrap();
    }

    pub(crate) fn clock(&self) -> almoner_store::config::Clock {
        let held = self.clone();
        Arc::new(move || {
            let now = *held.0.lock().unwrap();
            (now, now.date_naive())
        })
    }
}

/// Bytes that differ for every call and are the same in every run.
pub(crate) fn entropy(seed: u64) -> almoner_store::config::Entropy {
    let count = AtomicU64::new(0);
    Arc::new(move || {
        sha256(&[&seed.to_be_bytes(), &count.fetch_add(1, Ordering::Relaxed).to_be_bytes()])
    })
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn text(text: &str) -> Text {
    Text::parse(text).unwrap()
}

pub(crate) fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

pub(crate) fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

pub(crate) fn person(name: &str) -> Uuid {
    let bytes = sha256(&[b"person", name.as_bytes()]);
    uuid::Builder::from_random_bytes(bytes[..16].try_into().unwrap()).into_uuid()
}

pub(crate) fn key(text: &str) -> Hash {
    sha256(&[b"key", text.as_bytes()])
}

fn parsed<T: almoner_ledger::cell::Cell>(code: &impl serde::Serialize) -> T {
    let json = serde_json::to_value(code).unwrap();
    T::from_value(Value::Text(json.as_str().unwrap().to_owned())).unwrap()
}

/// The command that opens books with the chart, scheme, bands and values of North Macedonia.
pub(crate) fn open_books() -> OpenBooks {
    let pack = almoner_law::mk().unwrap();
    let admin =
        |login: &str| NewPerson { id: person(login), login: code(login), name: text(login) };
    OpenBooks {
        uid: person("books"),
        name: text("Проба"),
        time_zone: code("Europe/Skopje"),
        origin: code("test.almoner.example/books"),
        demo: false,
        law: code("mk"),
        admins: vec![admin("ana"), admin("boris")],
        key_name: code("test.almoner.example/books"),
        public_key: signer().verifier().public(),
        accounts: pack.accounts.iter().map(account).collect(),
        rules: pack
            .scheme
            .iter()
            .map(|rule| PostingRule {
                event: rule.event.clone(),
                valid_from: rule.valid_from,
                account: rule.account.clone(),
                source: rule.source.clone(),
                verified: rule.verified,
                seq: 0,
                version: 1,
            })
            .collect(),
        bands: pack
            .bands
            .iter()
            .map(|band| Band {
                seq: 0,
                line: 0,
                valid_from: band.valid_from,
                up_to_minor: band.up_to_minor,
                approvals: i64::from(band.approvals),
                source: band.source.clone(),
                verified: band.verified,
            })
            .collect(),
        values: pack.values.iter().map(value).collect(),
        combinations: pack.combinations.iter().map(combination).collect(),
        tax_rules: pack.tax_bases.iter().map(tax_rule).collect(),
    }
}

fn tax_rule(row: &almoner_law::tax_basis::TaxBasis) -> TaxRule {
    TaxRule {
        seq: 0,
        line: 0,
        valid_from: row.valid_from,
        basis: TaxBasis::parse(&row.basis).unwrap(),
        article: row.article.clone(),
        taxable: row.taxable,
        evidence: row.evidence.clone(),
        name_mk: row.names.mk.clone(),
        name_en: row.names.en.clone(),
        name_sq: row.names.sq.clone(),
        source: row.source.clone(),
        verified: row.verified,
    }
}

fn combination(row: &almoner_law::combination::Combination) -> Combination {
    let category =
        |side: &Option<String>| side.as_deref().map(|code| Category::parse(code).unwrap());
    Combination {
        seq: 0,
        line: 0,
        valid_from: row.valid_from,
        one: category(&row.one),
        other: category(&row.other),
        window_days: i64::from(row.window_days),
        level: parsed(&row.level),
        source: row.source.clone(),
        verified: row.verified,
    }
}

pub(crate) fn signer() -> almoner_proof::checkpoint::Signer {
    almoner_proof::checkpoint::Signer::new("test.almoner.example/books".to_owned(), [7; 32])
        .unwrap()
}

fn account(account: &almoner_law::account::Account) -> Account {
    Account {
        code: account.code.clone(),
        parent: account.parent.clone(),
        kind: parsed(&account.kind),
        role: parsed(&account.role),
        currency: account.currency.as_deref().and_then(Currency::parse),
        number: None,
        pool: account.pool,
        guarded: account.guarded,
        name_mk: account.names.mk.clone(),
        name_en: account.names.en.clone(),
        name_sq: account.names.sq.clone(),
        active: true,
        seq: 0,
        version: 1,
    }
}

fn value(value: &almoner_law::value::Value) -> LawValue {
    LawValue {
        seq: 0,
        line: 0,
        name: value.key.clone(),
        value: value.figure.written(),
        unit: value.figure.unit().to_owned(),
        valid_from: value.valid_from,
        valid_to: value.valid_to,
        source: value.source.clone(),
        verified: value.verified,
    }
}

/// Books with a few people, funds and sources, ready for money.
pub(crate) struct Books {
    pub(crate) store: Store,
    pub(crate) clock: StillClock,
    pub(crate) treasurer: Actor,
    pub(crate) case_worker: Actor,
    pub(crate) approver: Actor,
    pub(crate) second_approver: Actor,
    pub(crate) releaser: Actor,
    pub(crate) admin: Actor,
    pub(crate) second_admin: Actor,
    pub(crate) fund: i64,
    pub(crate) restricted: i64,
    pub(crate) source: i64,
    keys: AtomicI64,
}

impl Books {
    pub(crate) async fn open(url: &str) -> Self {
        Self::open_with(url, |_| {}).await
    }

    pub(crate) async fn open_with(url: &str, tune: impl FnOnce(&mut Config)) -> Self {
        // Roles let money go from the day after they were given.
        let clock = StillClock::at("2026-03-08T09:00:00Z");
        let mut config = Config::new(url, clock.clock(), entropy(1));
        tune(&mut config);
        let store = Store::open(config).await.unwrap();
        let actor = |name: &str, role| Actor { person: person(name), role };
        let admin = actor("ana", Role::Admin);
        let mut books = Self {
            store,
            clock,
            treasurer: admin,
            case_worker: admin,
            approver: admin,
            second_approver: admin,
            releaser: admin,
            admin,
            second_admin: actor("boris", Role::Admin),
            fund: 0,
            restricted: 0,
            source: 0,
            keys: AtomicI64::new(0),
        };
        books.ask(admin, Command::OpenBooks(open_books())).await.unwrap();
        books.treasurer = books.staff("tea", Role::Treasurer).await;
        books.case_worker = books.staff("kire", Role::CaseWorker).await;
        books.approver = books.staff("olga", Role::Approver).await;
        books.second_approver = books.staff("oliver", Role::Approver).await;
        books.releaser = books.staff("rade", Role::Releaser).await;
        books.clock.set("2026-03-10T09:00:00Z");
        let fund = |code_: &str, restricted| Command::OpenFund {
            code: code(code_),
            name: text(code_),
            restricted,
        };
        books.fund = books.ask(books.treasurer, fund("free", false)).await.unwrap().seq;
        books.restricted = books.ask(books.treasurer, fund("winter", true)).await.unwrap().seq;
        books.source = books.ask(books.treasurer, source("Пример Компанија 1")).await.unwrap().seq;
        books
    }

    /// Asks without a key.
    pub(crate) async fn ask(&self, actor: Actor, command: Command) -> Result<Answer, WriteError> {
        self.store.write(Request { command, actor, key: None }).await
    }

    /// Asks with a key of its own, as the API does.
    pub(crate) async fn ask_once(
        &self,
        actor: Actor,
        command: Command,
    ) -> Result<Answer, WriteError> {
        let number = self.keys.fetch_add(1, Ordering::Relaxed);
        self.store
            .write(Request { command, actor, key: Some(key(&format!("auto-{number}"))) })
            .await
    }

    pub(crate) async fn staff(&self, login: &str, role: Role) -> Actor {
        let added = Command::AddPerson { login: code(login), name: text(login) };
        self.ask(self.admin, added).await.unwrap();
        let facts = self.store.facts_for_reading().await.unwrap();
        let id = facts.persons.values().find(|person| person.login == login).unwrap().id;
        let deed = Deed::GrantRole { person: id, role, until_at: None, why: Reason::Joined };
        self.decide(self.admin, self.second_admin, deed).await;
        Actor { person: id, role }
    }

    /// One proposes, another confirms.
    pub(crate) async fn decide(&self, one: Actor, other: Actor, deed: Deed) -> Answer {
        let proposed =
            self.ask(one, Command::ProposeDecision { deed, reason: None }).await.unwrap();
        self.ask(other, Command::ConfirmDecision { decision: proposed.seq }).await.unwrap()
    }

    pub(crate) async fn donation(&self, sum: &str) -> Result<Answer, WriteError> {
        self.ask_once(self.treasurer, income(self.source, self.fund, sum)).await
    }

    /// A request for so much food, from a new recipient, looked over and found to need what it asks for.
    pub(crate) async fn request(&self, sum: &str) -> i64 {
        let recipient = self.new_recipient().await;
        self.request_of(recipient, sum).await
    }

    pub(crate) async fn request_of(&self, recipient: Uuid, sum: &str) -> i64 {
        self.assessed(need(recipient, sum)).await
    }

    /// A request that was found to be what was asked.
    pub(crate) async fn assessed(&self, need: SubmitRequest) -> i64 {
        let found = need.asked;
        let need = Command::SubmitRequest(need);
        let request = self.ask(self.case_worker, need).await.unwrap().seq;
        self.ask(self.case_worker, Command::ScreenRequest { request }).await.unwrap();
        let found =
            AssessRequest {
                request, found, finding: text("Пример наод"), seen: Seen::default()
            };
        self.ask(self.case_worker, Command::AssessRequest(found)).await.unwrap();
        request
    }

    pub(crate) async fn new_recipient(&self) -> Uuid {
        let recipient = Command::AddRecipient { household: None, birth_year: Some(1990) };
        let seq = self.ask(self.case_worker, recipient).await.unwrap().seq;
        self.recipient(seq).await
    }

    /// The reference that the store gave a recipient, derived as the ledger derives it: read back from the rows.
    pub(crate) async fn recipient(&self, seq: i64) -> Uuid {
        self.store.recipient_reference(seq).await.unwrap().unwrap()
    }
}

/// What somebody asks for on 10 March.
pub(crate) fn need(recipient: Uuid, sum: &str) -> SubmitRequest {
    SubmitRequest {
        recipient,
        category: Category::Food,
        urgency: Urgency::Urgent,
        asked: amount(sum),
        received_on: day("2026-03-10"),
        target_group: Some(TargetGroup::Homeless),
        municipality: Some(code("MK-814")),
        payee_kind: PayeeKind::Oneself,
        payee: None,
        signs: Signs::Oneself,
        recurring: None,
        story: Some(text("Пример приказна")),
        seen: Seen::default(),
    }
}

pub(crate) fn source(name: &str) -> Command {
    Command::AddSource(SourceDetails {
        kind: SourceKind::Company,
        name: Some(text(name)),
        identifier: None,
        country: Some(code("MK")),
    })
}

pub(crate) fn paper(number: &str) -> Document {
    Document::Paper {
        kind: DocumentKind::BankStatement,
        number: code(number),
        dated_on: day("2026-03-10"),
        issuer: None,
    }
}

pub(crate) fn income(source: i64, fund: i64, sum: &str) -> Command {
    Command::RecordIncome(RecordIncome {
        source: Some(source),
        agreement: None,
        kind: IncomeKind::Donation,
        fund,
        received_on: day("2026-03-10"),
        means: Means::Money { account: "1000".to_owned(), quantity: amount(sum), rate: None },
        restriction: None,
        document: paper("17"),
        reference: None,
        memo: None,
    })
}

pub(crate) fn food(request: i64, fund: i64, sum: &str) -> Command {
    Command::ProposePayout(ProposePayout {
        request,
        fund,
        method: Method::Bank,
        amount: Some(amount(sum)),
        tax: Some(TaxBasis::SocialProtection),
        goods: None,
        chosen: None,
        retry_of: None,
    })
}
