//! `almoner payment-list`: orders for the bank in one file, as the API makes it.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;

use almoner_ledger::authority::RELEASE;
use almoner_reports::csv::dialect::Dialect;
use anyhow::Context as _;
use chrono::NaiveDate;
use clap::Args;

use crate::cli::session::{self, Session};
use crate::cli::statement::dialect;
use crate::cli::{Failure, Outcome};
use crate::config::{Database, SignIn, VaultAt};
use crate::payment_list::Wanted;

/// Writes the payment orders of released payouts into one new file for the bank, and records whom it names. The vault must
/// be open: its passphrase is read from its file or asked for.
#[derive(Args, Debug)]
pub struct PaymentList {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    vault: VaultAt,
    #[command(flatten)]
    sign_in: SignIn,
    /// Released payouts, by number
    #[arg(required = true)]
    payouts: Vec<i64>,
    /// The bank account that pays, by its code in the chart
    #[arg(long)]
    account: String,
    /// The day on which the bank is to pay, as 2026-01-31
    #[arg(long)]
    value_on: NaiveDate,
    /// Through the central bank at once, not through the clearing house
    #[arg(long)]
    urgent: bool,
    /// The list that this one replaces, because the file was lost or the bank did not take it
    #[arg(long, value_name = "LIST")]
    instead_of: Option<i64>,
    /// data (for programs) or excel-mk (for Excel as set up in Macedonia)
    #[arg(long, default_value = "data", value_parser = dialect)]
    dialect: Dialect,
    /// The new file; it names people, so it is never written over anything nor shown on the screen
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

impl PaymentList {
    pub(super) async fn run(self) -> Outcome {
        let mut session = Session::begin(&self.database, &self.sign_in).await?;
        session.app = session::with_vault(session.app, &self.vault, &self.database).await;
        let outcome = self.make(&session).await;
        session.end().await;
        outcome
    }

    async fn make(&self, session: &Session) -> Outcome {
        let role = session.identity.role;
        if !RELEASE.roles.contains(&role) {
            return Err(Failure::Refused(format!("the role {role} does not make payment lists")));
        }
        // A file that cannot be written must not leave a list behind that says it was made.
        let shown = self.output.display();
        let file = OpenOptions::new().write(true).create_new(true).open(&self.output);
        let mut file = file.with_context(|| format!("cannot make the new file {shown}"))?;
        let wanted = Wanted {
            payouts: self.payouts.clone(),
            account: self.account.clone(),
            value_on: self.value_on,
            urgent: self.urgent,
            instead_of: self.instead_of,
            dialect: self.dialect,
        };
        match session.app.payment_list((&session.identity, None), wanted).await {
            Ok(made) => {
                let written = file.write_all(&made.file).and_then(|()| file.sync_all());
                let list = made.answer.seq;
                written.with_context(|| {
                    format!("list {list} is recorded and {shown} was not written; make it again with --instead-of {list}")
                })?;
                eprintln!("list {list} with {} payouts is in {shown}", self.payouts.len());
                Ok(())
            }
            Err(problem) => {
                drop(file);
                std::fs::remove_file(&self.output)
                    .with_context(|| format!("cannot take away the empty {shown}"))?;
                Err(Failure::Refused(problem.detail))
            }
        }
    }
}
