//! Whose books these are: name, seat and numbers, as they stand in the public registers from a day on.
//!
//! A wrong check digit of the tax number is refused; nobody has published how the one of the register number is made, so
//! that a doubt about it is only told ([`AssociationData::register_number_is_odd`]).

use crate::act::Act;
use crate::command::SetAssociation;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::books::AssociationData;
use crate::text::Text;

pub(super) fn set(facts: &Facts, set: &SetAssociation) -> Result<Act, Refusal> {
    if let Some(number) = &set.register_number
        && !is_digits(number, 7)
    {
        return Err(Refusal::RegisterNumberUnfit);
    }
    if let Some(number) = &set.tax_number
        && !tax_number_fits(number)
    {
        return Err(Refusal::TaxNumberUnfit);
    }
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.as_str().to_owned());
    let seq = facts.next_seq;
    Ok(Act::new(seq, "association.set").with(AssociationData {
        seq,
        valid_from: set.valid_from,
        name: set.name.as_str().to_owned(),
        seat: set.seat.as_str().to_owned(),
        register_number: set.register_number.clone(),
        tax_number: set.tax_number.clone(),
        activity: set.activity.as_ref().map(|code| code.as_str().to_owned()),
        phone: text(&set.phone),
        email: text(&set.email),
        representative: text(&set.representative),
    }))
}

fn is_digits(number: &str, length: usize) -> bool {
    number.len() == length && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The first digits by their weights, 7 down to 2 and again, added up; and the last digit.
fn weighed(number: &str) -> Option<(u32, u32)> {
    let digits: Option<Vec<u32>> = number.chars().map(|digit| digit.to_digit(10)).collect();
    let digits = digits?;
    let (last, before) = digits.split_last()?;
    let weights = (2..=7_u32).rev().cycle();
    let sum = before
        .iter()
        .zip(weights)
        .try_fold(0_u32, |sum, (digit, weight)| sum.checked_add(digit.checked_mul(weight)?))?;
    Some((sum, *last))
}

/// ЕДБ: thirteen digits, of which the last is what the sum lacks to a multiple of eleven, and ten counts as nought.
fn tax_number_fits(number: &str) -> bool {
    let lacks =
        |sum: u32| 11_u32.checked_sub(sum.checked_rem(11)?)?.checked_rem(11)?.checked_rem(10);
    is_digits(number, 13) && weighed(number).is_some_and(|(sum, last)| lacks(sum) == Some(last))
}

impl AssociationData {
    /// Whether the last digit of the register number (ЕМБС) is another than known numbers let expect: what the sum lacks
    /// to a multiple of eleven, where ten and eleven count as nought. It is a doubt and no more.
    pub fn register_number_is_odd(&self) -> bool {
        let lacks = |sum: u32| 11_u32.checked_sub(sum.checked_rem(11)?);
        let fits = |(sum, last)| {
            lacks(sum).is_some_and(|lacking| last == if lacking < 10 { lacking } else { 0 })
        };
        self.register_number.as_deref().is_some_and(|number| !weighed(number).is_some_and(fits))
    }
}
