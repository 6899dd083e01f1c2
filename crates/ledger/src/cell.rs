//! One value of one column, in the form both databases and the log agree on.

use almoner_proof::canon::{Canon, Fields};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::act::PayloadError;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    Date(NaiveDate),
    Instant(DateTime<Utc>),
    Bool(bool),
    Uuid(Uuid),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    Int,
    Text,
    Bytes,
    Date,
    Instant,
    Bool,
    Uuid,
}

/// A Rust type that a column can hold.
pub trait Cell: Sized {
    const TYPE: ColumnType;
    const NULLABLE: bool = false;
    fn to_value(&self) -> Value;
    /// `None` where the column holds something this type cannot be.
    fn from_value(value: Value) -> Option<Self>;
}

macro_rules! cell {
    ($type:ty, $kind:ident) => {
        impl Cell for $type {
            const TYPE: ColumnType = ColumnType::$kind;
            fn to_value(&self) -> Value {
                Value::$kind(self.clone())
            }
            fn from_value(value: Value) -> Option<Self> {
                if let Value::$kind(inner) = value { Some(inner) } else { None }
            }
        }
    };
}

cell!(i64, Int);
cell!(String, Text);
cell!(Vec<u8>, Bytes);
cell!(NaiveDate, Date);
cell!(DateTime<Utc>, Instant);
cell!(bool, Bool);
cell!(Uuid, Uuid);

impl<T: Cell> Cell for Option<T> {
    const TYPE: ColumnType = T::TYPE;
    const NULLABLE: bool = true;
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Cell::to_value)
    }
    fn from_value(value: Value) -> Option<Self> {
        if value == Value::Null { Some(None) } else { T::from_value(value).map(Some) }
    }
}

impl Value {
    /// Appends the canonical bytes of this value, which are frozen: leaves are made of them.
    pub fn write(&self, canon: &mut Canon) {
        match self {
            Self::Null => canon.absent(),
            Self::Int(number) => canon.int(*number),
            Self::Text(text) => canon.text(text),
            Self::Bytes(bytes) => canon.bytes(bytes),
            Self::Date(date) => canon.text(&date.format("%Y-%m-%d").to_string()),
            Self::Instant(instant) => canon.int(instant.timestamp_micros()),
            Self::Bool(truth) => canon.bytes(&[u8::from(*truth)]),
            Self::Uuid(id) => canon.bytes(id.as_bytes()),
        };
    }

    /// Reads back what [`Value::write`] wrote for a column of this type.
    pub fn read(fields: &mut Fields<'_>, kind: ColumnType) -> Result<Self, PayloadError> {
        let Some(bytes) = fields.next()? else { return Ok(Self::Null) };
        let value = match kind {
            ColumnType::Int => bytes.try_into().ok().map(|raw| Self::Int(i64::from_be_bytes(raw))),
            ColumnType::Text => {
                std::str::from_utf8(bytes).ok().map(|text| Self::Text(text.to_owned()))
            }
            ColumnType::Bytes => Some(Self::Bytes(bytes.to_vec())),
            ColumnType::Date => std::str::from_utf8(bytes)
                .ok()
                .and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
                .map(Self::Date),
            ColumnType::Instant => bytes
                .try_into()
                .ok()
                .and_then(|raw| DateTime::from_timestamp_micros(i64::from_be_bytes(raw)))
                .map(Self::Instant),
            ColumnType::Bool => match bytes {
                [0] => Some(Self::Bool(false)),
                [1] => Some(Self::Bool(true)),
                _ => None,
            },
            ColumnType::Uuid => Uuid::from_slice(bytes).ok().map(Self::Uuid),
        };
        value.ok_or(PayloadError::Malformed)
    }
}
