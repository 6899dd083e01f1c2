//! Funds, some three hundred sources that plainly do not exist, and the agreements under which some of them give.

use std::collections::BTreeSet;

use almoner_ledger::codes::{
    AgreementKind, BookedAs, Category, Currency, DocumentKind, IncomeKind, SourceKind, TargetGroup,
    Unspent,
};
use almoner_ledger::command::{
    Actor, AddAgreement, Command, Means, OpeningLine, OpeningLot, RecordIncome, RecordOpening,
    RevalueCurrency, SellCurrency, Side, SourceDetails,
};
use almoner_ledger::money::Rate;
use almoner_ledger::restriction::Restriction;
use chrono::{Datelike, Days, Months, NaiveDate};

use crate::demo::DemoError;
use crate::demo::scribe::{Scribe, amount, code, line};

/// How many sources of which kind, and what they are called.
const SOURCES: [(SourceKind, i64, &str); 10] = [
    (SourceKind::Person, 180, "Пробен Дарител"),
    (SourceKind::Company, 60, "Пример Фирма"),
    (SourceKind::DomesticFoundation, 15, "Пример Фондација"),
    (SourceKind::ForeignFoundation, 12, "Example Foundation"),
    (SourceKind::DomesticAssociation, 10, "Пример Здружение"),
    (SourceKind::ForeignAssociation, 5, "Example Association"),
    (SourceKind::InternationalOrganisation, 4, "Example International"),
    (SourceKind::StateBody, 4, "Пример Министерство"),
    (SourceKind::Municipality, 8, "Општина Пример"),
    (SourceKind::Anonymous, 4, "Кутија за прилози"),
];

/// Of the persons who give.
const MEMBERS: usize = 45;

const FUNDS: [(&str, &str, bool); 5] = [
    ("free", "Слободни средства", false),
    ("food", "Храна и хигиена", true),
    ("home", "Домување и греење", true),
    ("children", "Деца на улица", true),
    ("centar", "Помош во Центар", true),
];

pub(super) const FREE: usize = 0;
pub(super) const FOOD: usize = 1;
pub(super) const HOME: usize = 2;
pub(super) const CHILDREN: usize = 3;
pub(super) const CENTAR: usize = 4;

/// Money that an agreement brings on a day.
#[derive(Clone, Debug)]
struct Instalment {
    due_on: NaiveDate,
    source: i64,
    agreement: i64,
    kind: IncomeKind,
    fund: usize,
    currency: Currency,
    minor: i64,
}

/// Foreign money that waits to be sold.
#[derive(Clone, Copy, Debug)]
struct Foreign {
    fund: usize,
    currency: Currency,
    minor: i64,
}

#[derive(Debug, Default)]
pub(super) struct Givers {
    pub(super) funds: Vec<i64>,
    sources: Vec<(SourceKind, Vec<i64>)>,
    instalments: Vec<Instalment>,
    foreign: std::sync::Mutex<Vec<Foreign>>,
}

/// The account that keeps money of a currency.
pub(super) const fn account_of(currency: Currency) -> &'static str {
    match currency {
        Currency::Mkd => "1000",
        Currency::Eur => "1020",
        Currency::Usd => "1021",
        Currency::Chf => "1022",
        Currency::Gbp => "1023",
    }
}

/// Hundredths of a denar for one unit, before chance moves it a little.
const fn usual_rate(currency: Currency) -> i64 {
    match currency {
        Currency::Mkd => 100,
        Currency::Eur => 6_150,
        Currency::Usd => 5_460,
        Currency::Chf => 6_540,
        Currency::Gbp => 7_210,
    }
}

/// The rate of a day, as the national bank might have set it.
pub(super) fn rate(currency: Currency, on: NaiveDate) -> Result<Option<Rate>, DemoError> {
    if currency == Currency::Mkd {
        return Ok(None);
    }
    let drift = chrono::Datelike::num_days_from_ce(&on).checked_rem(37).unwrap_or(0);
    let hundredths = usual_rate(currency).saturating_add(i64::from(drift));
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let rate = Rate::parse(&text, on, code("NBRM")?).map_err(|_| DemoError::Untold("a rate"))?;
    Ok(Some(rate))
}

