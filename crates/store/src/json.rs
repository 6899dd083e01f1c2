//! Rows as one JSON text: a whole group's rows of a table go to either database in one statement.

use almoner_ledger::cell::{ColumnType, Value};
use chrono::{DateTime, Utc};

/// Writes rows as `[[…],[…]]`; bytes and ids in hexadecimal, instants in RFC 3339 with microseconds.
pub(crate) fn rows(rows: &[Vec<Value>]) -> String {
    let mut out = String::with_capacity(rows.len().saturating_mul(200).saturating_add(2));
    list(&mut out, rows, |out, row| list(out, row, cell));
    out
}

/// Writes one column of values as `[…]`.
pub(crate) fn values(values: &[Value]) -> String {
    let mut out = String::with_capacity(values.len().saturating_mul(40).saturating_add(2));
    list(&mut out, values, cell);
    out
}

fn list<T>(out: &mut String, items: &[T], write: impl Fn(&mut String, &T)) {
    out.push('[');
    for (at, item) in items.iter().enumerate() {
        if at != 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

fn cell(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Int(number) => out.push_str(&number.to_string()),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Text(text) => string(out, text),
        Value::Bytes(bytes) => hex(out, bytes),
        Value::Uuid(id) => hex(out, id.as_bytes()),
        Value::Date(date) => {
            out.push('"');
            out.push_str(&date.format("%Y-%m-%d").to_string());
            out.push('"');
        }
        Value::Instant(instant) => {
            out.push('"');
            out.push_str(&self::instant(*instant));
            out.push('"');
        }
    }
}

/// The one text of an instant, of fixed width, so that it sorts as time does.
pub(crate) fn instant(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::Micros, false)
}

/// A value of a row that the database wrote as JSON; `None` where it is of another type.
pub(crate) fn value(told: serde_json::Value, kind: ColumnType) -> Option<Value> {
    use serde_json::Value as Told;
    Some(match (told, kind) {
        (Told::Null, _) => Value::Null,
        (Told::Number(number), ColumnType::Int) => Value::Int(number.as_i64()?),
        (Told::Number(number), ColumnType::Bool) => Value::Bool(number.as_i64()? != 0),
        (Told::String(text), ColumnType::Text) => Value::Text(text),
        (Told::String(text), ColumnType::Date) => Value::Date(text.parse().ok()?),
        // Bytes are no text, and are not written as one.
        (
            Told::Number(_) | Told::String(_) | Told::Bool(_) | Told::Array(_) | Told::Object(_),
            _,
        ) => {
            return None;
        }
    })
}

fn hex(out: &mut String, bytes: &[u8]) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    out.push('"');
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            out.extend(DIGITS.get(usize::from(half)));
        }
    }
    out.push('"');
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if letter < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_is_written() {
        let row = vec![
            Value::Null,
            Value::Int(-5),
            Value::Bool(true),
            Value::Text("„Ѓ\"\\\n\u{1}".into()),
            Value::Bytes(vec![0, 171]),
            Value::Date("2026-03-10".parse().unwrap()),
            Value::Instant("2026-03-10T09:00:00.000001Z".parse().unwrap()),
        ];
        let expected = r#"[[null,-5,true,"„Ѓ\"\\\n\u0001","00ab","2026-03-10","2026-03-10T09:00:00.000001+00:00"]]"#;
        assert_eq!(rows(&[row]), expected);
    }

    #[test]
    fn a_value_is_read_as_what_its_column_holds() {
        use serde_json::json;
        let read = |told, kind| value(told, kind);
        assert_eq!(read(json!(null), ColumnType::Date), Some(Value::Null));
        assert_eq!(read(json!(-5), ColumnType::Int), Some(Value::Int(-5)));
        assert_eq!(read(json!(i64::MAX), ColumnType::Int), Some(Value::Int(i64::MAX)));
        assert_eq!(read(json!(1), ColumnType::Bool), Some(Value::Bool(true)));
        assert_eq!(read(json!("Ѓ\n"), ColumnType::Text), Some(Value::Text("Ѓ\n".into())));
        let day = "2026-03-10".parse().unwrap();
        assert_eq!(read(json!("2026-03-10"), ColumnType::Date), Some(Value::Date(day)));
        for (told, kind) in [
            (json!(1.5), ColumnType::Int),
            (json!("1"), ColumnType::Int),
            (json!(1), ColumnType::Text),
            (json!("2026-02-30"), ColumnType::Date),
            (json!("00ab"), ColumnType::Bytes),
            (json!([1]), ColumnType::Int),
        ] {
            assert_eq!(read(told, kind), None);
        }
    }
}
