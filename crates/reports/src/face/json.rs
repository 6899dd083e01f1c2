//! The report as data: everything it says, sums as decimal strings, and what each figure opens.

use crate::report::Report;

/// One line break at the end, so that the file is a text file.
pub fn write(report: &Report) -> Result<Vec<u8>, serde_json::Error> {
    let mut out = serde_json::to_vec_pretty(report)?;
    out.push(b'\n');
    Ok(out)
}