impl Givers {
    pub(super) async fn gather(scribe: &mut Scribe, first: NaiveDate) -> Result<Self, DemoError> {
        let mut givers = Self::default();
        let treasurer = scribe.staff.treasurer;
        let mut opened = Vec::new();
        for (short, name, restricted) in FUNDS {
            opened.push((
                treasurer,
                Command::OpenFund { code: code(short)?, name: line(name)?, restricted },
            ));
        }
        givers.funds = scribe.give_all(opened).await?.iter().map(|answer| answer.seq).collect();
        for (kind, count, name) in SOURCES {
            let mut added = Vec::new();
            for number in 1..=count {
                let details = SourceDetails {
                    kind,
                    name: Some(line(&format!("{name} {number}"))?),
                    identifier: None,
                    country: country(kind).map(code).transpose()?,
                };
                added.push((treasurer, Command::AddSource(details)));
            }
            let seqs = scribe.give_all(added).await?.iter().map(|answer| answer.seq).collect();
            givers.sources.push((kind, seqs));
        }
        givers.join(scribe, first).await?;
        givers.agree(scribe, first).await?;
        Ok(givers)
    }

    /// Some who give are members.
    async fn join(&self, scribe: &Scribe, first: NaiveDate) -> Result<(), DemoError> {
        let joined = self.of(SourceKind::Person).iter().take(MEMBERS).zip(1_u64..);
        let join = joined.map(|(source, number)| {
            let before = Days::new(number.saturating_mul(41));
            let joined_on = first.checked_sub_days(before).unwrap_or(first);
            (scribe.staff.treasurer, Command::AddMember { source: *source, joined_on })
        });
        scribe.give_all(join.collect()).await?;
        Ok(())
    }

    pub(super) fn fund(&self, number: usize) -> i64 {
        self.funds.get(number).copied().unwrap_or_default()
    }

    pub(super) fn of(&self, kind: SourceKind) -> &[i64] {
        let found = self.sources.iter().find(|(known, _)| *known == kind);
        found.map(|(_, seqs)| seqs.as_slice()).unwrap_or_default()
    }

    pub(super) fn count(&self) -> u64 {
        let count: usize = self.sources.iter().map(|(_, seqs)| seqs.len()).sum();
        u64::try_from(count).unwrap_or(0)
    }

    /// What stood in the bank when the year began.
    pub(super) async fn open(&self, scribe: &Scribe) -> Result<(), DemoError> {
        let fund = self.fund(FREE);
        let minor = 42_000_000;
        let side = |account: &str, side: Side| -> Result<OpeningLine, DemoError> {
            Ok(OpeningLine {
                account: account.to_owned(),
                fund,
                side,
                amount: amount(minor)?,
                quantity: None,
            })
        };
        let lot = OpeningLot {
            fund,
            source: None,
            agreement: None,
            currency: Currency::Mkd,
            goods: None,
            quantity: amount(minor)?,
            value: amount(minor)?,
            received_on: scribe.today,
            restriction: None,
        };
        let command = Command::RecordOpening(RecordOpening {
            booked_on: scribe.today,
            lines: vec![side("1000", Side::Debit)?, side("970", Side::Credit)?],
            lots: vec![lot],
            document: scribe.paper(DocumentKind::OpeningBalance, "pocetna-1")?,
        });
        scribe.give(scribe.staff.treasurer, command).await?;
        Ok(())
    }

    /// Money of agreements that is due today.
    pub(super) async fn instalments(
        &self,
        scribe: &Scribe,
        day: NaiveDate,
    ) -> Result<(), DemoError> {
        for due in self.instalments.iter().filter(|due| due.due_on == day) {
            let command = Command::RecordIncome(RecordIncome {
                source: Some(due.source),
                agreement: Some(due.agreement),
                kind: due.kind,
                fund: self.fund(due.fund),
                received_on: day,
                means: Means::Money {
                    account: account_of(due.currency).to_owned(),
                    quantity: amount(due.minor)?,
                    rate: rate(due.currency, day)?,
                },
                restriction: None,
                document: scribe.statement()?,
                reference: Some(code(&format!("RATA-{}-{}", due.agreement, day.format("%y%m")))?),
                memo: None,
            });
            scribe.give(scribe.staff.treasurer, command).await?;
            if due.currency != Currency::Mkd {
                let foreign = Foreign { fund: due.fund, currency: due.currency, minor: due.minor };
                self.foreign
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .push(foreign);
            }
        }
        Ok(())
    }

