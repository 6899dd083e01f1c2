//! `almoner year`: counting a year, closing and opening it by two persons, and issuing its papers.

use almoner_ledger::codes::Reason;
use almoner_ledger::command::{Command, CountLine, CountYear, Deed};
use almoner_ledger::money::{format_minor, parse_minor};
use almoner_reports::language::Language;
use clap::{Args, Subcommand};

use crate::cli::grid::Grid;
use crate::cli::reports::language;
use crate::cli::session::Session;
use crate::cli::{Failure, Outcome};
use crate::config::{Database, SignIn};

#[derive(Args, Debug)]
pub struct Year {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    sign_in: SignIn,
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand, Debug)]
enum Act {
    /// The years that were closed or opened again
    List,
    /// Record what was found on the last day; the list to count by is `almoner report show inventory`
    Inventory {
        year: i64,
        /// What was counted: 1000=1500.50, or in one fund 1000@FREE=1500.50
        #[arg(long = "line", required = true, value_name = "ACCOUNT[@FUND]=SUM")]
        lines: Vec<String>,
    },
    /// Propose to close a year; another person confirms it
    Close { year: i64 },
    /// Propose to open the last closed year again; another person confirms it
    Reopen {
        year: i64,
        /// Why, for example late_document or mistake
        #[arg(long, value_parser = reason)]
        why: Reason,
    },
    /// Confirm what another person has proposed, by the number of the decision
    Confirm { decision: i64 },
    /// Issue the papers of a closed year
    Issue {
        year: i64,
        /// A paper as `almoner report list` names it; the annual account and the trial balance if none is named
        #[arg(long = "document", value_name = "PAPER")]
        documents: Vec<String>,
        /// mk, en or sq
        #[arg(long, default_value = "mk", value_parser = language)]
        language: Language,
    },
}

fn reason(text: &str) -> Result<Reason, String> {
    Reason::parse(text).ok_or_else(|| {
        let reasons: Vec<&str> = Reason::ALL.iter().map(|reason| reason.code()).collect();
        format!("a reason is one of {}", reasons.join(", "))
    })
}

impl Year {
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
            Self::List => list(session).await,
            Self::Inventory { year, lines } => count(session, year, &lines).await,
            Self::Close { year } => {
                propose(session, Deed::CloseYear { year, why: Reason::PeriodEnd }).await
            }
            Self::Reopen { year, why } => propose(session, Deed::ReopenYear { year, why }).await,
            Self::Confirm { decision } => {
                session.give(Command::ConfirmDecision { decision }).await?;
                println!("decision {decision} is carried out");
                Ok(())
            }
            Self::Issue { year, documents, language } => {
                issue(session, year, documents, language).await
            }
        }
    }
}

async fn list(session: &Session) -> Outcome {
    let facts = session.app.store.facts_for_reading().await?;
    let mut grid = Grid::new(&["year", "state", "act", "entry", "inventory"]);
    let number = |seq: Option<i64>| seq.map(|seq| seq.to_string()).unwrap_or_default();
    for row in facts.years.values() {
        grid.row([
            row.year.to_string(),
            row.state.code().to_owned(),
            row.seq.to_string(),
            number(row.entry_seq),
            number(row.inventory_seq),
        ]);
    }
    print!("{}", grid.table());
    Ok(())
}

async fn propose(session: &Session, deed: Deed) -> Outcome {
    let answer = session.give(Command::ProposeDecision { deed, reason: None }).await?;
    println!(
        "decision {0} is proposed; another person confirms it: almoner year confirm {0}",
        answer.seq
    );
    Ok(())
}

async fn count(session: &Session, year: i64, lines: &[String]) -> Outcome {
    let facts = session.app.store.facts_for_reading().await?;
    let mut counted = Vec::with_capacity(lines.len());
    for line in lines {
        let unfit =
            || Failure::Refused(format!("{line}: a line is ACCOUNT=SUM or ACCOUNT@FUND=SUM"));
        let (place, sum) = line.split_once('=').ok_or_else(unfit)?;
        let (account, fund) = match place.split_once('@') {
            Some((account, code)) => {
                let fund = facts.funds.values().find(|fund| fund.code == code);
                let missing = || Failure::Refused(format!("there is no fund {code}"));
                (account, Some(fund.ok_or_else(missing)?.seq))
            }
            None => (place, None),
        };
        let counted_minor = parse_minor(sum).map_err(|_| unfit())?;
        let account = account.to_owned();
        counted.push(CountLine { account, fund, counted_minor, remark: None });
    }
    let answer = session.give(Command::CountYear(CountYear { year, lines: counted })).await?;
    println!("the count of {year} is recorded as act {}", answer.seq);
    let recorded = session.app.store.inventory(year).await?;
    for line in recorded.iter().flat_map(|row| &row.lines) {
        if line.counted_minor != line.booked_minor {
            println!(
                "account {}: the books say {} and {} was found; book the difference, or count again",
                line.account,
                format_minor(line.booked_minor),
                format_minor(line.counted_minor)
            );
        }
    }
    Ok(())
}

async fn issue(
    session: &Session,
    year: i64,
    documents: Vec<String>,
    language: Language,
) -> Outcome {
    let documents = Some(documents).filter(|named| !named.is_empty());
    let papers = session.app.papers_of(year, documents, language).await?;
    let names: Vec<String> = papers
        .papers
        .iter()
        .zip(1..)
        .map(|(paper, line)| {
            format!("-{line} {} ({})", paper.document.as_str(), paper.face.as_str())
        })
        .collect();
    let answer = session.give(Command::IssuePapers(papers)).await?;
    for name in names {
        println!("{}{name}", answer.seq);
    }
    Ok(())
}
