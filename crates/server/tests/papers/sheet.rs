//! A statement as the program on the other side reads it.

use axum::http::StatusCode;

use crate::app::{Answer, TestApp};

pub(crate) struct Sheet {
    pub(crate) head: Vec<String>,
    pub(crate) records: Vec<Vec<String>>,
}

impl Sheet {
    pub(crate) fn read(text: &str, delimiter: u8) -> Self {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        let head = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let records = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        Self { head, records }
    }

    fn place(&self, column: &str) -> usize {
        self.head.iter().position(|name| name == column).unwrap_or_else(|| panic!("no {column}"))
    }

    /// The cells of a column in the records of a kind.
    pub(crate) fn cells(&self, record: &str, column: &str) -> Vec<&str> {
        let place = self.place(column);
        self.records
            .iter()
            .filter(|cells| cells[0] == record)
            .map(|cells| cells[place].as_str())
            .collect()
    }

    /// What a `head` or `control` record says of a name.
    pub(crate) fn named(&self, record: &str, name: &str) -> &str {
        self.records
            .iter()
            .find(|cells| cells[0] == record && cells[1] == name)
            .map(|cells| cells[2].as_str())
            .unwrap_or_else(|| panic!("no {record} {name}"))
    }

    fn sum(&self, column: &str) -> i64 {
        self.cells("line", column).into_iter().map(minor).sum()
    }

    /// Opening and all lines lead to the closing, and the controls count what is there.
    pub(crate) fn prove(&self) {
        let (debit, credit) = (self.sum("debit"), self.sum("credit"));
        assert_eq!(self.cells("total", "debit"), [text(debit)]);
        assert_eq!(self.cells("total", "credit"), [text(credit)]);
        let lines = self.cells("line", "seq").len();
        assert_eq!(self.named("control", "rows"), lines.to_string());
        assert_eq!(self.named("control", "control_total"), text(debit + credit));
        assert_eq!(self.records.last().unwrap()[1], "control_total", "nothing stands behind it");
        if self.named("head", "statement") == "journal" {
            assert_eq!(debit, credit);
            return;
        }
        let [opening] = self.cells("opening", "balance")[..] else { panic!("not one opening") };
        let [closing] = self.cells("closing", "balance")[..] else { panic!("not one closing") };
        assert_eq!(minor(opening) + debit - credit, minor(closing));
        if let Some(last) = self.cells("line", "balance").last() {
            assert_eq!(*last, closing);
        }
    }
}

/// `1234.56` as 123456; an empty cell is nothing.
fn minor(text: &str) -> i64 {
    if text.is_empty() {
        return 0;
    }
    let (whole, cents) = text.split_once('.').unwrap_or_else(|| panic!("{text:?} is no amount"));
    assert_eq!(cents.len(), 2, "{text:?}");
    format!("{whole}{cents}").parse().unwrap()
}

fn text(minor: i64) -> String {
    almoner_ledger::money::format_minor(minor)
}

/// A statement of March until the tenth.
pub(crate) async fn download(app: &TestApp, login: &str, path: &str) -> Answer {
    let sign = if path.contains('?') { '&' } else { '?' };
    let path = format!("{path}{sign}from=2026-03-01&to=2026-03-10");
    let answer = app.get(login, &path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    answer
}

pub(crate) async fn sheet(app: &TestApp, path: &str) -> Sheet {
    let sheet = Sheet::read(&download(app, "auditor", path).await.text(), b',');
    sheet.prove();
    sheet
}