    /// Sells nine tenths of the foreign money that agreements have brought.
    pub(super) async fn sell(&self, scribe: &mut Scribe) -> Result<(), DemoError> {
        let waiting = std::mem::take(
            &mut *self.foreign.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        );
        for foreign in waiting {
            let minor = foreign.minor.saturating_mul(9) / 10;
            let spread = scribe.chance.between(-40, 25);
            let received =
                usual_rate(foreign.currency).saturating_add(spread).saturating_mul(minor) / 100;
            let command = Command::SellCurrency(SellCurrency {
                from: account_of(foreign.currency).to_owned(),
                to: "1000".to_owned(),
                fund: self.fund(foreign.fund),
                quantity: amount(minor)?,
                received: amount(received)?,
                booked_on: scribe.today,
                document: scribe.statement()?,
            });
            scribe.give(scribe.staff.treasurer, command).await?;
        }
        Ok(())
    }

    /// On the last day of a year, foreign money is measured at the rate of that day.
    pub(super) async fn revalue(&self, scribe: &Scribe, day: NaiveDate) -> Result<(), DemoError> {
        if (day.month(), day.day()) != (12, 31) {
            return Ok(());
        }
        let rows = scribe.store.trial_balance(day, None).await?.rows;
        let held = rows.into_iter().filter(|row| row.quantity_minor != 0);
        let held: BTreeSet<(i64, Currency)> =
            held.map(|row| (row.fund_seq, row.currency)).collect();
        let mut anew = Vec::new();
        for (fund, currency) in held {
            let Some(rate) = rate(currency, day)? else { continue };
            let command = Command::RevalueCurrency(RevalueCurrency {
                account: account_of(currency).to_owned(),
                fund,
                rate,
                booked_on: day,
                document: scribe.statement()?,
            });
            anew.push((scribe.staff.treasurer, command));
        }
        // What stands at that rate already is left as it is.
        scribe.try_all(anew).await?;
        Ok(())
    }

    async fn agree(&mut self, scribe: &Scribe, first: NaiveDate) -> Result<(), DemoError> {
        for paper in papers() {
            let source = self.of(paper.source.0).get(paper.source.1).copied();
            let source = source.ok_or(DemoError::Untold("a source"))?;
            self.sign(scribe, scribe.staff.treasurer, first, source, &paper).await?;
        }
        Ok(())
    }

    async fn sign(
        &mut self,
        scribe: &Scribe,
        treasurer: Actor,
        first: NaiveDate,
        source: i64,
        paper: &Paper,
    ) -> Result<(), DemoError> {
        let parts: Vec<NaiveDate> = (0..paper.parts).map(|part| paper.due(first, part)).collect();
        let each = paper.total_minor.checked_div(i64::from(paper.parts)).unwrap_or(0);
        let promised = each.saturating_mul(i64::from(paper.parts));
        let command = Command::AddAgreement(AddAgreement {
            source,
            fund: self.fund(paper.fund),
            kind: paper.kind,
            number: code(paper.number)?,
            signed_on: first,
            currency: paper.currency,
            promised: amount(promised)?,
            valid_from: first,
            valid_to: first.checked_add_months(Months::new(paper.months)).unwrap_or(first),
            report_due_on: first.checked_add_months(Months::new(paper.months.saturating_add(1))),
            unspent: paper.unspent,
            booked_as: paper.booked_as,
            restriction: paper.restriction.clone(),
            instalments: parts
                .iter()
                .map(|on| Ok((*on, amount(each)?)))
                .collect::<Result<_, DemoError>>()?,
        });
        let agreement = scribe.give(treasurer, command).await?.seq;
        self.instalments.extend(parts.into_iter().map(|due_on| Instalment {
            due_on,
            source,
            agreement,
            kind: paper.income,
            fund: paper.fund,
            currency: paper.currency,
            minor: each,
        }));
        Ok(())
    }
}

fn country(kind: SourceKind) -> Option<&'static str> {
    match kind {
        SourceKind::ForeignFoundation => Some("DE"),
        SourceKind::ForeignAssociation => Some("AT"),
        SourceKind::InternationalOrganisation => Some("CH"),
        SourceKind::Person
        | SourceKind::Company
        | SourceKind::DomesticFoundation
        | SourceKind::DomesticAssociation
        | SourceKind::StateBody
        | SourceKind::Municipality
        | SourceKind::Anonymous => None,
    }
}

