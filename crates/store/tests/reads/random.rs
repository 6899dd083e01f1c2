//! Half a year of random money: several accounts and funds, back-dated entries, reversals, months that close and reopen.

use almoner_ledger::codes::*;
use almoner_ledger::command::*;
use almoner_ledger::money::{Amount, Rate};
use almoner_store::error::WriteError;
use chrono::{Days, NaiveDate};

use crate::support::{Books, code, day, income, paper, text};
use crate::years;

/// The same numbers in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.roll(u64::try_from(of.len()).unwrap())).unwrap()]
    }

    pub(crate) fn day(&mut self, from: NaiveDate, days: u64) -> NaiveDate {
        from.checked_add_days(Days::new(self.roll(days))).unwrap()
    }
}

pub(crate) const ACCOUNTS: [&str; 6] = ["1000", "1001", "1010", "1020", "408", "7311"];

/// Books with random entries from January to August 2026, in which the year before is closed late and opened again.
pub(crate) async fn fill(url: &str, seed: u64) -> Books {
    let books = Books::open(url).await;
    let mut dice = Dice::new(seed);
    let mut entries = Vec::new();
    years::gift(&books, books.fund, "100.00").await;
    books.ask(books.treasurer, years::count(&[("1000", None, 10_000)])).await.unwrap();
    for (today, closes) in [
        ("2026-03-20", None),
        ("2026-04-01", Some((202_512, false))),
        ("2026-04-02", Some((202_601, false))),
        ("2026-04-15", Some((202_602, true))),
        ("2026-05-10", Some((202_602, false))),
        ("2026-06-11", Some((202_603, false))),
        ("2026-08-03", None),
    ] {
        books.clock.set(&format!("{today}T09:00:00Z"));
        if let Some((month, reopens)) = closes {
            close(&books, month, reopens).await;
        }
        let of_year = match today {
            "2026-06-11" => Some(years::close_year(2025)),
            "2026-08-03" => Some(years::reopen_year(2025)),
            _ => None,
        };
        if let Some(deed) = of_year {
            books.decide(books.treasurer, books.releaser, deed).await;
        }
        for _ in 0..45 {
            if let Some(seq) = act(&books, &mut dice, day(today), &entries).await {
                entries.push(seq);
            }
        }
    }
    books
}

async fn close(books: &Books, month: i64, reopens: bool) {
    let deed = |reopen| match reopen {
        false => Deed::CloseMonth { month, why: Reason::PeriodEnd },
        true => Deed::ReopenMonth { month, why: Reason::LateDocument },
    };
    books.decide(books.treasurer, books.releaser, deed(false)).await;
    if reopens {
        books.decide(books.treasurer, books.releaser, deed(true)).await;
    }
}

/// One random act; `None` where the books refused it, as they should some.
async fn act(books: &Books, dice: &mut Dice, today: NaiveDate, entries: &[i64]) -> Option<i64> {
    let on = today.checked_sub_days(Days::new(dice.roll(75))).unwrap();
    let fund = *dice.pick(&[books.fund, books.fund, books.restricted]);
    let sum = Amount::from_minor(i64::try_from(dice.roll(900_000) + 100).unwrap()).unwrap();
    let small = Amount::from_minor(i64::try_from(dice.roll(9_000) + 100).unwrap()).unwrap();
    let command = match dice.roll(10) {
        0..=3 => {
            let account = *dice.pick(&["1000", "1001", "1010"]);
            received(books, fund, on, account, sum, None)
        }
        4 => {
            let rate = Rate::parse("61.4937", on, code("NBRM")).unwrap();
            received(books, fund, on, "1020", sum, Some(rate))
        }
        5..=6 => Command::PostEntry(PostEntry {
            booked_on: on,
            lines: vec![
                EntryLine { account: "408".to_owned(), fund, side: Side::Debit, amount: small },
                EntryLine { account: "1000".to_owned(), fund, side: Side::Credit, amount: small },
            ],
            document: paper("88"),
            by_bank: false,
            memo: Some(text("пример")),
        }),
        7..=8 => Command::Transfer(Transfer {
            from: (*dice.pick(&["1000", "1001"])).to_owned(),
            to: "1010".to_owned(),
            fund,
            quantity: small,
            booked_on: on,
            document: Document::Missing(NoDocument::Internal),
        }),
        _ if entries.is_empty() => return None,
        _ => return reverse(books, *dice.pick(entries), today).await,
    };
    seq_of(books.ask_once(books.treasurer, command).await)
}

fn received(
    books: &Books,
    fund: i64,
    on: NaiveDate,
    account: &str,
    sum: Amount,
    rate: Option<Rate>,
) -> Command {
    let Command::RecordIncome(gift) = income(books.source, fund, "1.00") else { unreachable!() };
    Command::RecordIncome(RecordIncome {
        received_on: on,
        means: Means::Money { account: account.to_owned(), quantity: sum, rate },
        reference: Some(code("ref-1")),
        ..gift
    })
}

async fn reverse(books: &Books, entry: i64, today: NaiveDate) -> Option<i64> {
    let deed = Deed::Reverse { entry, booked_on: today, why: Reason::Mistake };
    let proposed =
        seq_of(books.ask(books.treasurer, Command::ProposeDecision { deed, reason: None }).await)?;
    seq_of(books.ask(books.releaser, Command::ConfirmDecision { decision: proposed }).await);
    None
}

fn seq_of(answer: Result<almoner_store::write::Answer, WriteError>) -> Option<i64> {
    match answer {
        Ok(answer) => Some(answer.seq),
        Err(WriteError::Refused(_)) => None,
        Err(other) => panic!("{other}"),
    }
}
