//! `almoner expire`: gives back the reservations whose time has run out.

use almoner_ledger::authority::EXPIRE;
use almoner_ledger::command::Command;
use almoner_ledger::money::format_minor;
use clap::Args;

use crate::cli::session::Session;
use crate::cli::{Failure, Outcome};
use crate::config::{Database, SignIn};
use crate::routes::batches::DUE_MAX;

/// Gives back every reservation whose time has run out, by entries, and shows which they were. With --dry-run they are
/// only shown.
#[derive(Args, Debug)]
pub struct Expire {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    sign_in: SignIn,
    /// Show what is due, and record nothing
    #[arg(long)]
    dry_run: bool,
}

impl Expire {
    pub(super) async fn run(self) -> Outcome {
        let session = Session::begin(&self.database, &self.sign_in).await?;
        let outcome = self.go_through(&session).await;
        session.end().await;
        outcome
    }

    async fn go_through(&self, session: &Session) -> Outcome {
        let role = session.identity.role;
        if !EXPIRE.roles.contains(&role) {
            return Err(Failure::Refused(format!("the role {role} does not expire reservations")));
        }
        let mut gone = 0_usize;
        loop {
            let today = session.app.clock.today();
            let due = session.app.store.due_reservations(today, DUE_MAX).await?;
            for row in &due {
                let amount = format_minor(row.amount_minor);
                println!("payout {}: {amount} denars, until {}", row.seq, row.expires_on);
            }
            if due.is_empty() || self.dry_run {
                break;
            }
            gone = gone.saturating_add(due.len());
            let payouts = due.iter().map(|row| row.seq).collect();
            session.give(Command::ExpireDue { payouts }).await?;
        }
        if !self.dry_run {
            eprintln!("{gone} reservations given back");
        }
        Ok(())
    }
}
