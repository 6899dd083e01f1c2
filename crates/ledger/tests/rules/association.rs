//! Whose books these are: said by one person, from a day on, with numbers that can be right.

use almoner_ledger::command::{Command, SetAssociation};
use almoner_ledger::refusal::Refusal;

use crate::support::books::Books;
use crate::support::words::{ANA, BORIS, CVETA, TEA, code, day, text};

fn association(from: &str, seat: &str) -> SetAssociation {
    SetAssociation {
        valid_from: day(from),
        name: text("Здружение Пример"),
        seat: text(seat),
        register_number: Some("5414571".to_owned()),
        tax_number: Some("4030000375897".to_owned()),
        activity: Some(code("88.99")),
        phone: None,
        email: None,
        representative: Some(text("претседател")),
    }
}

pub(crate) fn with_tax_number(number: &str) -> Command {
    let tax_number = Some(number.to_owned());
    Command::SetAssociation(SetAssociation {
        tax_number, ..association("2026-01-01", "Скопје")
    })
}

pub(crate) fn with_register_number(number: &str) -> Command {
    let register_number = Some(number.to_owned());
    Command::SetAssociation(SetAssociation {
        register_number,
        ..association("2026-01-01", "Скопје")
    })
}

#[test]
fn an_association_is_what_was_said_last_of_the_day() {
    let mut books = Books::open();
    let seat = |books: &Books, on: &str| books.facts.association(day(on)).map(|it| it.seat.clone());
    assert_eq!(seat(&books, "2026-06-01"), None);
    for (person, from, told) in [
        (TEA, "2026-01-01", "Скопје"),
        (ANA, "2026-05-01", "Битола"),
        (TEA, "2026-05-01", "Прилеп"),
        (BORIS, "2025-01-01", "Охрид"),
    ] {
        books.does(person, Command::SetAssociation(association(from, told)));
    }
    for (on, told) in [
        ("2024-12-31", None),
        ("2025-12-31", Some("Охрид")),
        ("2026-04-30", Some("Скопје")),
        ("2026-05-01", Some("Прилеп")),
    ] {
        assert_eq!(seat(&books, on).as_deref(), told, "{on}");
    }
    let other = Command::SetAssociation(association("2026-01-01", "Скопје"));
    assert_eq!(books.refuses(CVETA, other).name(), "not-allowed");
}

#[test]
fn numbers_are_checked_as_far_as_it_is_known_how() {
    let mut books = Books::open();
    for number in ["4030000375897", "4020990116747", "4057009501106"] {
        books.does(TEA, with_tax_number(number));
    }
    for number in ["4030000375896", "403000037589", "MK4030000375897", "403000037589х"] {
        assert_eq!(
            books.refuses(TEA, with_tax_number(number)),
            Refusal::TaxNumberUnfit,
            "{number}"
        );
    }
    // Nobody has published how the last digit of a register number is made: a doubt is told and stops nothing.
    for (number, odd) in [("5414571", false), ("5414572", true)] {
        books.does(TEA, with_register_number(number));
        let told = books.facts.association(day("2026-06-01")).unwrap();
        assert_eq!(told.register_number_is_odd(), odd, "{number}");
    }
    for number in ["541457", "54145711", "541457а"] {
        let refused = books.refuses(TEA, with_register_number(number));
        assert_eq!(refused, Refusal::RegisterNumberUnfit, "{number}");
    }
}
