//! Fixed assets with their charges, by one statement and so of one moment.

use almoner_ledger::rows::asset::Asset;

use super::super::driver::Connection;
use super::cells::Cells;
use crate::error::StoreError;
use crate::read::asset::{AssetRow, Charge};

pub(crate) async fn all(connection: &mut Connection) -> Result<Vec<AssetRow>, StoreError> {
    let rows = sqlx::query(
        "select asset.seq, asset.name, asset.entry_seq, asset.account, asset.fund_seq, asset.cost_minor,
             asset.in_use_on, asset.rate_bp, asset.depreciated_minor, asset.depreciated_through,
             asset.left_on, asset.version, acquired.booked_on as acquired_on,
             charged.seq as charged_seq, charged.booked_on as charged_on, depreciation.minor
         from asset
         join entry as acquired on acquired.seq = asset.entry_seq
         left join depreciation on depreciation.asset_seq = asset.seq
         left join entry as charged on charged.seq = depreciation.seq
         order by asset.seq, depreciation.seq",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut assets: Vec<AssetRow> = Vec::new();
    for row in &rows {
        let (asset, mut cells) = Cells::after::<Asset>(row)?;
        if assets.last().is_none_or(|last| last.asset.seq != asset.seq) {
            assets.push(AssetRow { asset, acquired_on: cells.next()?, charges: Vec::new() });
        } else {
            cells.next::<chrono::NaiveDate>()?;
        }
        let seq: Option<i64> = cells.next()?;
        let booked_on: Option<chrono::NaiveDate> = cells.next()?;
        let minor: Option<i64> = cells.next()?;
        if let (Some(seq), Some(booked_on), Some(minor), Some(last)) =
            (seq, booked_on, minor, assets.last_mut())
        {
            last.charges.push(Charge { seq, booked_on, minor });
        }
    }
    Ok(assets)
}
