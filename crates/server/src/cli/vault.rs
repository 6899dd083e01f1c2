//! `almoner vault …`: what opens it, whether it is whole, copies of it, and whose time is over.

use std::path::PathBuf;

use almoner_ledger::codes::Reason;
use almoner_ledger::command::{Command, Deed};
use almoner_vault::passphrase::Passphrase;
use almoner_vault::person::Erasure;
use almoner_vault::recovery::{RecoveryCode, RecoveryCodes};
use almoner_vault::vault::Vault;
use chrono::Months;
use clap::{Args, Subcommand};

use crate::cli::session::{self, Session};
use crate::cli::{Failure, Outcome};
use crate::clock::Clock;
use crate::config::{Database, SignIn, VaultAt};
use crate::identities::Identities;

/// The vault in which identities are kept, apart from the books.
#[derive(Args, Debug)]
pub struct VaultCommand {
    #[command(flatten)]
    at: VaultAt,
    #[command(flatten)]
    database: Database,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Make a vault for books that have none, and print its two recovery codes
    Make,
    /// Say how it stands
    Status,
    /// Check that everything in it hangs together, opens, and is what the books have recorded
    Check {
        /// Throw away files of papers that the books do not name; only while nobody hands papers in
        #[arg(long)]
        discard: bool,
    },
    /// Set another passphrase
    Passphrase {
        /// A file whose first line is the new passphrase; asked for if absent
        #[arg(long, value_name = "FILE")]
        new_file: Option<PathBuf>,
        /// Open it with a recovery code, which is asked for, in place of the passphrase that was lost
        #[arg(long)]
        by_code: bool,
    },
    /// Make both recovery codes anew; those on paper open nothing any more
    Recovery,
    /// Change the keys, so that old copies open only with the old key file
    Rotate,
    /// Copy it into a new file
    Backup { to: PathBuf },
    /// Take a copy back where no vault is; whoever was erased since is erased again first
    Restore { from: PathBuf },
    /// Propose to erase everybody whose time is over; another person confirms it
    EraseDue {
        #[command(flatten)]
        sign_in: SignIn,
    },
}

impl VaultCommand {
    pub(super) async fn run(self) -> Outcome {
        if self.at.is_off() {
            return Err(Failure::Refused(
                "identities are kept on paper here (--vault off)".to_owned(),
            ));
        }
        match &self.what {
            What::Make => self.make().await,
            What::Status => self.status().await,
            What::Check { discard } => self.check(*discard).await,
            What::Passphrase { new_file, by_code } => {
                self.set_passphrase(new_file.clone(), *by_code).await
            }
            What::Recovery => {
                let vault = self.unlocked().await?;
                let codes = vault.renew_recovery().await;
                vault.close().await;
                print_codes(&codes?);
                Ok(())
            }
            What::Rotate => {
                let passphrase = session::passphrase(&self.at, "Passphrase of the vault: ")?;
                let vault = self.open().await?;
                vault.unlock(&passphrase).await?;
                let rotated = vault.rotate_keys(&passphrase).await;
                vault.close().await;
                print_codes(&rotated?.codes);
                println!(
                    "Copies from before open only with the key file from before; destroy it when they are gone."
                );
                Ok(())
            }
            What::Backup { to } => {
                let vault = self.open().await?;
                let backup = vault.backup(to).await;
                vault.close().await;
                println!("{} holds {} people and is sound", to.display(), backup?.report.people);
                Ok(())
            }
            What::Restore { from } => self.restore(from.clone()).await,
            What::EraseDue { sign_in } => self.erase_due(sign_in).await,
        }
    }

    async fn open(&self) -> Result<Vault, Failure> {
        Ok(Vault::open(session::vault_config(&self.at, &self.database)).await?)
    }

    async fn unlocked(&self) -> Result<Vault, Failure> {
        let passphrase = session::passphrase(&self.at, "Passphrase of the vault: ")?;
        let vault = self.open().await?;
        vault.unlock(&passphrase).await?;
        Ok(vault)
    }

    async fn make(&self) -> Outcome {
        let passphrase =
            session::passphrase(&self.at, "A passphrase for the vault, 12 letters or more: ")?;
        let config = session::vault_config(&self.at, &self.database);
        let (vault, codes) = Vault::create(config, &passphrase, Clock::machine().now()).await?;
        vault.close().await;
        print_codes(&codes);
        Ok(())
    }

    async fn status(&self) -> Outcome {
        let config = session::vault_config(&self.at, &self.database);
        let state = Identities::open(config).await.state().await;
        println!("{}: {}", state.word, state.note);
        Ok(())
    }

