//! Denars into euro by one of four methods; the contract says which.

use almoner_ledger::month::Month;
use chrono::{Days, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};

use super::plan::Plan;
use crate::books::error::BuildError;
use crate::language::Language;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// InforEuro of the month in which it was paid.
    InforeuroMonth,
    /// The mean of InforEuro over the months of the report.
    InforeuroAverage,
    /// The rate at which the instalments were booked, weighted by what came.
    Instalment,
    /// The central bank's rate of the day on which it was paid.
    NbrmDaily,
}

/// A list of the day may be missing on holidays; an older one than this is none.
const DAYS_BACK: u64 = 7;

impl Method {
    pub const ALL: [Self; 4] =
        [Self::InforeuroMonth, Self::InforeuroAverage, Self::Instalment, Self::NbrmDaily];

    pub const fn code(self) -> &'static str {
        match self {
            Self::InforeuroMonth => "inforeuro_month",
            Self::InforeuroAverage => "inforeuro_average",
            Self::Instalment => "instalment",
            Self::NbrmDaily => "nbrm_daily",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }

    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::InforeuroMonth => language.say(
                "InforEuro за месецот на плаќањето",
                "InforEuro of the month of payment",
                "InforEuro i muajit të pagesës",
            ),
            Self::InforeuroAverage => language.say(
                "просек на InforEuro за месеците на извештајот",
                "mean of InforEuro over the months of the report",
                "mesatarja e InforEuro për muajt e raportit",
            ),
            Self::Instalment => language.say(
                "курс по кој се книжени ратите",
                "rate at which the instalments were booked",
                "kursi me të cilin janë regjistruar këstet",
            ),
            Self::NbrmDaily => language.say(
                "среден курс на НБРМ на денот на плаќањето",
                "central bank rate of the day of payment",
                "kursi i BPRMV në ditën e pagesës",
            ),
        }
    }
}

pub(super) struct Rates<'a> {
    pub(super) method: Method,
    pub(super) plan: &'a Plan,
    pub(super) days: (NaiveDate, NaiveDate),
    /// Deni and euro cents.
    pub(super) received: (i64, i64),
}

impl Rates<'_> {
    /// Euro cents for deni that went on a day, rounded half away from zero.
    pub(super) fn cents(&self, minor: i64, on: NaiveDate) -> Result<i64, BuildError> {
        let missing = |what: String| BuildError::RateMissing { what };
        let rate = match self.method {
            Method::InforeuroMonth => self.month(Month::of(on))?,
            Method::InforeuroAverage => self.average(on)?,
            Method::NbrmDaily => {
                let back = on.checked_sub_days(Days::new(DAYS_BACK)).unwrap_or(on);
                let known = self.plan.days.iter().filter(|row| back <= row.on && row.on <= on);
                let newest = known.max_by_key(|row| row.on).map(|row| row.rate);
                newest.ok_or_else(|| missing(on.to_string()))?
            }
            Method::Instalment => {
                let (minor, cents) = self.received;
                let rate = Decimal::from(minor).checked_div(Decimal::from(cents));
                let rate = rate.filter(|rate| Decimal::ZERO < *rate);
                rate.ok_or_else(|| missing("the instalments: none came in euro".to_owned()))?
            }
        };
        let euro = Decimal::from(minor).checked_div(rate).and_then(round);
        euro.ok_or(BuildError::Overflow)
    }

    fn month(&self, month: Month) -> Result<Decimal, BuildError> {
        let name = month.to_string();
        let found = self.plan.months.iter().find(|row| row.month == name);
        found.map(|row| row.rate).ok_or(BuildError::RateMissing { what: name })
    }

    /// Over the months of the report; for what went before them, over the months before it of which there is a rate.
    fn average(&self, on: NaiveDate) -> Result<Decimal, BuildError> {
        let (first, last) = (Month::of(self.days.0), Month::of(self.days.1));
        let mut rates = Vec::new();
        if Month::of(on) < first {
            let before = self.plan.months.iter().filter(|row| row.month < first.to_string());
            rates.extend(before.map(|row| row.rate));
        } else {
            let mut month = first;
            while month <= last {
                rates.push(self.month(month)?);
                month = month.next();
            }
        }
        let count = u64::try_from(rates.len()).unwrap_or(u64::MAX);
        let sum = rates.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add);
        let mean = sum.and_then(|sum| sum.checked_div(Decimal::from(count)));
        mean.ok_or_else(|| BuildError::RateMissing { what: Month::of(on).to_string() })
    }
}

pub(super) fn round(number: Decimal) -> Option<i64> {
    let whole = number.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    i64::try_from(whole.mantissa()).ok().filter(|_| whole.scale() == 0)
}
