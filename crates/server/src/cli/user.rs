//! `almoner user`: people and their roles.

use almoner_ledger::codes::{Reason, Role};
use almoner_ledger::command::{Command, Deed};
use almoner_ledger::text::{Code, Text};
use clap::{Args, Subcommand};

use crate::cli::session::Session;
use crate::cli::{Failure, Outcome};
use crate::config::{Database, SignIn};

#[derive(Args, Debug)]
pub struct User {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    sign_in: SignIn,
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand, Debug)]
enum Act {
    /// Everyone, with the roles they hold now
    List,
    /// Add a person; a role is given by `grant` and `confirm`
    Add { login: String, name: String },
    /// Disable a person, and all their tokens with them
    Disable { login: String },
    /// Propose to give a role; another administrator confirms it
    Grant {
        login: String,
        #[arg(value_parser = role)]
        role: Role,
    },
    /// Confirm what another administrator has proposed, by the number of the decision
    Confirm { decision: i64 },
    /// Take a role away
    Revoke {
        login: String,
        #[arg(value_parser = role)]
        role: Role,
    },
}

pub(super) fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| {
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("a role is one of {}", roles.join(", "))
    })
}

impl User {
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
            Self::List => list(session).await?,
            Self::Add { login, name } => {
                let command =
                    Command::AddPerson { login: Code::parse(&login)?, name: Text::line(&name)? };
                session.give(command).await?;
                println!("{login} is added; next: almoner user grant {login} ROLE");
            }
            Self::Disable { login } => {
                let person = session.person(&login).await?;
                session
                    .give(Command::DisablePerson { person: person.id, version: person.version })
                    .await?;
                println!("{login} is disabled");
            }
            Self::Grant { login, role } => {
                let person = session.person(&login).await?.id;
                let deed = Deed::GrantRole { person, role, until_at: None, why: Reason::Joined };
                let answer = session.give(Command::ProposeDecision { deed, reason: None }).await?;
                println!(
                    "decision {0} is proposed; another administrator confirms it: almoner user confirm {0}",
                    answer.seq
                );
            }
            Self::Confirm { decision } => {
                session.give(Command::ConfirmDecision { decision }).await?;
                println!("decision {decision} is carried out");
            }
            Self::Revoke { login, role } => {
                let grant = grant_of(session, &login, role).await?;
                session.give(Command::RevokeRole { grant, reason: Reason::Left }).await?;
                println!("{login} no longer holds {role}");
            }
        }
        Ok(())
    }
}

/// Reading who is who is for those who manage people, here as in the API.
fn check_reader(session: &Session) -> Outcome {
    match session.identity.role {
        Role::Admin | Role::Auditor => Ok(()),
        role @ (Role::Treasurer | Role::CaseWorker | Role::Approver | Role::Releaser) => {
            Err(Failure::Refused(format!("the role {role} does not read the list of people")))
        }
    }
}

async fn list(session: &Session) -> Outcome {
    check_reader(session)?;
    let facts = session.app.store.facts_for_reading().await?;
    let now = session.app.clock.now();
    for person in facts.persons.values() {
        let held: Vec<&str> = Role::ALL
            .iter()
            .filter(|role| facts.holds(person.id, **role, now))
            .map(|role| role.code())
            .collect();
        println!(
            "{}\t{}\t{}\t{}\t{}",
            person.login,
            person.name,
            person.state,
            held.join(","),
            person.id
        );
    }
    Ok(())
}

async fn grant_of(session: &Session, login: &str, role: Role) -> Result<i64, Failure> {
    let person = session.person(login).await?.id;
    let facts = session.app.store.facts_for_reading().await?;
    let found = facts.grants.values().find(|grant| {
        grant.person_id == person && grant.role == role && grant.revoked_seq.is_none()
    });
    found
        .map(|grant| grant.seq)
        .ok_or_else(|| Failure::Refused(format!("{login} does not hold {role}")))
}