/// An agreement before it is signed.
struct Paper {
    source: (SourceKind, usize),
    kind: AgreementKind,
    income: IncomeKind,
    number: &'static str,
    fund: usize,
    currency: Currency,
    total_minor: i64,
    parts: u32,
    months: u32,
    unspent: Unspent,
    booked_as: BookedAs,
    restriction: Option<Restriction>,
}

impl Paper {
    /// Parts come evenly over the agreement's time, the first on the fifth day.
    fn due(&self, first: NaiveDate, part: u32) -> NaiveDate {
        let apart = self.months.checked_div(self.parts).unwrap_or(1).max(1);
        let on = first.checked_add_months(Months::new(part.saturating_mul(apart))).unwrap_or(first);
        on.checked_add_days(chrono::Days::new(4)).unwrap_or(on)
    }
}

#[expect(clippy::too_many_lines, reason = "six agreements, written out")]
fn papers() -> Vec<Paper> {
    let grant = Paper {
        source: (SourceKind::ForeignFoundation, 0),
        kind: AgreementKind::Grant,
        income: IncomeKind::Grant,
        number: "GR-2025/118",
        fund: FOOD,
        currency: Currency::Eur,
        total_minor: 2_400_000,
        parts: 4,
        months: 16,
        unspent: Unspent::Return,
        booked_as: BookedAs::DeferredIncome,
        restriction: Some(Restriction {
            categories: vec![Category::Food, Category::HygieneClothing, Category::Health],
            budget_lines: vec!["401".to_owned(), "410".to_owned()],
            ..Restriction::default()
        }),
    };
    let children = Paper {
        source: (SourceKind::InternationalOrganisation, 1),
        number: "INT-77/25",
        fund: CHILDREN,
        currency: Currency::Usd,
        total_minor: 1_500_000,
        parts: 3,
        restriction: Some(Restriction {
            target_groups: vec![TargetGroup::StreetChild],
            ..Restriction::default()
        }),
        ..grant_like(&grant)
    };
    let municipality = Paper {
        source: (SourceKind::Municipality, 0),
        kind: AgreementKind::BudgetDecision,
        income: IncomeKind::MunicipalBudget,
        number: "08-1124/3",
        fund: CENTAR,
        currency: Currency::Mkd,
        total_minor: 80_000_000,
        parts: 4,
        restriction: Some(Restriction {
            municipalities: vec!["MK-814".to_owned()],
            payout_max_minor: Some(1_500_000),
            ..Restriction::default()
        }),
        ..grant_like(&grant)
    };
    let ministry = Paper {
        source: (SourceKind::StateBody, 0),
        income: IncomeKind::CentralBudget,
        number: "15-332/2",
        fund: HOME,
        total_minor: 120_000_000,
        parts: 3,
        booked_as: BookedAs::Liability,
        restriction: Some(Restriction {
            categories: vec![Category::Shelter, Category::Rent, Category::Utilities],
            ..Restriction::default()
        }),
        ..municipality_like(&municipality)
    };
    let sponsor = Paper {
        source: (SourceKind::Company, 0),
        kind: AgreementKind::Sponsorship,
        income: IncomeKind::Sponsorship,
        number: "SP-4/2025",
        fund: FREE,
        total_minor: 48_000_000,
        parts: 4,
        unspent: Unspent::Keep,
        booked_as: BookedAs::Income,
        restriction: None,
        ..municipality_like(&municipality)
    };
    let winter = Paper {
        source: (SourceKind::DomesticFoundation, 2),
        kind: AgreementKind::Donation,
        income: IncomeKind::Donation,
        number: "DF-31/25",
        fund: HOME,
        total_minor: 30_000_000,
        parts: 1,
        months: 5,
        restriction: Some(Restriction {
            categories: vec![Category::Utilities],
            ..Restriction::default()
        }),
        ..municipality_like(&municipality)
    };
    vec![grant, children, municipality, ministry, sponsor, winter]
}

fn grant_like(paper: &Paper) -> Paper {
    Paper { restriction: None, ..*paper }
}

fn municipality_like(paper: &Paper) -> Paper {
    Paper { restriction: None, booked_as: BookedAs::DeferredIncome, ..*paper }
}
