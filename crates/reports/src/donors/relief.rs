//! What the law on donations and sponsorships grants who gives: of the income, or of the tax, of their year.

use crate::books::frame::Frame;

/// Who gives, as that law tells givers apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Giver {
    Person,
    Company,
    /// The law names no relief for such a giver.
    Other,
}

/// The figures of the law on the day of the gift; parts in hundredths of a per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Of the annual tax debt of a natural person, and the most it may be, in deni.
    pub person: (i64, i64),
    /// Of the total income of a legal person.
    pub company: i64,
}

const WHOLE: i64 = 10_000;

/// So many hundredths of a per cent, rounded down: what the law grants is not rounded up by us.
pub fn part(minor: i64, points: i64) -> i64 {
    let part = i128::from(minor).saturating_mul(points.into()).checked_div(WHOLE.into());
    part.and_then(|part| i64::try_from(part).ok()).unwrap_or(i64::MAX)
}

/// The least of which a part comes to so much.
pub fn whole_of(minor: i64, points: i64) -> Option<i64> {
    let scaled = i128::from(minor).checked_mul(WHOLE.into())?;
    let up = scaled.checked_add(i128::from(points).checked_sub(1)?)?;
    i64::try_from(up.checked_div(points.into())?).ok()
}

/// What is granted for a gift of so much to who had so much tax debt, or income, in the year.
pub fn granted(giver: Giver, figures: &Figures, value_minor: i64, base_minor: i64) -> Option<i64> {
    match giver {
        Giver::Person => Some(part(base_minor, figures.person.0).min(figures.person.1)),
        Giver::Company => Some(part(base_minor, figures.company).min(value_minor)),
        Giver::Other => None,
    }
}

/// The relief in words and figures; `base_minor` is the giver's own figure of the year, where it was said.
pub(super) fn facts(
    frame: &Frame<'_>,
    giver: Giver,
    figures: &Figures,
    (value_minor, base_minor): (i64, Option<i64>),
) -> Vec<(&'static str, String)> {
    let percent = |points: i64| format!("{} %", frame.language.number().format(points));
    let mut facts = match giver {
        Giver::Other => {
            let none = frame.say(
                "законот не предвидува олеснување за ваков дарител",
                "the law names none for such a giver",
                "ligji nuk parasheh lehtësim për dhurues të tillë",
            );
            return vec![(frame.say("Олеснување", "Relief", "Lehtësimi"), none.to_owned())];
        }
        Giver::Person => vec![
            (
                frame.say(
                    "Најмногу од годишниот даночен долг",
                    "At most of the annual tax debt",
                    "Më së shumti nga borxhi tatimor vjetor",
                ),
                format!("{}, {}", percent(figures.person.0), frame.denars(figures.person.1)),
            ),
            (
                frame.say(
                    "Најмногу се достигнува при даночен долг од",
                    "The most is reached at a tax debt of",
                    "Maksimumi arrihet me borxh tatimor prej",
                ),
                whole_of(figures.person.1, figures.person.0)
                    .map_or_else(String::new, |minor| frame.denars(minor)),
            ),
        ],
        Giver::Company => vec![
            (
                frame.say(
                    "Се признава до дел од вкупниот приход",
                    "Recognised up to a part of total income",
                    "Njihet deri në pjesë të të ardhurave të përgjithshme",
                ),
                percent(figures.company),
            ),
            (
                frame.say(
                    "Целиот износ се признава при вкупен приход од најмалку",
                    "All of it is recognised at a total income of at least",
                    "E gjitha njihet me të ardhura të përgjithshme së paku",
                ),
                whole_of(value_minor, figures.company)
                    .map_or_else(String::new, |minor| frame.denars(minor)),
            ),
        ],
    };
    let base =
        base_minor.and_then(|base| Some((base, granted(giver, figures, value_minor, base)?)));
    if let Some((base, granted)) = base {
        let of = match giver {
            Giver::Person => frame.say(
                "Даночен долг на дарителот",
                "The giver's tax debt",
                "Borxhi tatimor i dhuruesit",
            ),
            Giver::Company | Giver::Other => frame.say(
                "Вкупен приход на дарителот",
                "The giver's total income",
                "Të ardhurat e dhuruesit",
            ),
        };
        facts.push((of, frame.denars(base)));
        let relief =
            frame.say("Пресметано олеснување", "Relief computed", "Lehtësimi i llogaritur");
        facts.push((relief, frame.denars(granted)));
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIGURES: Figures = Figures { person: (2_000, 2_400_000), company: 500 };

    #[test]
    fn a_person_has_a_fifth_of_the_tax_and_24000_at_most() {
        let granted = |debt| granted(Giver::Person, &FIGURES, 99, debt);
        assert_eq!(granted(5_000_000), Some(1_000_000));
        assert_eq!(granted(12_000_000), Some(2_400_000));
        assert_eq!(granted(90_000_000), Some(2_400_000));
        assert_eq!(whole_of(2_400_000, 2_000), Some(12_000_000));
    }

    #[test]
    fn a_company_has_a_twentieth_of_its_income_and_the_gift_at_most() {
        let granted = |value, income| granted(Giver::Company, &FIGURES, value, income);
        assert_eq!(granted(100_000, 1_000_000), Some(50_000));
        assert_eq!(granted(100_000, 9_000_000), Some(100_000));
        assert_eq!(granted(100_001, 2_000_019), Some(100_000), "never rounded up");
        assert_eq!(whole_of(100_001, 500), Some(2_000_020));
        assert_eq!(part(2_000_020, 500), 100_001);
    }

    #[test]
    fn a_public_body_has_none() {
        assert_eq!(granted(Giver::Other, &FIGURES, 1, 1), None);
    }
}
