//! What is left of the incomes of a fund.

use almoner_ledger::rows::lots::Lot;

use crate::error::StoreError;
use crate::read::page::{Page, Paging};
use crate::store::{Store, on_reader};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotRow {
    pub lot: Lot,
    /// The public name or reference of the giver.
    pub source_name: Option<String>,
    pub agreement_number: Option<String>,
}

impl Store {
    /// The lots of a fund of which something is left, oldest first: the order in which they are drawn.
    pub async fn open_lots(&self, fund: i64, paging: &Paging) -> Result<Page<LotRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::lots::open(connection, fund, &span).await)?;
        Ok(span.page(items, |row| (Some(row.lot.received_on), row.lot.seq, row.lot.line)))
    }
}