    async fn check(&self, discard: bool) -> Outcome {
        let vault = self.unlocked().await?;
        let report = vault.check().await?;
        for finding in &report.findings {
            println!("{} {}: {}", finding.table, finding.row, finding.fault);
        }
        let app = session::open(&self.database, false).await?;
        let config = session::vault_config(&self.at, &self.database);
        let identities = Identities::with(config, vault);
        let astray = identities.astray(&app.store).await?;
        let orphans =
            if report.is_sound() { identities.orphans(&app.store).await? } else { Vec::new() };
        for file in orphans {
            if discard {
                identities.unlocked().await?.detach(file).await?;
                println!("attachment {file}: thrown away");
            } else {
                println!(
                    "attachment {file}: the books do not name it, because the program was stopped meanwhile; hand the paper in again, and throw this away with --discard"
                );
            }
        }
        app.close().await;
        identities.close().await;
        for subject in &astray {
            println!(
                "{} {}: the vault does not hold what the books have recorded last; enter it again",
                subject.kind, subject.seq
            );
        }
        println!(
            "{} people, {} versions, {} attachments",
            report.people, report.versions, report.attachments
        );
        if report.is_sound() && astray.is_empty() {
            Ok(())
        } else {
            Err(Failure::Refused("the vault is not as it should be".to_owned()))
        }
    }

    async fn set_passphrase(&self, new_file: Option<PathBuf>, by_code: bool) -> Outcome {
        let new = VaultAt { passphrase_file: new_file, ..self.at.clone() };
        let ask = "The new passphrase, 12 letters or more: ";
        if by_code {
            let code = RecoveryCode::parse(&session::typed_unseen("Recovery code: ")?)?;
            let passphrase: Passphrase = session::passphrase(&new, ask)?;
            let vault = self.open().await?;
            let recovered = vault.recover(&code, &passphrase).await;
            vault.close().await;
            recovered?;
        } else {
            let vault = self.unlocked().await?;
            let set = vault.set_passphrase(&session::passphrase(&new, ask)?).await;
            vault.close().await;
            set?;
        }
        println!("The new passphrase opens the vault.");
        Ok(())
    }

    async fn restore(&self, from: PathBuf) -> Outcome {
        let app = session::open(&self.database, false).await?;
        let erased = app.store.erased().await?.into_iter();
        let erasures = erased.map(|row| Erasure { person: row.reference, at: row.at }).collect();
        app.close().await;
        let config = session::vault_config(&self.at, &self.database);
        Vault::restore(&from, config, erasures).await?.close().await;
        println!("The vault is back; whoever was erased since is erased in it too.");
        Ok(())
    }

    async fn erase_due(&self, sign_in: &SignIn) -> Outcome {
        let session = Session::begin(&self.database, sign_in).await?;
        let (facts, today) =
            (session.app.store.facts_for_reading().await?, session.app.clock.today());
        let mut subjects = Vec::new();
        for row in session.app.store.kept().await? {
            let years = facts.law_number(almoner_ledger::retention(row.subject.kind), today);
            let months = years.and_then(|years| u32::try_from(years.checked_mul(12)?).ok());
            let due = months.is_some_and(|months| {
                let due_on = row.last_on.and_then(|on| on.checked_add_months(Months::new(months)));
                due_on.is_none_or(|due_on| due_on < today)
            });
            if due && !facts.held.contains(&row.subject) && subjects.len() < 500 {
                subjects.push(row.subject);
            }
        }
        if subjects.is_empty() {
            println!("Nobody's time is over.");
        } else {
            let count = subjects.len();
            let deed = Deed::Erase { subjects, why: Reason::RetentionOver };
            let answer = session.give(Command::ProposeDecision { deed, reason: None }).await?;
            println!(
                "decision {} proposes to erase {count} people; another person confirms it",
                answer.seq
            );
        }
        session.end().await;
        Ok(())
    }
}

/// The two codes and what losing them means, once, in the three languages of the house.
pub(super) fn print_codes(codes: &RecoveryCodes) {
    println!(
        "Two recovery codes of the vault, shown this once. Write each on its own paper, for two people, kept in two places:"
    );
    println!("  1: {}", codes.first.write_down().as_str());
    println!("  2: {}", codes.second.write_down().as_str());
    println!("{EXPLAINED}");
}

const EXPLAINED: &str = "
Either code alone opens the vault and sets a new passphrase. If the passphrase and both codes are lost, or the key file
without a copy, nobody can ever read the names again; the books stay whole.

Секој од двата кода сам го отвора сефот и поставува нова лозинка. Ако се изгубат и лозинката и двата кода, или датотеката
со клучевите без копија, никој никогаш повеќе не може да ги прочита имињата; книгите остануваат цели.

Secili kod i vetëm e hap kasafortën dhe vendos një fjalëkalim të ri. Nëse humbin edhe fjalëkalimi edhe të dy kodet, ose
skedari i çelësave pa kopje, askush nuk mund t'i lexojë më kurrë emrat; librat mbeten të plotë.
";
