//! `almoner demo`.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use almoner_ledger::codes::Role;
use almoner_ledger::command::{Actor, Command, Deed, HexHash};
use almoner_ledger::text::Text;
use almoner_store::write::Request;
use almoner_vault::passphrase::Passphrase;
use almoner_vault::vault::Vault;
use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use crate::app::App;
use crate::cli::init::in_days;
use crate::cli::{Failure, Outcome, session};
use crate::clock::Clock;
use crate::config::{Database, Listening, VaultAt};
use crate::demo::{self, Plan, staff};
use crate::identities::Identities;
use crate::secret::{self, NewToken};

/// Makes a year of plainly fictional books, through the same commands as the API, and serves them.
#[derive(Args, Debug)]
pub struct Demo {
    /// Where the demo's books are; made if they do not exist, served as they are if they do
    #[arg(
        long = "database",
        env = "ALMONER_DEMO_DATABASE_URL",
        default_value = "sqlite:almoner-demo.db",
        hide_env_values = true,
        value_name = "URL"
    )]
    url: String,
    #[command(flatten)]
    listening: Listening,
    /// Make the books and stop, without serving them
    #[arg(long)]
    no_serve: bool,
}

/// What opens the demo's vault. Nothing in it is real.
const PASSPHRASE: &str = "demo demo demo demo";

/// How long the demo's tokens live.
const TOKEN_DAYS: i64 = 365;

impl Demo {
    pub(super) async fn run(self) -> Outcome {
        self.listening.protection()?;
        let database = Database { url: self.url.clone() };
        let app = session::open(&database, true).await?;
        let told_now = app.about.name.is_none();
        let app = if told_now {
            app.close().await;
            tell(&self.url).await?;
            session::open(&database, false).await?
        } else {
            app
        };
        if !app.about.demo {
            app.close().await;
            return Err(Failure::Refused(
                "these books are not a demo, and the demo does not touch them; serve them with `almoner serve`".to_owned(),
            ));
        }
        let app = with_names(app, &database, told_now).await?;
        let tokens = tokens(&app, &self.url).await?;
        if self.no_serve {
            print!("{tokens}");
            app.close().await;
            return Ok(());
        }
        crate::serve::serve(app, &self.listening, |address| {
            println!("\nThe demo is served at http://{address}");
            println!("  the API, described:    http://{address}/api/reference");
            println!("  a first look:          curl -H 'Authorization: Bearer TOKEN' http://{address}/api/v1/me");
            println!("Sign in as one of these; nothing here is real:\n{tokens}");
        })
        .await?;
        Ok(())
    }
}

async fn tell(url: &str) -> Outcome {
    let plan = Plan { until: demo::last_day(Clock::machine().today()), thinned: 1 };
    let bar = progress(&format!("telling the days to {}", plan.until));
    let began = std::time::Instant::now();
    let told = demo::tell(url, &plan, |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    });
    let told = told.await?;
    bar.finish_and_clear();
    let took = Duration::from_secs(began.elapsed().as_secs());
    println!(
        "A year of fictional books: {} sources, {} incomes, {} payouts, {} acts in the log ({} s).",
        told.sources,
        told.incomes,
        told.payouts,
        told.acts,
        took.as_secs()
    );
    Ok(())
}

/// The demo's vault, which is no secret either: everybody's invented name, open from the start.
async fn with_names(app: App, database: &Database, told_now: bool) -> Result<App, Failure> {
    let keys = beside(&database.url).with_extension("vault-keys");
    let at = VaultAt { mode: "on".to_owned(), url: None, key_file: keys, passphrase_file: None };
    let config = session::vault_config(&at, database);
    let passphrase = Passphrase::parse(PASSPHRASE)?;
    if !told_now {
        let identities = Identities::open(config).await;
        if let Err(error) = identities.unlock(&passphrase).await {
            tracing::warn!(%error, "the demo's vault stays closed");
        }
        return Ok(app.with(identities).await);
    }
    let (vault, _) = Vault::create(config.clone(), &passphrase, app.clock.now()).await?;
    let app = app.with(Identities::with(config, vault)).await;
    let bar = progress("giving everybody a name");
    let count = demo::names::give(&app, |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    });
    let count = count.await?;
    bar.finish_and_clear();
    println!("Invented names of {count} people are in its vault; the passphrase is: {PASSPHRASE}");
    Ok(app)
}

/// A bar on a terminal, and nothing in a pipe.
fn progress(what: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{prefix} {bar:40} {pos} of {len}, {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_prefix(what.to_owned());
    bar
}

/// The tokens of everybody, from the file beside the books, or issued anew where there is none.
async fn tokens(app: &App, url: &str) -> Result<String, Failure> {
    let path = beside(url);
    if let Ok(text) = std::fs::read_to_string(&path) {
        return Ok(text);
    }
    let text = issue(app).await?;
    secret::write_private(&path, &text)
        .with_context(|| format!("cannot write the tokens to {}", path.display()))?;
    Ok(text)
}

/// The file beside the books in which the demo's tokens are kept.
fn beside(url: &str) -> PathBuf {
    match url.strip_prefix("sqlite:") {
        Some(file) => {
            let file = file.trim_start_matches("//").split('?').next().unwrap_or_default();
            PathBuf::from(format!("{file}.tokens"))
        }
        None => Path::new("almoner-demo.tokens").to_owned(),
    }
}

async fn issue(app: &App) -> Result<String, Failure> {
    let facts = app.store.facts_for_reading().await?;
    let person = |login: &str| {
        facts.persons.values().find(|person| person.login == login).map(|person| person.id)
    };
    let admin = |login: &str| -> anyhow::Result<Actor> {
        let person = person(login).context("the demo has lost its administrators")?;
        Ok(Actor { person, role: Role::Admin })
    };
    let mut text = String::new();
    for (login, name, role) in staff::PEOPLE {
        let person = person(login).context("the demo has lost one of its people")?;
        let token = NewToken::make();
        let expires_at = in_days(app.clock.now(), TOKEN_DAYS);
        if role == Role::Admin {
            let label = Text::line("demo")?;
            let command = Command::IssueToken { person, role, label, hash: token.hash, expires_at };
            give(app, Actor { person, role }, command).await?;
        } else {
            let (label, hash) = ("demo".to_owned(), HexHash(token.hash));
            let deed = Deed::IssueToken { person, role, label, hash, expires_at };
            let propose = Command::ProposeDecision { deed, reason: None };
            let decision = give(app, admin("admin1")?, propose).await?;
            give(app, admin("admin2")?, Command::ConfirmDecision { decision }).await?;
        }
        text.push_str(&format!(
            "  {login:<12} {role:<12} {} {name}\n",
            token.text,
            role = role.code()
        ));
    }
    Ok(text)
}

async fn give(app: &App, actor: Actor, command: Command) -> Result<i64, Failure> {
    let answer = app.store.write(Request { command, actor, key: None }).await;
    Ok(answer.map_err(session::failure)?.seq)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tokens_are_kept_beside_the_books() {
        assert_eq!(beside("sqlite:almoner-demo.db"), Path::new("almoner-demo.db.tokens"));
        assert_eq!(beside("sqlite:///tmp/a.db?mode=rwc"), Path::new("/tmp/a.db.tokens"));
    }
}
