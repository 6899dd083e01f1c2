//! What one measurement does: so many posts per call, by so many clients at once.

use std::fmt;
use std::str::FromStr;

use anyhow::{Context, ensure};

#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Posts per call, all of them in one database transaction.
    pub(crate) batch: usize,
    pub(crate) clients: usize,
}

impl FromStr for Shape {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let (batch, clients) = text.split_once('x').context("a shape reads like 100x1")?;
        let shape = Self { batch: batch.parse()?, clients: clients.parse()? };
        ensure!(0 < shape.batch && 0 < shape.clients, "a shape has at least 1 post and 1 client");
        Ok(shape)
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "batch={} clients={}", self.batch, self.clients)
    }
}
