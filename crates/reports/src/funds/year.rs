//! One fund within some days: what it had, what came and went by heading, what it has.

use std::collections::BTreeMap;

use crate::books::error::BuildError;
use crate::books::input::add;
use crate::funds::heading::{Group, Heading, Moved};

/// Invariant, when it comes from [`FundYear::of`]: `opening_minor` and all headings add up to `closing_minor`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundYear {
    pub code: String,
    pub name: String,
    pub opening_minor: i64,
    pub headings: BTreeMap<Heading, Sum>,
    /// Money, stock and claims less obligations.
    pub closing_minor: i64,
    /// Of the obligations: aid that has been approved and not yet been paid.
    pub reserved_minor: i64,
    /// Agreements of which what is left goes back to who gave it: the number, and what is left.
    pub to_return: Vec<(String, i64)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub incomes: i64,
    /// What the fund grew by; below zero where it shrank.
    pub minor: i64,
}

impl FundYear {
    /// `before_minor` is what the fund had before the first day and `closing_minor` what it has after the last, as kept
    /// elsewhere; what opening entries brought is part of the opening.
    pub fn of(
        (code, name): (&str, &str),
        (before_minor, closing_minor): (i64, i64),
        moved: &[Moved],
    ) -> Result<Self, BuildError> {
        let mut opening_minor = before_minor;
        let mut headings: BTreeMap<Heading, Sum> = BTreeMap::new();
        let outside = moved.iter().filter(|row| !row.pool);
        for row in outside {
            let minor = row.amount_minor.checked_neg().ok_or(BuildError::Overflow)?;
            if row.kind == almoner_ledger::codes::EntryKind::Opening {
                opening_minor = add(opening_minor, minor)?;
                continue;
            }
            let sum = headings.entry(Heading::of(row)).or_default();
            sum.minor = add(sum.minor, minor)?;
            if Heading::of(row).group() == Group::Received {
                sum.incomes = add(sum.incomes, row.incomes)?;
            }
        }
        headings.retain(|_, sum| *sum != Sum::default());
        let year = Self {
            code: code.to_owned(),
            name: name.to_owned(),
            opening_minor,
            headings,
            closing_minor,
            reserved_minor: 0,
            to_return: Vec::new(),
        };
        year.check()?;
        Ok(year)
    }

    fn check(&self) -> Result<(), BuildError> {
        let moved = self.headings.values().try_fold(self.opening_minor, |all, sum| {
            all.checked_add(sum.minor).ok_or(BuildError::Overflow)
        })?;
        if moved == self.closing_minor {
            return Ok(());
        }
        Err(BuildError::FundDiffers {
            fund: self.code.clone(),
            found_minor: moved,
            expected_minor: self.closing_minor,
        })
    }

    pub fn of_group(&self, group: Group) -> impl Iterator<Item = (&Heading, &Sum)> {
        self.headings.iter().filter(move |(heading, _)| heading.group() == group)
    }

    pub fn sum_of(&self, group: Group) -> Result<i64, BuildError> {
        self.of_group(group).try_fold(0_i64, |all, (_, sum)| add(all, sum.minor))
    }

    /// All of them together, under another name.
    pub fn all(code: &str, name: &str, funds: &[Self]) -> Result<Self, BuildError> {
        let mut whole = Self {
            code: code.to_owned(),
            name: name.to_owned(),
            opening_minor: 0,
            headings: BTreeMap::new(),
            closing_minor: 0,
            reserved_minor: 0,
            to_return: Vec::new(),
        };
        for fund in funds {
            whole.opening_minor = add(whole.opening_minor, fund.opening_minor)?;
            whole.closing_minor = add(whole.closing_minor, fund.closing_minor)?;
            whole.reserved_minor = add(whole.reserved_minor, fund.reserved_minor)?;
            whole.to_return.extend(fund.to_return.iter().cloned());
            for (heading, sum) in &fund.headings {
                let all = whole.headings.entry(heading.clone()).or_default();
                all.incomes = add(all.incomes, sum.incomes)?;
                all.minor = add(all.minor, sum.minor)?;
            }
        }
        whole.headings.retain(|_, sum| *sum != Sum::default());
        whole.check()?;
        Ok(whole)
    }
}
