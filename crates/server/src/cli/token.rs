//! `almoner token`: how people sign in.

use almoner_ledger::codes::Role;
use almoner_ledger::command::{Command, Deed, HexHash};
use almoner_ledger::text::Text;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use uuid::Uuid;

use crate::cli::init::in_days;
use crate::cli::session::Session;
use crate::cli::user::role;
use crate::cli::{Failure, Outcome};
use crate::config::{Database, SignIn};
use crate::secret::NewToken;

#[derive(Args, Debug)]
pub struct Token {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    sign_in: SignIn,
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand, Debug)]
enum Act {
    /// Make a token without asking the books: its owner keeps the token and tells only the hash
    Make,
    /// Issue a token: one of your own is printed this once; for another person the hash of theirs is proposed to a second
    /// administrator
    Issue {
        login: String,
        #[arg(value_parser = role)]
        role: Role,
        /// What the token is for
        #[arg(long, default_value = "command line")]
        label: String,
        /// How many days it lives, at most 366
        #[arg(long, default_value_t = 90)]
        days: i64,
        /// The hash of the token that the other person made with `almoner token make`
        #[arg(long)]
        hash: Option<String>,
    },
    /// Every token, without the tokens themselves
    List,
    /// Revoke a token by its number
    Revoke { token: i64 },
}

impl Token {
    pub(super) async fn run(self) -> Outcome {
        if matches!(self.act, Act::Make) {
            make();
            return Ok(());
        }
        let session = Session::begin(&self.database, &self.sign_in).await?;
        let outcome = self.act.run(&session).await;
        session.end().await;
        outcome
    }
}

impl Act {
    async fn run(self, session: &Session) -> Outcome {
        match self {
            Self::Make => {}
            Self::Issue { login, role, label, days, hash } => {
                let person = session.person(&login).await?.id;
                let expires_at = in_days(session.app.clock.now(), days);
                let label = Text::line(&label)?;
                match hash {
                    None => own(session, (person, role), label, expires_at).await?,
                    Some(hash) => {
                        let hash: HexHash = serde_json::from_value(hash.into())
                            .map_err(|error| Failure::Cannot(anyhow::anyhow!("--hash: {error}")))?;
                        let label = label.as_str().to_owned();
                        let deed = Deed::IssueToken { person, role, label, hash, expires_at };
                        let command = Command::ProposeDecision { deed, reason: None };
                        let answer = session.give(command).await?;
                        println!(
                            "decision {0} is proposed; another administrator confirms it: almoner user confirm {0}",
                            answer.seq
                        );
                    }
                }
            }
            Self::List => list(session).await?,
            Self::Revoke { token } => {
                session.give(Command::RevokeToken { token }).await?;
                println!("token {token} is revoked");
            }
        }
        Ok(())
    }
}

/// Prints a new token and its hash; nothing of it is kept anywhere.
fn make() {
    let token = NewToken::make();
    println!("token (keep it to yourself): {}", token.text);
    println!(
        "hash  (for an administrator): {}",
        serde_json::json!(HexHash(token.hash)).as_str().unwrap_or_default()
    );
}

async fn own(
    session: &Session,
    (person, role): (Uuid, Role),
    label: Text,
    expires_at: DateTime<Utc>,
) -> Outcome {
    let token = NewToken::make();
    let command = Command::IssueToken { person, role, label, hash: token.hash, expires_at };
    session.give(command).await?;
    println!("{}", token.text);
    Ok(())
}

async fn list(session: &Session) -> Outcome {
    if !matches!(session.identity.role, Role::Admin | Role::Auditor) {
        return Err(Failure::Refused(format!(
            "the role {} does not read the list of tokens",
            session.identity.role
        )));
    }
    let facts = session.app.store.facts_for_reading().await?;
    let now = session.app.clock.now();
    for token in facts.tokens.values() {
        let login = facts
            .persons
            .get(&token.person_id)
            .map(|person| person.login.as_str())
            .unwrap_or_default();
        let state = match (token.revoked_seq, now < token.expires_at) {
            (Some(_), _) => "revoked",
            (None, true) => "live",
            (None, false) => "expired",
        };
        println!(
            "{}\t{login}\t{}\t{state}\t{}\t{}",
            token.seq, token.role, token.expires_at, token.label
        );
    }
    Ok(())
}
