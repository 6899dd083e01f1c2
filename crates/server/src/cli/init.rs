//! `almoner init`: opens empty books, and only those.

use almoner_ledger::codes::Role;
use almoner_ledger::command::{Actor, Command, NewPerson};
use almoner_ledger::text::{Code, Text};
use almoner_store::write::Request;
use almoner_vault::vault::Vault;
use anyhow::Context as _;
use chrono::{TimeDelta, Utc};
use clap::Args;
use uuid::Uuid;

use crate::app::App;
use crate::cli::{Failure, Outcome, session};
use crate::config::{Database, KeyFile, VaultAt};
use crate::founding::{self, Founding};
use crate::secret::{self, NewToken};

/// Opens empty books with two administrators, writes the key that signs checkpoints, and prints a token for each
/// administrator, once. Books that are open already are refused: there is no way back in without a token.
#[derive(Args, Debug)]
pub struct Init {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    key: KeyFile,
    #[command(flatten)]
    vault: VaultAt,
    /// The name of the association
    #[arg(long, value_parser = line)]
    name: Text,
    /// An administrator as LOGIN=NAME; give it twice, for two different persons
    #[arg(long = "admin", required = true, value_name = "LOGIN=NAME", value_parser = admin)]
    admins: Vec<NewPerson>,
}

fn line(text: &str) -> Result<Text, String> {
    Text::line(text).map_err(|error| error.to_string())
}

fn admin(text: &str) -> Result<NewPerson, String> {
    let (login, name) = text.split_once('=').ok_or("write it as LOGIN=NAME")?;
    let login = Code::parse(login).map_err(|error| format!("login: {error}"))?;
    Ok(NewPerson { id: Uuid::new_v4(), login, name: line(name)? })
}

/// How long the first tokens of the administrators live.
const FIRST_TOKEN_DAYS: i64 = 90;

impl Init {
    pub(super) async fn run(self) -> Outcome {
        let app = session::open(&self.database, true).await?;
        if app.about.name.is_some() {
            app.close().await;
            return Err(Failure::Refused(
                "these books are open already; `init` opens empty books only".to_owned(),
            ));
        }
        // Asked before anything is made: books without their vault would be half of what was wanted.
        let passphrase = if self.vault.is_off() {
            None
        } else {
            Some(session::passphrase(
                &self.vault,
                "A passphrase for the vault, 12 letters or more: ",
            )?)
        };
        let uid = Uuid::new_v4();
        let path = &self.key.signing_key;
        let signer = secret::write_signing_key(path, &founding::origin(uid))
            .with_context(|| format!("cannot write the signing key to {}", path.display()))?;
        let founding =
            Founding { uid, name: self.name.clone(), admins: self.admins.clone(), demo: false };
        let opened = open(&app, founding, &signer.verifier()).await;
        if let Err(failure) = opened {
            // A key that signs for no books would only confuse.
            drop(std::fs::remove_file(path));
            app.close().await;
            return Err(failure);
        }
        if let Some(passphrase) = passphrase {
            let config = session::vault_config(&self.vault, &self.database);
            let made = Vault::create(config, &passphrase, app.clock.now()).await;
            match made {
                Ok((vault, codes)) => {
                    vault.close().await;
                    crate::cli::vault::print_codes(&codes);
                }
                Err(error) => eprintln!(
                    "almoner: the books are open, but the vault could not be made: {error}; mend that and run `almoner vault make`"
                ),
            }
        }
        println!("The books of {} are open.", self.name);
        println!(
            "Checkpoints are signed with {}; give auditors this key on paper:",
            path.display()
        );
        println!("  {}", signer.verifier().to_vkey());
        println!(
            "The administrators' tokens, shown this once and good for {FIRST_TOKEN_DAYS} days:"
        );
        for admin in &self.admins {
            let token = first_token(&app, admin).await?;
            println!("  {}: {token}", admin.login);
        }
        app.close().await;
        Ok(())
    }
}

/// Gives the command that opens the books, as the first of their administrators.
async fn open(app: &App, founding: Founding, key: &almoner_proof::checkpoint::Verifier) -> Outcome {
    let first = founding.admins.first().map(|admin| admin.id).unwrap_or_default();
    let command = Command::OpenBooks(founding::open_books(founding, key)?);
    let actor = Actor { person: first, role: Role::Admin };
    app.store.write(Request { command, actor, key: None }).await.map_err(session::failure)?;
    Ok(())
}

/// Issues an administrator the token by which everything else begins.
async fn first_token(app: &App, admin: &NewPerson) -> Result<String, Failure> {
    let token = NewToken::make();
    let command = Command::IssueToken {
        person: admin.id,
        role: Role::Admin,
        label: Text::line("first token")?,
        hash: token.hash,
        expires_at: in_days(app.clock.now(), FIRST_TOKEN_DAYS),
    };
    let actor = Actor { person: admin.id, role: Role::Admin };
    app.store.write(Request { command, actor, key: None }).await.map_err(session::failure)?;
    Ok(token.text)
}

pub(super) fn in_days(now: chrono::DateTime<Utc>, days: i64) -> chrono::DateTime<Utc> {
    TimeDelta::try_days(days).and_then(|days| now.checked_add_signed(days)).unwrap_or(now)
}
