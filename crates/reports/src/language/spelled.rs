//! A sum in words, as a voucher wants it: what is written out cannot be changed by one stroke of a pen.

use crate::language::Language;

const MK_ONES: [&str; 20] = [
    "",
    "еден",
    "два",
    "три",
    "четири",
    "пет",
    "шест",
    "седум",
    "осум",
    "девет",
    "десет",
    "единаесет",
    "дванаесет",
    "тринаесет",
    "четиринаесет",
    "петнаесет",
    "шеснаесет",
    "седумнаесет",
    "осумнаесет",
    "деветнаесет",
];
const MK_TENS: [&str; 10] = [
    "",
    "",
    "дваесет",
    "триесет",
    "четириесет",
    "педесет",
    "шеесет",
    "седумдесет",
    "осумдесет",
    "деведесет",
];
const MK_HUNDREDS: [&str; 10] = [
    "",
    "сто",
    "двесте",
    "триста",
    "четиристотини",
    "петстотини",
    "шестстотини",
    "седумстотини",
    "осумстотини",
    "деветстотини",
];
const EN_ONES: [&str; 20] = [
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const EN_TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SQ_ONES: [&str; 20] = [
    "",
    "një",
    "dy",
    "tre",
    "katër",
    "pesë",
    "gjashtë",
    "shtatë",
    "tetë",
    "nëntë",
    "dhjetë",
    "njëmbëdhjetë",
    "dymbëdhjetë",
    "trembëdhjetë",
    "katërmbëdhjetë",
    "pesëmbëdhjetë",
    "gjashtëmbëdhjetë",
    "shtatëmbëdhjetë",
    "tetëmbëdhjetë",
    "nëntëmbëdhjetë",
];
const SQ_TENS: [&str; 10] = [
    "",
    "",
    "njëzet",
    "tridhjetë",
    "dyzet",
    "pesëdhjetë",
    "gjashtëdhjetë",
    "shtatëdhjetë",
    "tetëdhjetë",
    "nëntëdhjetë",
];
const SQ_HUNDREDS: [&str; 10] = [
    "",
    "njëqind",
    "dyqind",
    "treqind",
    "katërqind",
    "pesëqind",
    "gjashtëqind",
    "shtatëqind",
    "tetëqind",
    "nëntëqind",
];

/// `илјада двесте триесет и четири денари и 50/100`. The sign is the caller's matter: a voucher has none.
pub fn denars(minor: i64, language: Language) -> String {
    let size = minor.unsigned_abs();
    let (whole, deni) = (size / 100, size % 100);
    let words = number(whole, language);
    let one = match language {
        Language::Mk => whole % 10 == 1 && whole % 100 != 11,
        Language::En | Language::Sq => whole == 1,
    };
    let unit = if one {
        language.say("денар", "denar", "denar")
    } else {
        language.say("денари", "denars", "denarë")
    };
    if deni == 0 {
        return format!("{words} {unit}");
    }
    format!("{words} {unit} {} {deni:02}/100", language.say("и", "and", "e"))
}

fn number(whole: u64, language: Language) -> String {
    if whole == 0 {
        return language.say("нула", "zero", "zero").to_owned();
    }
    let groups = [
        (whole / 1_000_000_000 % 1000, 3_u8),
        (whole / 1_000_000 % 1000, 2),
        (whole / 1000 % 1000, 1),
        (whole % 1000, 0),
    ];
    let spoken: Vec<(String, bool)> = groups
        .into_iter()
        .filter(|(group, _)| *group != 0)
        .map(|(group, power)| (with_power(group, power, language), group_is_one_word(group)))
        .collect();
    let mut words = String::new();
    let last = spoken.len().saturating_sub(1);
    for (place, (group, single)) in spoken.into_iter().enumerate() {
        if place != 0 {
            words.push_str(match language {
                Language::Mk if place == last && single && !whole.is_multiple_of(1000) => " и ",
                Language::Sq => " e ",
                Language::Mk | Language::En => " ",
            });
        }
        words.push_str(&group);
    }
    words
}

/// Whether a group below a thousand is spoken as one word in Macedonian, and so joined by „и“.
const fn group_is_one_word(group: u64) -> bool {
    group < 20 || (group < 100 && group.is_multiple_of(10)) || group.is_multiple_of(100)
}

fn with_power(group: u64, power: u8, language: Language) -> String {
    let one = group % 10 == 1 && group % 100 != 11;
    let (single, many) = match (language, power) {
        (_, 0) => ("", ""),
        (Language::Mk, 1) => ("илјада", "илјади"),
        (Language::Mk, 2) => ("милион", "милиони"),
        (Language::Mk, _) => ("милијарда", "милијарди"),
        (Language::En, 1) => ("thousand", "thousand"),
        (Language::En, 2) => ("million", "million"),
        (Language::En, _) => ("billion", "billion"),
        (Language::Sq, 1) => ("mijë", "mijë"),
        (Language::Sq, 2) => ("milion", "milionë"),
        (Language::Sq, _) => ("miliard", "miliardë"),
    };
    if language == Language::Mk && power == 1 && group == 1 {
        return single.to_owned();
    }
    let feminine = language == Language::Mk && (power == 1 || power == 3);
    let words = below_thousand(group, language, feminine);
    let unit = match language {
        Language::Mk if one => single,
        Language::En | Language::Sq if group == 1 => single,
        Language::Mk | Language::En | Language::Sq => many,
    };
    if unit.is_empty() { words } else { format!("{words} {unit}") }
}

fn below_thousand(group: u64, language: Language, feminine: bool) -> String {
    let at = |words: &[&'static str], place: u64| {
        usize::try_from(place).ok().and_then(|place| words.get(place)).copied().unwrap_or("")
    };
    let (hundreds, rest) = (group / 100, group % 100);
    let (tens, ones) = if rest < 20 { (0, rest) } else { (rest / 10, rest % 10) };
    let mk_one = match (feminine, ones) {
        (true, 1) => "една",
        (true, 2) => "две",
        _ => at(&MK_ONES, ones),
    };
    let mut english = String::new();
    if hundreds != 0 && language == Language::En {
        english = format!("{} hundred", at(&EN_ONES, hundreds));
    }
    let parts: Vec<&str> = match language {
        Language::Mk => vec![at(&MK_HUNDREDS, hundreds), at(&MK_TENS, tens), mk_one],
        Language::En => vec![&english, at(&EN_TENS, tens), at(&EN_ONES, ones)],
        Language::Sq => vec![at(&SQ_HUNDREDS, hundreds), at(&SQ_TENS, tens), at(&SQ_ONES, ones)],
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match (language, parts.as_slice()) {
        (Language::Mk, [before @ .., last]) if !before.is_empty() => {
            format!("{} и {last}", before.join(" "))
        }
        (Language::Sq, parts) => parts.join(" e "),
        (Language::Mk | Language::En, parts) => parts.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(denari: i64, mk: &str, en: &str, sq: &str) {
        let said = Language::ALL.map(|language| denars(denari.saturating_mul(100), language));
        assert_eq!(said, [mk, en, sq], "{denari}");
    }

    #[test]
    fn sums_are_written_out_as_a_cashier_would() {
        check(0, "нула денари", "zero denars", "zero denarë");
        check(1, "еден денар", "one denar", "një denar");
        check(21, "дваесет и еден денар", "twenty one denars", "njëzet e një denarë");
        check(
            111,
            "сто и единаесет денари",
            "one hundred eleven denars",
            "njëqind e njëmbëdhjetë denarë",
        );
        check(1000, "илјада денари", "one thousand denars", "një mijë denarë");
        check(1005, "илјада и пет денари", "one thousand five denars", "një mijë e pesë denarë");
        check(
            2234,
            "две илјади двесте триесет и четири денари",
            "two thousand two hundred thirty four denars",
            "dy mijë e dyqind e tridhjetë e katër denarë",
        );
        check(
            12_500,
            "дванаесет илјади и петстотини денари",
            "twelve thousand five hundred denars",
            "dymbëdhjetë mijë e pesëqind denarë",
        );
        check(
            21_000,
            "дваесет и една илјада денари",
            "twenty one thousand denars",
            "njëzet e një mijë denarë",
        );
        check(
            1_120_000,
            "еден милион сто и дваесет илјади денари",
            "one million one hundred twenty thousand denars",
            "një milion e njëqind e njëzet mijë denarë",
        );
        check(
            2_000_000_001,
            "две милијарди и еден денар",
            "two billion one denars",
            "dy miliardë e një denarë",
        );
        assert_eq!(denars(150_050, Language::Mk), "илјада и петстотини денари и 50/100");
        assert_eq!(denars(-5, Language::En), "zero denars and 05/100");
    }
}
