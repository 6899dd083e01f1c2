//! What comes in besides the agreements: gifts of every kind and form, fees, sales, interest, and receipts nobody
//! understands at first.

use almoner_ledger::codes::{
    Category, Currency, DocumentKind, IncomeKind, NoDocument, Reason, SourceKind,
};
use almoner_ledger::command::{
    Actor, Command, Deed, Document, ExplainReceipt, Means, RecordIncome,
};
use almoner_ledger::restriction::Restriction;
use chrono::NaiveDate;

use crate::demo::DemoError;
use crate::demo::givers::{FOOD, FREE, Givers, account_of, rate};
use crate::demo::scribe::{Scribe, amount, code, line};

/// Goods that are given and handed out: item, unit, and what one is worth in deni.
pub(super) const GOODS: [(&str, &str, i64); 4] = [
    ("Пакет со храна", "парче", 120_000),
    ("Ќебе", "парче", 90_000),
    ("Пакет за хигиена", "парче", 65_000),
    ("Детски чевли", "пар", 140_000),
];

#[derive(Debug, Default)]
pub(super) struct Incomes {
    pub(super) told: u64,
    unclear: Vec<i64>,
}

impl Incomes {
    /// The receipts since the last bank statement, some twelve of them.
    pub(super) async fn tell(
        &mut self,
        scribe: &mut Scribe,
        givers: &Givers,
        thinned: i64,
    ) -> Result<(), DemoError> {
        let treasurer = scribe.staff.treasurer;
        let count = scribe.chance.between(8, 16).checked_div(thinned).unwrap_or(0).max(1);
        let mut given: Vec<(Actor, Command)> = Vec::new();
        for number in 0..count {
            let income = one(scribe, givers, number)?;
            given.push((treasurer, Command::RecordIncome(income)));
        }
        let kinds: Vec<bool> = given.iter().map(|(_, command)| is_unclear(command)).collect();
        let answers = scribe.give_all(given).await?;
        self.told = self.told.saturating_add(u64::try_from(answers.len()).unwrap_or(0));
        let unclear = answers.iter().zip(kinds).filter(|(_, unclear)| *unclear);
        self.unclear.extend(unclear.map(|(answer, _)| answer.seq));
        if scribe.chance.one_in(25) {
            self.twice(scribe, givers).await?;
        }
        Ok(())
    }

    /// A gift that was typed twice, and taken back by two persons.
    async fn twice(&mut self, scribe: &mut Scribe, givers: &Givers) -> Result<(), DemoError> {
        let income = gift(scribe, givers, SourceKind::Company, 80, 900)?;
        let income = RecordIncome {
            fund: givers.fund(FREE),
            restriction: None,
            received_on: scribe.today,
            ..income
        };
        let (treasurer, releaser) = (scribe.staff.treasurer, scribe.staff.releaser);
        let both = vec![
            (treasurer, Command::RecordIncome(income.clone())),
            (treasurer, Command::RecordIncome(income)),
        ];
        let answers = scribe.give_all(both).await?;
        self.told = self.told.saturating_add(2);
        if let Some(second) = answers.last() {
            let deed = Deed::Reverse {
                entry: second.seq,
                booked_on: scribe.today,
                why: Reason::Duplicate,
            };
            scribe.decide(treasurer, releaser, deed).await?;
        }
        Ok(())
    }

    /// By the tenth everything unclear has been asked after.
    pub(super) async fn explain(
        &mut self,
        scribe: &mut Scribe,
        givers: &Givers,
    ) -> Result<(), DemoError> {
        let mut given = Vec::new();
        for income in std::mem::take(&mut self.unclear) {
            let source = scribe.chance.pick(givers.of(SourceKind::Company)).copied();
            let command = Command::ExplainReceipt(ExplainReceipt {
                income,
                source,
                agreement: None,
                kind: IncomeKind::Donation,
                fund: givers.fund(FREE),
                booked_on: scribe.today,
                restriction: None,
                document: scribe.paper(DocumentKind::Other, &format!("dopis-{income}"))?,
                memo: Some(line("По телефон потврдено од дарителот")?),
            });
            given.push((scribe.staff.treasurer, command));
        }
        scribe.give_all(given).await?;
        Ok(())
    }
}

fn is_unclear(command: &Command) -> bool {
    matches!(command, Command::RecordIncome(income) if income.kind == IncomeKind::Unclear)
}

/// One receipt; of what kind, chance decides.
fn one(scribe: &mut Scribe, givers: &Givers, number: i64) -> Result<RecordIncome, DemoError> {
    let fate = scribe.chance.below(100);
    let kind_of = |kind: IncomeKind, income: RecordIncome| RecordIncome { kind, ..income };
    Ok(match fate {
        0..=54 => gift(scribe, givers, SourceKind::Person, 3, 25)?,
        55..=62 => gift(scribe, givers, SourceKind::Company, 20, 150)?,
        63..=74 => {
            kind_of(IncomeKind::MembershipFee, gift(scribe, givers, SourceKind::Person, 6, 6)?)
        }
        75..=77 => kind_of(
            IncomeKind::EconomicActivity,
            gift(scribe, givers, SourceKind::Company, 15, 90)?,
        ),
        78..=80 => foreign(scribe, givers)?,
        81..=85 => box_of_coins(scribe, givers)?,
        86..=89 => goods(scribe, givers)?,
        90 => in_kind(scribe, givers, true)?,
        91 => in_kind(scribe, givers, false)?,
        92..=93 => unclear(scribe, givers)?,
        94 => kind_of(
            IncomeKind::Other,
            gift(scribe, givers, SourceKind::DomesticAssociation, 10, 60)?,
        ),
        95 => interest(scribe, givers)?,
        96..=97 => for_food(scribe, givers)?,
        _ if number == 0 => gift(scribe, givers, SourceKind::DomesticFoundation, 100, 600)?,
        _ => gift(scribe, givers, SourceKind::Person, 5, 60)?,
    })
}

