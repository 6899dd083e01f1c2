//! One list of columns per table, from which the struct, the log image, the insert, the read and the check are derived.
//!
//! Written once, a column cannot be forgotten in one of the five places.

use almoner_proof::canon::{Canon, Fields};
use almoner_proof::hash::{Hash, commitment};

use crate::act::PayloadError;
use crate::cell::{ColumnType, Value};

/// How a column is vouched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Part of the primary key, and in the leaf.
    Key,
    /// In the leaf as it stands.
    Logged,
    /// Not in the leaf: it follows from other rows, and `verify` recomputes it.
    Derived,
    /// Not in the leaf but under the row's `commitment`, with its `salt`; may be emptied by an erasure.
    Erasable,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Rows are only ever added, each by the act whose `seq` it carries.
    Append,
    /// Rows are replaced whole; every version is in the log.
    State,
}

#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: ColumnType,
    pub nullable: bool,
    pub class: Class,
}

#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub keeping: Keeping,
    pub columns: &'static [Column],
}

/// A stored row that its own type does not accept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("table {table}: column {column} holds what the books cannot hold")]
pub struct Corrupt {
    pub table: &'static str,
    pub column: &'static str,
}

impl Table {
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    pub fn key(&self, values: &[Value]) -> Vec<Value> {
        self.select(values, |class| class == Class::Key)
    }

    fn select(&self, values: &[Value], wanted: impl Fn(Class) -> bool) -> Vec<Value> {
        let pairs = self.columns.iter().zip(values);
        pairs.filter(|(column, _)| wanted(column.class)).map(|(_, value)| value.clone()).collect()
    }

    /// The columns that the leaf holds, in order.
    pub fn logged(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().filter(|column| matches!(column.class, Class::Key | Class::Logged))
    }

    /// Appends the image of a row: every logged column in order.
    pub fn write_image(&self, values: &[Value], canon: &mut Canon) {
        for (column, value) in self.columns.iter().zip(values) {
            if matches!(column.class, Class::Key | Class::Logged) {
                value.write(canon);
            }
        }
    }

    /// Reads an image back: the logged columns in order.
    pub fn read_image(&self, fields: &mut Fields<'_>) -> Result<Vec<Value>, PayloadError> {
        self.logged().map(|column| Value::read(fields, column.kind)).collect()
    }

    /// The commitment that a row's erasable columns must match; `None` where the salt has been destroyed.
    pub fn commitment(&self, values: &[Value]) -> Option<Hash> {
        let Some(Value::Bytes(salt)) = self.column("salt").and_then(|at| values.get(at)) else {
            return None;
        };
        let mut canon = Canon::new();
        for (column, value) in self.columns.iter().zip(values) {
            if column.class == Class::Erasable && column.name != "salt" {
                value.write(&mut canon);
            }
        }
        Some(commitment(salt, self.name, canon.as_slice()))
    }
}

/// A row type that stands for a table.
pub trait Record: Sized + Clone {
    const TABLE: &'static Table;
    fn values(&self) -> Vec<Value>;
    fn from_values(values: Vec<Value>) -> Result<Self, Corrupt>;
}

#[macro_export]
macro_rules! class {
    (key) => {
        $crate::record::Class::Key
    };
    (log) => {
        $crate::record::Class::Logged
    };
    (derived) => {
        $crate::record::Class::Derived
    };
    (erasable) => {
        $crate::record::Class::Erasable
    };
}

#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* $name:ident = $table:literal $keeping:ident {
        $($(#[$field_meta:meta])* $class:ident $field:ident: $type:ty,)+
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)+
        }

        impl $crate::record::Record for $name {
            const TABLE: &'static $crate::record::Table = &$crate::record::Table {
                name: $table,
                keeping: $crate::record::Keeping::$keeping,
                columns: &[$($crate::record::Column {
                    name: stringify!($field),
                    kind: <$type as $crate::cell::Cell>::TYPE,
                    nullable: <$type as $crate::cell::Cell>::NULLABLE,
                    class: $crate::class!($class),
                }),+],
            };

            fn values(&self) -> Vec<$crate::cell::Value> {
                vec![$($crate::cell::Cell::to_value(&self.$field)),+]
            }

            fn from_values(values: Vec<$crate::cell::Value>) -> Result<Self, $crate::record::Corrupt> {
                let mut values = values.into_iter();
                Ok(Self {
                    $($field: values
                        .next()
                        .and_then($crate::cell::Cell::from_value)
                        .ok_or($crate::record::Corrupt { table: $table, column: stringify!($field) })?,)+
                })
            }
        }
    };
}
