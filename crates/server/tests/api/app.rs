//! Books for one test, and the only code here that knows axum. It also checks, for every test at once, that each answer
//! with an error is a problem.

use almoner_ledger::codes::{Reason, Role};
use almoner_ledger::command::{Actor, Command, Deed, HexHash, NewPerson};
use almoner_ledger::text::{Code, Text};
use almoner_proof::checkpoint::Signer;
use almoner_server::app::App;
use almoner_server::clock::Clock;
use almoner_server::founding::{Founding, open_books};
use almoner_server::identities::Identities;
use almoner_server::routes::service;
use almoner_server::secret::{self, NewToken};
use almoner_store::config::Config;
use almoner_store::store::Store;
use almoner_store::write::Request as Write;
use almoner_vault::passphrase::{Cost, Passphrase};
use almoner_vault::vault::Vault;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::fresh::Fresh;

/// The clock stands still on 10 March 2026.
pub(crate) const NOW: &str = "2026-03-10T09:00:00Z";

/// The database that a test keeps its books in.
#[derive(Clone, Copy)]
pub(crate) enum On {
    Sqlite,
    Postgres,
}

impl On {
    pub(crate) async fn fresh(self) -> Fresh {
        match self {
            Self::Sqlite => Fresh::sqlite(),
            Self::Postgres => Fresh::postgres().await.unwrap(),
        }
    }
}

pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) clock: Clock,
    router: Router,
    pub(crate) _fresh: Fresh,
    /// One person per role, with a token; two approvers, two case workers.
    people: Vec<(String, Role, Uuid, String)>,
    pub(crate) vault: Option<VaultPlace>,
}

/// Where a vault is, for as long as the test lasts.
pub(crate) struct VaultPlace {
    pub(crate) config: almoner_vault::config::Config,
    _place: Fresh,
    pub(crate) folder: tempfile::TempDir,
}

pub(crate) const PASSPHRASE: &str = "проба проба проба";

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.to_vec()).unwrap()
    }

    pub(crate) fn seq(&self) -> i64 {
        assert_eq!(self.status, StatusCode::CREATED, "{}", self.text());
        self.json()["seq"].as_i64().unwrap()
    }

    /// The name of the problem.
    pub(crate) fn problem(&self) -> String {
        let kind = self.json()["type"].as_str().unwrap_or_default().to_owned();
        kind.strip_prefix("/problems/").unwrap_or_else(|| panic!("{}", self.text())).to_owned()
    }
}

fn person(login: &str) -> NewPerson {
    NewPerson {
        id: Uuid::new_v4(),
        login: Code::parse(login).unwrap(),
        name: Text::line(&format!("Person {login}")).unwrap(),
    }
}

impl TestApp {
    /// Books with one person for every role, and two where two are needed.
    pub(crate) async fn start(on: On) -> Self {
        // Roles let money go from the day after they were given.
        let mut app = Self::empty_at(on, false, "2026-03-08T09:00:00Z").await;
        let roles = [
            ("treasurer", Role::Treasurer),
            ("case_worker", Role::CaseWorker),
            ("approver", Role::Approver),
            ("approver2", Role::Approver),
            ("releaser", Role::Releaser),
            ("auditor", Role::Auditor),
        ];
        for (login, role) in roles {
            let id = app.person(login).await;
            app.grant(id, role).await;
            let token = app.token(id, role, 30).await;
            app.people.push((login.to_owned(), role, id, token));
        }
        app.clock.set(NOW.parse().unwrap());
        app
    }

    /// The same with a vault beside the books, on the same kind of database, and unlocked.
    pub(crate) async fn with_vault(on: On) -> Self {
        let mut app = Self::start(on).await;
        let place = on.fresh().await;
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join("vault.keys");
        let mut config = almoner_vault::config::Config::new(&place.url, keys, secret::entropy());
        config.cost = Cost::WEAK;
        let passphrase = Passphrase::parse(PASSPHRASE).unwrap();
        let made = Vault::create(config.clone(), &passphrase, app.clock.now()).await;
        let identities = Identities::with(config.clone(), made.unwrap().0);
        app.app = app.app.clone().with(identities).await;
        app.router = service(app.app.clone());
        app.vault = Some(VaultPlace { config, _place: place, folder });
        app
    }

