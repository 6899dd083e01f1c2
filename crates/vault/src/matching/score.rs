//! How likely two people are one, in thousandths, and why.

use super::Reason;
use super::spelling::{Agreement, compare, distance};

/// From here on it is worth a warning.
pub(crate) const ENOUGH: u16 = 700;

const NAME: u16 = 600;
const FOR_A_LETTER: u16 = 45;
const FOR_MORE_WORDS: u16 = 50;
const YEAR: u16 = 250;
const NEAR_YEAR: u16 = 150;
const UNKNOWN_YEAR: u16 = 80;
const OTHER_YEAR: u16 = 200;
const PLACE: u16 = 150;
const UNKNOWN_PLACE: u16 = 50;
/// A single word says little: it needs the year and the place beside it.
const ONE_WORD: u16 = 350;
const LETTERS_MAX: u8 = 2;

/// What is compared: folded words, never more than the few that a name has.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) words: &'a [&'a str],
    pub(crate) birth_year: Option<u16>,
    pub(crate) settlement: &'a str,
}

pub(crate) fn score(one: Side<'_>, other: Side<'_>) -> Option<(u16, Vec<Reason>)> {
    let mut reasons = Vec::new();
    let names = names(one.words, other.words, &mut reasons)?;
    let years = years(one.birth_year, other.birth_year, &mut reasons);
    let places = places(one.settlement, other.settlement, &mut reasons);
    let score = names.saturating_add(places).saturating_add(years).saturating_sub(OTHER_YEAR);
    (score >= ENOUGH).then_some((score, reasons))
}

/// Every word of the shorter name must be found in the longer, in any order.
fn names(one: &[&str], other: &[&str], reasons: &mut Vec<Reason>) -> Option<u16> {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.is_empty() {
        return None;
    }
    let pairs = pair(short, long)?;
    let endings = pairs.iter().filter(|pair| **pair == Agreement::Ending).count();
    let letters = pairs.iter().fold(0_u8, |sum, pair| {
        sum.saturating_add(match pair {
            Agreement::Same => 0,
            Agreement::Ending => 1,
            Agreement::Letters(letters) => *letters,
        })
    });
    // Иван Петровски and Ивана Петровска are brother and sister, not one person with two typos.
    if letters > LETTERS_MAX || endings >= 2 || (endings == 1 && short.len() == 1) {
        return None;
    }
    let more = u16::try_from(long.len().abs_diff(short.len())).unwrap_or(u16::MAX);
    reasons.push(if more == 0 { Reason::SameName } else { Reason::PartOfName });
    if letters > 0 {
        reasons.push(Reason::NameButForLetters(letters));
    }
    let full = if short.len() == 1 { ONE_WORD } else { NAME };
    let off = FOR_A_LETTER
        .saturating_mul(u16::from(letters))
        .saturating_add(FOR_MORE_WORDS.saturating_mul(more));
    Some(full.saturating_sub(off))
}

/// Pairs each word of the shorter name with one of the longer: the best that are left, the closest first.
fn pair(short: &[&str], long: &[&str]) -> Option<Vec<Agreement>> {
    let mut left: Vec<Option<&str>> = long.iter().copied().map(Some).collect();
    let mut pairs: Vec<Option<Agreement>> = vec![None; short.len()];
    for round in 0..=LETTERS_MAX {
        for (word, place) in short.iter().zip(&mut pairs) {
            if place.is_some() {
                continue;
            }
            let found = left.iter_mut().find_map(|candidate| {
                let agreement = compare(word, (*candidate)?)?;
                let fits = match agreement {
                    Agreement::Same => true,
                    Agreement::Ending => round >= 1,
                    Agreement::Letters(letters) => letters <= round,
                };
                fits.then(|| {
                    *candidate = None;
                    agreement
                })
            });
            *place = found;
        }
    }
    pairs.into_iter().collect()
}

/// Points above [`OTHER_YEAR`], which is what different years come to.
fn years(one: Option<u16>, other: Option<u16>, reasons: &mut Vec<Reason>) -> u16 {
    let points = match (one, other) {
        (Some(one), Some(other)) if one == other => {
            reasons.push(Reason::SameBirthYear);
            YEAR
        }
        (Some(one), Some(other)) => {
            let digits = |year: u16| year.to_string().into_bytes();
            let near =
                one.abs_diff(other) <= 1 || distance(&digits(one), &digits(other), 1).is_some();
            if !near {
                return 0;
            }
            reasons.push(Reason::NearBirthYear);
            NEAR_YEAR
        }
        _ => UNKNOWN_YEAR,
    };
    points.saturating_add(OTHER_YEAR)
}

fn places(one: &str, other: &str, reasons: &mut Vec<Reason>) -> u16 {
    if one.is_empty() || other.is_empty() {
        return UNKNOWN_PLACE;
    }
    if compare(one, other).is_none() {
        return 0;
    }
    reasons.push(Reason::SameSettlement);
    PLACE
}