/// A day or two before the statement came, but never before its month could be booked.
fn lately(scribe: &mut Scribe) -> NaiveDate {
    let back = u64::try_from(scribe.chance.between(0, 1)).unwrap_or(0);
    let earlier = scribe.today.checked_sub_days(chrono::Days::new(back)).unwrap_or(scribe.today);
    let same_month = chrono::Datelike::month(&earlier) == chrono::Datelike::month(&scribe.today);
    if same_month { earlier } else { scribe.today }
}

/// So many hundreds of denars on the main bank account.
fn gift(
    scribe: &mut Scribe,
    givers: &Givers,
    from: SourceKind,
    low: i64,
    high: i64,
) -> Result<RecordIncome, DemoError> {
    let source = scribe.chance.pick(givers.of(from)).copied();
    let minor = scribe.chance.hundreds(low, high);
    let received_on = lately(scribe);
    let reference = scribe.chance.between(10_000_000, 99_999_999);
    Ok(RecordIncome {
        source,
        agreement: None,
        kind: IncomeKind::Donation,
        fund: givers.fund(FREE),
        received_on,
        means: Means::Money { account: "1000".to_owned(), quantity: amount(minor)?, rate: None },
        restriction: None,
        document: scribe.statement()?,
        reference: Some(code(&format!("FT{reference}"))?),
        memo: None,
    })
}

fn foreign(scribe: &mut Scribe, givers: &Givers) -> Result<RecordIncome, DemoError> {
    let currencies = [Currency::Eur, Currency::Eur, Currency::Usd, Currency::Chf, Currency::Gbp];
    let currency = scribe.chance.pick(&currencies).copied().unwrap_or(Currency::Eur);
    let minor = scribe.chance.between(2, 40).saturating_mul(1_000);
    let income = gift(scribe, givers, SourceKind::Person, 1, 1)?;
    let means = Means::Money {
        account: account_of(currency).to_owned(),
        quantity: amount(minor)?,
        rate: rate(currency, income.received_on)?,
    };
    Ok(RecordIncome { means, ..income })
}

/// The collection box, counted by two and put into the cash desk.
fn box_of_coins(scribe: &mut Scribe, givers: &Givers) -> Result<RecordIncome, DemoError> {
    let minor = scribe.chance.between(300, 4_000).saturating_mul(100);
    let income = gift(scribe, givers, SourceKind::Anonymous, 1, 1)?;
    Ok(RecordIncome {
        means: Means::Money { account: "1010".to_owned(), quantity: amount(minor)?, rate: None },
        document: Document::Missing(NoDocument::CollectionBox),
        reference: None,
        ..income
    })
}

fn goods(scribe: &mut Scribe, givers: &Givers) -> Result<RecordIncome, DemoError> {
    let (item, unit, each) =
        scribe.chance.pick(&GOODS).copied().ok_or(DemoError::Untold("goods"))?;
    let count = scribe.chance.between(5, 30);
    let income = gift(scribe, givers, SourceKind::Company, 1, 1)?;
    let number = scribe.chance.between(100, 999);
    Ok(RecordIncome {
        means: Means::Goods {
            item: line(item)?,
            unit: code(unit)?,
            count,
            value: amount(each.saturating_mul(count))?,
        },
        document: scribe.paper(DocumentKind::DeliveryNote, &format!("ispratnica-{number}"))?,
        reference: None,
        ..income
    })
}

fn in_kind(
    scribe: &mut Scribe,
    givers: &Givers,
    equipment: bool,
) -> Result<RecordIncome, DemoError> {
    let value = amount(scribe.chance.hundreds(30, 300))?;
    let income = gift(scribe, givers, SourceKind::Company, 1, 1)?;
    let means = if equipment { Means::Equipment { value } } else { Means::Services { value } };
    let number = scribe.chance.between(100, 999);
    let document = scribe.paper(DocumentKind::Contract, &format!("dogovor-{number}"))?;
    Ok(RecordIncome { means, document, reference: None, ..income })
}

fn unclear(scribe: &mut Scribe, givers: &Givers) -> Result<RecordIncome, DemoError> {
    let income = gift(scribe, givers, SourceKind::Company, 5, 80)?;
    Ok(RecordIncome { source: None, kind: IncomeKind::Unclear, ..income })
}

fn interest(scribe: &mut Scribe, givers: &Givers) -> Result<RecordIncome, DemoError> {
    let minor = scribe.chance.between(900, 9_000);
    let income = gift(scribe, givers, SourceKind::Company, 1, 1)?;
    Ok(RecordIncome {
        source: None,
        kind: IncomeKind::Interest,
        means: Means::Money { account: "1000".to_owned(), quantity: amount(minor)?, rate: None },
        ..income
    })
}

/// A single gift that is for food only.
fn for_food(scribe: &mut Scribe, givers: &Givers) -> Result<RecordIncome, DemoError> {
    let income = gift(scribe, givers, SourceKind::Person, 10, 60)?;
    let restriction = Restriction { categories: vec![Category::Food], ..Restriction::default() };
    Ok(RecordIncome { fund: givers.fund(FOOD), restriction: Some(restriction), ..income })
}
