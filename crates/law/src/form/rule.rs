//! How a row of a form comes to its figure: `=004+005 -019` adds rows and takes an account off.
//!
//! Words are parted by spaces. `=` begins a sum of rows; `=max(0,…)` is that sum or nothing; `+10` and `-129` add and take
//! off what every account holds, on its natural side, whose code begins so; `+current_surplus` and `+current_deficit` are
//! the two halves of the result not yet closed.

use serde::{Serialize, Serializer};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub addends: Vec<Addend>,
    /// Whether the row shows nothing where its sum is negative.
    pub not_below_zero: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addend {
    Row(Sign, String),
    /// All accounts whose code begins so.
    Account(Sign, String),
    CurrentSurplus,
    CurrentDeficit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Plus,
    Minus,
}

impl Rule {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut rule = Self { addends: Vec::new(), not_below_zero: false };
        for (place, word) in text.split(' ').enumerate() {
            if let Some(sum) = word.strip_prefix('=') {
                if place != 0 {
                    return None;
                }
                let inner = sum.strip_prefix("max(0,").and_then(|rest| rest.strip_suffix(')'));
                rule.not_below_zero = inner.is_some();
                rule.rows_of(inner.unwrap_or(sum))?;
            } else {
                rule.addends.push(account(word)?);
            }
        }
        Some(rule)
    }

    /// `004+005-006`; the first has no sign.
    fn rows_of(&mut self, sum: &str) -> Option<()> {
        let mut sign = Sign::Plus;
        let mut number = String::new();
        for letter in sum.chars().chain(['+']) {
            match letter {
                '+' | '-' if !number.is_empty() => {
                    self.addends.push(Addend::Row(sign, std::mem::take(&mut number)));
                    sign = if letter == '+' { Sign::Plus } else { Sign::Minus };
                }
                digit if digit.is_ascii_digit() => number.push(digit),
                _ => return None,
            }
        }
        Some(())
    }

    pub fn rows(&self) -> impl Iterator<Item = (Sign, &str)> {
        self.addends.iter().filter_map(|addend| match addend {
            Addend::Row(sign, row) => Some((*sign, row.as_str())),
            Addend::Account(..) | Addend::CurrentSurplus | Addend::CurrentDeficit => None,
        })
    }

    pub fn accounts(&self) -> impl Iterator<Item = (Sign, &str)> {
        self.addends.iter().filter_map(|addend| match addend {
            Addend::Account(sign, prefix) => Some((*sign, prefix.as_str())),
            Addend::Row(..) | Addend::CurrentSurplus | Addend::CurrentDeficit => None,
        })
    }

    /// Whether the row adds up other rows.
    pub fn is_sum(&self) -> bool {
        self.rows().next().is_some()
    }
}

fn account(word: &str) -> Option<Addend> {
    match word {
        "+current_surplus" => return Some(Addend::CurrentSurplus),
        "+current_deficit" => return Some(Addend::CurrentDeficit),
        _ => {}
    }
    let (sign, prefix) = match word.strip_prefix('+') {
        Some(prefix) => (Sign::Plus, prefix),
        None => (Sign::Minus, word.strip_prefix('-')?),
    };
    let digits = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| Addend::Account(sign, prefix.to_owned()))
}

/// As the file writes it, so that who reads the law of an association reads what an accountant typed.
impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl std::fmt::Display for Sign {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Plus => "+",
            Self::Minus => "-",
        })
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut words = Vec::new();
        let mut sum = String::new();
        for (sign, row) in self.rows() {
            if !sum.is_empty() || sign == Sign::Minus {
                sum.push_str(&sign.to_string());
            }
            sum.push_str(row);
        }
        match (sum.is_empty(), self.not_below_zero) {
            (true, _) => {}
            (false, true) => words.push(format!("=max(0,{sum})")),
            (false, false) => words.push(format!("={sum}")),
        }
        for addend in &self.addends {
            match addend {
                Addend::Row(..) => {}
                Addend::Account(sign, prefix) => words.push(format!("{sign}{prefix}")),
                Addend::CurrentSurplus => words.push("+current_surplus".to_owned()),
                Addend::CurrentDeficit => words.push("+current_deficit".to_owned()),
            }
        }
        out.write_str(&words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_as_it_is_written() {
        for text in [
            "+00 -028",
            "=004+005+006+007 -019 -029",
            "=236-237",
            "=max(0,250-235)",
            "+97 +current_surplus",
            "+092 +current_deficit",
        ] {
            let rule = Rule::parse(text).unwrap();
            assert_eq!(rule.to_string(), text);
        }
        for text in
            ["", "=", "00", "+", "+0x", "=1+", "=+1", "+1 =2", "=max(1,2)", "=1++2", "+1  +2"]
        {
            assert_eq!(Rule::parse(text), None, "{text:?}");
        }
    }
}
