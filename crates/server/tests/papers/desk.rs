//! A folder with books in it, where the built program is run as people run it.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use almoner_ledger::codes::Role;
use almoner_ledger::command::{Actor, Command as Order};
use almoner_ledger::text::{Code, Text};
use almoner_server::clock::Clock;
use almoner_server::secret;
use almoner_store::config::Config;
use almoner_store::store::Store;
use almoner_store::write::Request;

use crate::app::On;
use crate::fresh::Fresh;

static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A folder with books in it, and the tokens of those who work with them.
pub(crate) struct Desk {
    pub(crate) folder: PathBuf,
    /// Where the books are, if not in the folder, where the program keeps them by default.
    url: Option<String>,
    pub(crate) admins: Vec<String>,
    pub(crate) treasurer: String,
    _fresh: Option<Fresh>,
}

impl Drop for Desk {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

#[track_caller]
pub(crate) fn ends(output: &Output, code: i32, said: &str) {
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{err}");
    assert!(out.contains(said) || err.contains(said), "{said:?} is not said:\n{out}\n{err}");
    assert!(!err.contains('\r') && !err.contains('\u{1b}'), "no progress bar in a pipe: {err:?}");
}

fn word_with(output: &Output, start: &str) -> Vec<String> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.split_whitespace().filter(|word| word.starts_with(start)).map(str::to_owned).collect()
}

impl Desk {
    /// An empty folder, or one beside an empty database.
    async fn bare(on: On) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("almoner-cli-{}-{number}", std::process::id()));
        let fresh = match on {
            On::Sqlite => None,
            On::Postgres => Some(on.fresh().await),
        };
        let url = fresh.as_ref().map(|fresh| fresh.url.clone());
        Self::at(folder, url, fresh)
    }

    fn at(folder: PathBuf, url: Option<String>, fresh: Option<Fresh>) -> Self {
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder, url, admins: Vec::new(), treasurer: String::new(), _fresh: fresh }
    }

    pub(crate) fn command(&self, token: Option<&str>, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_almoner"));
        command.args(words).current_dir(&self.folder).env("ALMONER_LOG", "error");
        command.env("ALMONER_VAULT", "off");
        for name in ["ALMONER_DATABASE_URL", "ALMONER_TOKEN", "ALMONER_SIGNING_KEY"] {
            command.env_remove(name);
        }
        if let Some(url) = &self.url {
            command.env("ALMONER_DATABASE_URL", url);
        }
        if let Some(token) = token {
            command.env("ALMONER_TOKEN", token);
        }
        command
    }

    pub(crate) fn run(&self, token: Option<&str>, words: &[&str]) -> Output {
        self.command(token, words).output().unwrap()
    }

    /// As the treasurer.
    pub(crate) fn does(&self, words: &[&str]) -> Output {
        self.run(Some(&self.treasurer), words)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.join(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.join(name)).unwrap()
    }

    /// Nobody else of the machine may read books, or copies of them.
    pub(crate) fn files_are_its_owners_alone(&self) {
        use std::os::unix::fs::PermissionsExt as _;
        let files = std::fs::read_dir(&self.folder).unwrap().map(|entry| entry.unwrap());
        let books = files.filter(|file| file.file_name().to_string_lossy().contains(".db"));
        let modes: Vec<(String, u32)> = books
            .map(|file| {
                let mode = file.metadata().unwrap().permissions().mode() & 0o777;
                (file.file_name().to_string_lossy().into_owned(), mode)
            })
            .collect();
        assert!(!modes.is_empty() && modes.iter().all(|(_, mode)| *mode == 0o600), "{modes:?}");
    }

    /// The decision that was just proposed, confirmed by the other administrator.
    fn confirmed(&self, proposed: &Output) {
        let text = String::from_utf8(proposed.stdout.clone()).unwrap();
        let decision = text.split_whitespace().nth(1).unwrap_or_else(|| panic!("{proposed:?}"));
        let done = self.run(Some(&self.admins[1]), &["user", "confirm", decision]);
        ends(&done, 0, "is carried out");
    }

    /// Books with a treasurer and a fund.
    pub(crate) async fn open(on: On) -> Self {
        Self::bare(on).await.opened().await
    }

    /// The same, in this folder and at this address.
    pub(crate) async fn open_at(folder: PathBuf, url: Option<String>) -> Self {
        Self::at(folder, url, None).opened().await
    }

    async fn opened(self) -> Self {
        let mut desk = self;
        let init = ["init", "--name", "Здружение", "--admin", "ana=Ана", "--admin", "bo=Бо"];
        let opened = desk.run(None, &init);
        ends(&opened, 0, "are open");
        desk.admins = word_with(&opened, "almoner_");
        assert_eq!(desk.admins.len(), 2);
        ends(&desk.run(None, &init), 1, "open already");
        desk.treasurer = desk.hired("tea", "Теа", "treasurer");
        desk.open_fund().await;
        desk
    }

    /// Somebody new in a role; the token.
    pub(crate) fn hired(&self, login: &str, name: &str, role: &str) -> String {
        let admin = Some(self.admins[0].as_str());
        ends(&self.run(admin, &["user", "add", login, name]), 0, login);
        self.confirmed(&self.run(admin, &["user", "grant", login, role]));
        let made = self.run(None, &["token", "make"]);
        let text = String::from_utf8(made.stdout.clone()).unwrap();
        let hash = text
            .split_whitespace()
            .find(|word| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .unwrap_or_else(|| panic!("{text}"));
        self.confirmed(&self.run(admin, &["token", "issue", login, role, "--hash", hash]));
        word_with(&made, "almoner_").remove(0)
    }

    /// The command line opens no funds; the API does, and so does this.
    async fn open_fund(&self) {
        let file = || format!("sqlite:{}", self.folder.join("almoner.db").display());
        let url = self.url.clone().unwrap_or_else(file);
        let config = Config::new(url, Clock::machine().for_store(), secret::entropy());
        let store = Store::open(config).await.unwrap();
        let facts = store.facts_for_reading().await.unwrap();
        let tea = facts.persons.values().find(|person| person.login == "tea").unwrap().id;
        let command = Order::OpenFund {
            code: Code::parse("free").unwrap(),
            name: Text::line("Слободни средства").unwrap(),
            restricted: false,
        };
        let actor = Actor { person: tea, role: Role::Treasurer };
        store.write(Request { command, actor, key: None }).await.unwrap();
        store.close().await;
    }

    pub(crate) fn import(&self, more: &[&str]) -> Output {
        let words = [
            "import",
            "gifts.csv",
            "--profile",
            "generic-utf8",
            "--account",
            "1000",
            "--fund",
            "free",
        ];
        self.does(&[&words, more].concat())
    }
}