    /// As after a start with a vault from another day.
    pub(crate) async fn reopen_vault(&mut self) {
        let config = self.vault.as_ref().unwrap().config.clone();
        let identities = Identities::open(config).await;
        self.app = self.app.clone().with(identities).await;
        self.router = service(self.app.clone());
    }

    /// Opened books with their two administrators and nobody else.
    pub(crate) async fn empty(on: On, demo: bool) -> Self {
        Self::empty_at(on, demo, NOW).await
    }

    async fn empty_at(on: On, demo: bool, at: &str) -> Self {
        let fresh = on.fresh().await;
        let clock = Clock::standing(at.parse().unwrap());
        let store = Store::open(Config::new(&fresh.url, clock.for_store(), secret::entropy()))
            .await
            .unwrap();
        let admins = vec![person("admin"), person("admin2")];
        let key = Signer::new("almoner/test".to_owned(), secret::random()).unwrap();
        let founding = Founding {
            uid: Uuid::new_v4(),
            name: Text::line("Здружение за проба").unwrap(),
            admins: admins.clone(),
            demo,
        };
        let open = Command::OpenBooks(open_books(founding, &key.verifier()).unwrap());
        let actor = Actor { person: admins[0].id, role: Role::Admin };
        store.write(Write { command: open, actor, key: None }).await.unwrap();
        let app = App::new(store, clock.clone()).await.unwrap();
        let router = service(app.clone());
        let people = Vec::new();
        let mut started = Self { app, clock, router, _fresh: fresh, people, vault: None };
        for admin in admins {
            started.people.push((admin.login.to_string(), Role::Admin, admin.id, String::new()));
            let token = started.token(admin.id, Role::Admin, 30).await;
            started.people.last_mut().unwrap().3 = token;
        }
        started
    }

    fn actor(&self, login: &str) -> Actor {
        let (_, role, person, _) = self.people.iter().find(|(found, ..)| found == login).unwrap();
        Actor { person: *person, role: *role }
    }

    pub(crate) fn id(&self, login: &str) -> Uuid {
        self.actor(login).person
    }

    pub(crate) fn token_of(&self, login: &str) -> &str {
        &self.people.iter().find(|(found, ..)| found == login).unwrap().3
    }

    /// The login of somebody who holds a role.
    pub(crate) fn login_of(&self, role: Role) -> &str {
        &self.people.iter().find(|(_, found, ..)| *found == role).unwrap().0
    }

    pub(crate) async fn give(&self, login: &str, command: Command) -> i64 {
        let write = Write { command, actor: self.actor(login), key: None };
        let seq = self.app.store.write(write).await.unwrap().seq;
        self.app.directory.forget();
        seq
    }

    pub(crate) async fn person(&self, login: &str) -> Uuid {
        let name = Text::line(&format!("Person {login}")).unwrap();
        let seq = self
            .give("admin", Command::AddPerson { login: Code::parse(login).unwrap(), name })
            .await;
        let facts = self.app.store.facts_for_reading().await.unwrap();
        facts.persons.values().find(|person| person.seq == seq && person.login == login).unwrap().id
    }

    pub(crate) async fn grant(&self, person: Uuid, role: Role) {
        let deed = Deed::GrantRole { person, role, until_at: None, why: Reason::Joined };
        let decision = self.give("admin", Command::ProposeDecision { deed, reason: None }).await;
        self.give("admin2", Command::ConfirmDecision { decision }).await;
    }

