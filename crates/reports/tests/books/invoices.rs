//! Books of invoices: what settles which, and what is open agrees with the ledger.

use almoner_reports::language::Language;
use almoner_reports::public_money::{Cost, CostInvoice, Movement};
use almoner_reports::registers::invoices::{Book, Direction, Invoice, build};
use almoner_reports::registers::settle::{Moved, Settled, settle};
use almoner_reports::report::cell::Value;
use almoner_reports::tax::exempt::{self, Project};

use crate::support::{association, day, frame, law};

fn moved(seq: i64, on: &str, fund_seq: i64, minor: i64, number: Option<&str>) -> Moved {
    let paper = number.map(|number| (number.to_owned(), None));
    Moved { seq, on: day(on), account: "220".to_owned(), fund_seq, minor, paper }
}

fn open(minor: i64, last_on: Option<&str>) -> Settled {
    Settled { open_minor: minor, last_on: last_on.map(day) }
}

/// Invoices of 100, 50 and 30 in one fund, 70 in another. 40 name the third: 30 close it, and 10 are left over. With the 95
/// that name nothing that is 105: 100 close the oldest, 5 go to the second. Nothing of it reaches the other fund.
#[test]
fn a_payment_closes_the_invoice_it_names_and_then_the_oldest() {
    let claims = [
        moved(1, "2026-01-01", 1, 100, Some("1")),
        moved(2, "2026-02-01", 1, 50, Some("2")),
        moved(3, "2026-03-01", 1, 30, Some("3")),
        moved(4, "2026-01-01", 2, 70, Some("4")),
    ];
    let payments = [moved(5, "2026-03-05", 1, 95, None), moved(6, "2026-03-10", 1, 40, Some("3"))];
    let settled = settle(&claims, &payments).unwrap();
    assert_eq!(settled[&1], open(0, Some("2026-03-10")));
    assert_eq!(settled[&2], open(45, Some("2026-03-10")));
    assert_eq!(settled[&3], open(0, Some("2026-03-10")));
    assert_eq!(settled[&4], open(70, None));
    let open: i64 = settled.values().map(|it| it.open_minor).sum();
    assert_eq!(open, 250 - 135);
}

fn invoice(seq: i64, amount_minor: i64, open_minor: i64) -> Invoice {
    Invoice {
        seq,
        booked_on: day("2026-03-01"),
        dated_on: Some(day("2026-02-27")),
        number: format!("Ф-{seq}"),
        who: "Пример Добавувач".to_owned(),
        entry: (seq, 2026),
        amount_minor,
        open_minor,
        paid_on: None,
        reversed: false,
    }
}

#[test]
fn what_is_open_is_compared_with_the_ledger_and_what_was_taken_back_counts_for_nothing() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "invoices_in", Language::En);
    let back = Invoice { reversed: true, ..invoice(3, 99_900, 0) };
    let book = Book {
        direction: Direction::In,
        invoices: vec![invoice(2, 100_000, 40_000), back],
        before: vec![invoice(1, 5_000, 5_000)],
        ledger_minor: 50_000,
    };
    let report = build(&frame, &book).unwrap();
    let total = report.sections[0].total.as_ref().unwrap();
    let sums: Vec<&Value> = total.cells[6..9].iter().map(|cell| &cell.value).collect();
    assert_eq!(sums, [&Value::Money(100_000), &Value::Money(60_000), &Value::Money(40_000)]);
    assert_eq!(report.sections[1].title.as_deref(), Some("From before, still open"));
    let ledger =
        "The ledger has on these accounts 500.00 MKD: open invoices 450.00 MKD, other 50.00 MKD.";
    assert_eq!(report.notes[1], ledger);
}

#[test]
fn a_project_free_of_tax_lists_the_invoices_paid_in_the_quarter() {
    let (law, association) = (law(), association());
    let mut quarter = frame(&law, &association, "exempt_invoices", Language::En);
    quarter.period.to = day("2026-03-31");
    let cost = |seq: i64, paid_on: &str, number: Option<&str>| Cost {
        of: Movement { seq, on: day("2026-01-05"), document: String::new(), minor: 1_000 * seq },
        issuer: String::new(),
        line: String::new(),
        codes: Vec::new(),
        paid_on: day(paid_on),
        invoice: number.map(|number| CostInvoice {
            seq,
            number: number.to_owned(),
            dated_on: Some(day("2026-01-04")),
            issuer: Some("Пример Аптека".to_owned()),
        }),
    };
    let costs = [
        cost(1, "2026-01-10", Some("7/26")),
        cost(2, "2026-02-10", None),
        cost(3, "2026-03-31", Some("8/26")),
        cost(4, "2026-04-01", Some("9/26")),
    ];
    let project = Project {
        agreement: "EU-1".to_owned(),
        giver: "Пример".to_owned(),
        from: day("2026-01-01"),
        to: day("2027-12-31"),
    };
    let report = exempt::build(&quarter, &project, &costs).unwrap();
    let rows = &report.sections[0].rows;
    let numbers: Vec<&Value> = rows.iter().map(|row| &row.cells[3].value).collect();
    assert_eq!(numbers, [&Value::Code("7/26".to_owned()), &Value::Code("8/26".to_owned())]);
    assert_eq!(report.total.as_ref().unwrap().cells[5].value, Value::Money(4_000));
    assert_eq!(report.parameters[0].value, "EU-1");
}
