//! The folder of North Macedonia: complete, and honest about what nobody has checked.

use std::collections::BTreeSet;

use almoner_law::account::{Account, Role};
use almoner_law::figure::Figure;
use almoner_law::form::FormRow;
use almoner_law::pack::Pack;
use almoner_law::term::Term;
use chrono::NaiveDate;

fn law() -> Pack {
    almoner_law::mk().expect("the folder parses")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn codes(terms: &[Term]) -> Vec<&str> {
    terms.iter().map(|term| term.code.as_str()).collect()
}

#[test]
fn the_official_chart_is_whole() {
    let law = law();
    let (official, ours): (Vec<_>, Vec<_>) =
        law.accounts.iter().partition(|account| account.code.len() == 3);
    assert_eq!(official.len(), 133);
    assert!(official.iter().all(|account| account.parent.is_none()));
    assert!(ours.iter().all(|account| account.parent.is_some() && account.source == "Almoner"));
}

#[test]
fn the_pool_is_money_stock_receivables_and_obligations() {
    let in_pool = |account: &Account| {
        let synthetic = account.code.get(..3).unwrap_or_default();
        let group = account.code.get(..2).unwrap_or_default();
        matches!(
            (group, synthetic),
            ("10", _)
                | (_, "120" | "130" | "150" | "160" | "170" | "272")
                | ("31" | "32" | "36" | "60" | "63" | "66", _)
                | ("21" | "22" | "24" | "25" | "26" | "28", _)
        )
    };
    for account in &law().accounts {
        assert_eq!(account.pool, in_pool(account), "{}", account.code);
    }
}

#[test]
fn manual_entries_keep_out_of_what_has_its_own_command() {
    let guarded = |account: &Account| {
        let synthetic = account.code.get(..3).unwrap_or_default();
        matches!(synthetic, "260" | "261" | "270" | "271" | "291" | "451")
            || matches!(account.role, Role::Stock | Role::Currency)
            || account.code.starts_with(['7', '8'])
    };
    for account in &law().accounts {
        assert_eq!(account.guarded, guarded(account), "{}", account.code);
    }
}

#[test]
fn the_terms_are_those_of_the_ledger() {
    let law = law();
    assert_eq!(
        codes(&law.categories),
        [
            "food",
            "shelter",
            "rent",
            "utilities",
            "health",
            "hygiene_clothing",
            "education",
            "documents",
            "transport",
            "emergency_cash",
            "other",
        ]
    );
    assert_eq!(codes(&law.target_groups), ["street_child", "homeless", "extreme_need", "other"]);
    assert_eq!(codes(&law.urgencies), ["emergency", "urgent", "normal"]);
    assert_eq!(law.source_kinds.len(), 10);
    assert_eq!(law.income_kinds.len(), 9);
}

#[test]
fn every_income_of_every_source_books_on_an_income_account() {
    let law = law();
    for kind in codes(&law.income_kinds) {
        for source in codes(&law.source_kinds) {
            for event in ["income", "income_in_kind"] {
                let event = format!("{event}/{kind}/{source}");
                let account = law.account_for(&event, day("2026-03-10")).expect(&event);
                assert_eq!(account.role, Role::Income, "{event}");
                assert!(law.is_postable(&account.code), "{event}");
            }
        }
    }
}

#[test]
fn every_need_has_its_own_aid_account() {
    let law = law();
    let accounts: BTreeSet<&str> = codes(&law.categories)
        .into_iter()
        .map(|category| {
            let event = format!("aid/{category}");
            let account = law.account_for(&event, day("2026-03-10")).expect(&event);
            assert_eq!(account.role, Role::Aid, "{event}");
            account.code.as_str()
        })
        .collect();
    assert_eq!(accounts.len(), law.categories.len());
}

#[test]
fn events_book_where_the_house_says() {
    let law = law();
    let books = |event: &str| {
        law.account_for(event, day("2026-03-10")).map(|account| account.code.as_str())
    };
    for (event, account) in [
        ("income/donation/person", "7310"),
        ("income/sponsorship/company", "7312"),
        ("income/grant/foreign_foundation", "7314"),
        ("income/central_budget/state_body", "7315"),
        ("income/municipal_budget/municipality", "7316"),
        ("income/donation/anonymous", "7318"),
        ("income_in_kind/donation/company", "7319"),
        ("unclear", "2601"),
        ("deferred/deferred_income", "2910"),
        ("deferred/liability_money", "270"),
        ("deferred/liability_goods", "271"),
        ("goods/stock", "3100"),
        ("goods/equipment", "013"),
        ("goods/services", "403"),
        ("aid/never_heard_of", "451099"),
        ("aid_in_kind/food", "4511"),
        ("aid_obligation", "2610"),
        ("exchange/gain", "721"),
        ("exchange/loss", "415"),
        ("aid_returned/prior_year", "780"),
        ("opening/equity", "970"),
    ] {
        assert_eq!(books(event), Some(account), "{event}");
    }
    assert_eq!(law.account_for("unclear", day("2009-12-31")), None);
}

/// Everything in the folder that bears a mark: what it is, its source, and the mark.
fn marks(law: &Pack) -> Vec<(String, &str, bool)> {
    let mut marks = Vec::new();
    for row in &law.accounts {
        marks.push((row.code.clone(), row.source.as_str(), row.verified));
    }
    for row in &law.scheme {
        marks.push((row.event.clone(), row.source.as_str(), row.verified));
    }
    for row in &law.bands {
        marks.push((format!("{:?}", row.up_to_minor), row.source.as_str(), row.verified));
    }
    for row in &law.values {
        marks.push((row.key.clone(), row.source.as_str(), row.verified));
    }
    for row in &law.economic_tax {
        marks.push((row.row.clone(), row.source.as_str(), row.verified));
    }
    for row in &law.municipalities {
        marks.push((row.iso_3166_2.clone(), row.source.as_str(), row.verified));
    }
    marks
}

#[test]
fn only_what_was_read_in_a_source_is_verified() {
    let law = law();
    for (what, source, verified) in marks(&law) {
        assert!(!verified || source.contains("[S"), "{what}: {source}");
        assert!(source == "Almoner" || source.contains('['), "{what}: {source} bears no mark");
        for doubt in ["[W]", "[UJPdoc]", "[OK-", "[NV]"] {
            assert!(!verified || !source.contains(doubt), "{what}: {source}");
        }
    }
}

/// A mark is set on purpose, with the source in the row, never in passing.
#[test]
fn these_values_were_read_in_a_source() {
    let law = law();
    let verified: BTreeSet<&str> =
        law.values.iter().filter(|value| value.verified).map(|value| value.key.as_str()).collect();
    let expected = [
        "annex_vi_reallocation",
        "annual_account_due",
        "beneficial_owner_entry",
        "cash_desk_insured_above",
        "cash_purchase_max",
        "cash_purchase_month_max",
        "cash_transaction_limit",
        "donation_relief_company",
        "donation_relief_person",
        "donation_relief_person_max",
        "donation_report",
        "donation_report_person_due",
        "personal_income_tax_rate",
        "public_interest_decision",
        "retention_donation_records",
        "small_organisation_threshold",
        "sponsorship_relief_company",
    ];
    assert_eq!(verified, BTreeSet::from(expected));
}

#[test]
fn limits_change_on_their_day() {
    let law = law();
    let limit = |on: &str| law.value("cash_transaction_limit", day(on)).map(|value| value.figure);
    assert_eq!(limit("2019-05-31"), None);
    assert_eq!(limit("2019-12-26"), Some(Figure::EurMinor(50_000)));
    assert_eq!(limit("2019-12-27"), Some(Figure::EurMinor(300_000)));
    assert_eq!(limit("2024-12-31"), Some(Figure::EurMinor(200_000)));
    assert_eq!(limit("2026-03-10"), Some(Figure::EurMinor(100_000)));

    let tax = |on: &str| law.value("personal_income_tax_rate", day(on));
    assert!(tax("2022-12-31").is_some_and(|value| value.verified));
    assert!(tax("2023-01-01").is_some_and(|value| !value.verified));

    let due = law.value("annual_account_due", day("2026-03-10")).map(|value| value.figure);
    assert_eq!(due.and_then(|figure| figure.due_in(2028)), Some(day("2028-02-29")));
}

#[test]
fn large_payouts_need_a_second_approver() {
    let law = law();
    assert_eq!(law.approvals_for(3_000_000, day("2026-03-10")), 1);
    assert_eq!(law.approvals_for(3_000_001, day("2026-03-10")), 2);
    assert_eq!(law.approvals_for(1, day("2009-12-31")), 2, "no rule: the strictest");
}

#[test]
fn eighty_municipalities_and_the_city() {
    let law = law();
    assert_eq!(law.municipalities.len(), 81);
    let of_skopje =
        law.municipalities.iter().filter(|place| place.part_of.as_deref() == Some("MK-85"));
    assert_eq!(of_skopje.count(), 10);
}

#[test]
fn everything_is_named_in_each_script() {
    let law = law();
    let terms =
        [&law.categories, &law.target_groups, &law.urgencies, &law.source_kinds, &law.income_kinds];
    let names = terms
        .into_iter()
        .flatten()
        .map(|term| &term.names)
        .chain(law.accounts.iter().map(|account| &account.names))
        .chain(law.municipalities.iter().map(|place| &place.names));
    let is_cyrillic = |letter: char| ('\u{400}'..='\u{4ff}').contains(&letter);
    for names in names {
        // A Latin letter that looks Cyrillic would be found by no search.
        let latin = names.mk.chars().any(|letter| letter.is_alphabetic() && !is_cyrillic(letter));
        assert!(!latin && names.mk.chars().any(is_cyrillic), "{:?}", names.mk);
        for text in [&names.en, &names.sq] {
            assert!(text.chars().any(char::is_alphabetic), "{:?}", names.mk);
            assert!(!text.chars().any(is_cyrillic), "{text:?}");
        }
    }
}

#[test]
fn the_official_forms_are_whole_and_every_account_has_its_row() {
    let law = law();
    let forms = law.forms(day("2026-12-31")).expect("there are forms");
    let numbers = |rows: &[FormRow]| rows.iter().map(|row| row.row.clone()).collect::<Vec<_>>();
    let range = |range: std::ops::RangeInclusive<u32>| {
        range.map(|number| format!("{number:03}")).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&forms.balance_sheet), range(1..=70));
    assert_eq!(numbers(&forms.income_expenditure), range(201..=252));
    assert!(forms.balance_sheet.iter().chain(&forms.income_expenditure).all(|row| !row.verified));

    let row =
        |account: &str| forms.row_of(account).map(|(_, row, sign)| format!("{sign}{}", row.row));
    for (account, expected) in [
        ("1000", "+012"),
        ("019", "-003"),
        ("028", "-002"),
        ("129", "-019"),
        ("120", "+019"),
        ("2910", "+063"),
        ("261", "+056"),
        ("451001", "+228"),
        ("7310", "+244"),
        ("810", "+237"),
        ("970", "+067"),
    ] {
        assert_eq!(row(account).as_deref(), Some(expected), "{account}");
    }
    let outside: Vec<&str> = law
        .accounts
        .iter()
        .filter(|account| forms.row_of(&account.code).is_none())
        .map(|account| account.code.as_str())
        .collect();
    assert_eq!(outside, ["800", "815", "820", "821", "822", "826", "829", "890"]);
}

