//! How a CSV is written for a program and for a spreadsheet, and how a number and a text survive the way back.

pub mod dialect;
pub mod guard;
pub mod number;
