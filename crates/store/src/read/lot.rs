//! What is left of the incomes of a fund.

use almoner_ledger::rows::lots::Lot;

use crate::error::StoreError;
use crate::read::page::{Page, Paging};
use crate::store::Store;

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
        Err(crate::read::not_built_of((self, fund, paging)))
    }
}