#[test]
fn the_calendar_knows_its_days() {
    let law = law();
    let due = |document: &str, year| -> Vec<String> {
        let filings = law.filings.iter().filter(|filing| filing.document == document);
        filings.flat_map(|filing| law.due(filing, year)).map(|day| day.to_string()).collect()
    };
    assert_eq!(due("annual_account", 2026), ["2027-02-28"]);
    assert_eq!(due("annual_account", 2027), ["2028-02-29"]);
    assert_eq!(due("public_report", 2026), ["2027-04-30"]);
    assert_eq!(due("donation_report", 2026), ["2027-01-31"]);
    assert_eq!(due("inventory", 2026), ["2026-12-31"]);
    assert_eq!(
        due("exempt_invoices", 2026),
        ["2026-04-25", "2026-07-25", "2026-10-25", "2027-01-25"]
    );
    assert_eq!(due("payroll_return", 2026).last().map(String::as_str), Some("2027-01-10"));
    assert_eq!(due("epdd", 2026), [""; 0]);
    assert_eq!(due("annual_account", 2008), [""; 0], "before this folder speaks");
}

#[test]
fn an_organisation_is_known_abroad_by_its_register() {
    let law = law();
    let register = law.register("MK").unwrap();
    assert_eq!(register.identifier("1234567"), "MK-CR-1234567");
    assert!(!register.verified && law.register("XX").is_none());
}

#[test]
fn every_bank_is_named_and_none_is_called_confirmed() {
    let law = law();
    assert!(law.banks.iter().all(|bank| bank.code.len() == 3 && !bank.verified));
    let bank = |code: &str| law.banks.iter().find(|bank| bank.code == code);
    assert_eq!(bank("210").map(|bank| bank.names.mk.as_str()), Some("НЛБ Банка АД Скопје"));
}