    pub(crate) async fn token(&self, person: Uuid, role: Role, days: u64) -> String {
        let token = NewToken::make();
        let expires_at = self.clock.now().checked_add_days(chrono::Days::new(days)).unwrap();
        if role == Role::Admin {
            let label = Text::line("test").unwrap();
            let command = Command::IssueToken { person, role, label, hash: token.hash, expires_at };
            let write = Write { command, actor: Actor { person, role }, key: None };
            self.app.store.write(write).await.unwrap();
        } else {
            let (label, hash) = ("test".to_owned(), HexHash(token.hash));
            let deed = Deed::IssueToken { person, role, label, hash, expires_at };
            let decision =
                self.give("admin", Command::ProposeDecision { deed, reason: None }).await;
            self.give("admin2", Command::ConfirmDecision { decision }).await;
        }
        self.app.directory.forget();
        token.text
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let path = request.uri().path().to_owned();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let answer = Answer { status: parts.status, headers: parts.headers, bytes };
        if answer.status.is_client_error() || answer.status.is_server_error() {
            let kind = &answer.headers[header::CONTENT_TYPE];
            let part = |path: &str| path.split('/').nth(1).map(str::to_owned);
            let pages = almoner_server::pages::table::TABLE.iter();
            let is_page = pages.map(|row| part(row.path)).any(|known| known == part(&path));
            if is_page && kind == "text/html; charset=utf-8" {
                return answer;
            }
            assert_eq!(kind, "application/problem+json", "{path}: {}", answer.text());
            let body = answer.json();
            assert_eq!(body["status"], answer.status.as_u16(), "{path}");
            for field in ["type", "title", "detail"] {
                assert!(
                    body[field].as_str().is_some_and(|text| !text.is_empty()),
                    "{path}: no {field}"
                );
            }
        }
        for name in
            ["x-content-type-options", "content-security-policy", "cache-control", "x-request-id"]
        {
            assert!(answer.headers.contains_key(name), "{path}: no {name}");
        }
        answer
    }

    pub(crate) async fn get(&self, login: &str, path: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token_of(login));
        let request =
            Request::get(path).header(header::AUTHORIZATION, bearer).body(Body::empty()).unwrap();
        self.send(request).await
    }

    pub(crate) async fn post(&self, login: &str, path: &str, key: &str, body: Value) -> Answer {
        self.write("POST", login, path, Some(key), body).await
    }

    pub(crate) async fn write(
        &self,
        method: &str,
        login: &str,
        path: &str,
        key: Option<&str>,
        body: Value,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token_of(login)))
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Cash on the desk, brought from the bank.
    pub(crate) async fn cash(&self, fund: i64, amount: &str) {
        self.transfer("cash", ("1000", "1010"), fund, amount).await;
    }

    /// Money from one account to another.
    pub(crate) async fn transfer(
        &self,
        key: &str,
        (from, to): (&str, &str),
        fund: i64,
        amount: &str,
    ) {
        let body = serde_json::json!({"from": from, "to": to, "fund": fund, "amount": amount,
            "booked_on": "2026-03-10", "document": {"paper": {"kind": "bank_statement", "number": "46", "dated_on": "2026-03-10"}}});
        self.post("treasurer", "/api/v1/transfers", key, body).await.seq();
    }

    /// A fund and a source, by number.
    pub(crate) async fn fund_and_source(&self) -> (i64, i64) {
        let fund =
            serde_json::json!({"code": "free", "name": "Слободни средства", "restricted": false});
        let fund = self.post("treasurer", "/api/v1/funds", "fund", fund).await.seq();
        let source = serde_json::json!({"kind": "company", "name": "Пример Фирма 1"});
        let source = self.post("treasurer", "/api/v1/sources", "source", source).await.seq();
        (fund, source)
    }
}

/// A donation in denars on the main bank account.
pub(crate) fn donation(fund: i64, source: i64, amount: &str) -> Value {
    serde_json::json!({
        "kind": "donation",
        "fund": fund,
        "source": source,
        "received_on": "2026-03-09",
        "means": {"money": {"account": "1000", "amount": amount}},
        "document": {"paper": {"kind": "bank_statement", "number": "47", "dated_on": "2026-03-09"}}
    })
}
