//! `almoner token`: how people sign in.

use almoner_ledger::codes::Role;
use almoner_ledger::command::Command;
use almoner_ledger::text::Text;
use clap::{Args, Subcommand};

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
    /// Issue a token to a person in one of their roles; it is printed this once
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
    },
    /// Every token, without the tokens themselves
    List,
    /// Revoke a token by its number
    Revoke { token: i64 },
}

impl Token {
    pub(super) async fn run(self) -> Outcome {
        let session = Session::begin(&self.database, &self.sign_in).await?;
        let outcome = self.act.run(&session).await;
        session.end().await;
        outcome
    }
}

impl Act {
    async fn run(self, session: &Session) -> Outcome {
        match self {
            Self::Issue { login, role, label, days } => {
                let person = session.person(&login).await?.id;
                let token = NewToken::make();
                let expires_at = in_days(session.app.clock.now(), days);
                let label = Text::line(&label)?;
                let command =
                    Command::IssueToken { person, role, label, hash: token.hash, expires_at };
                session.give(command).await?;
                println!("{}", token.text);
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
