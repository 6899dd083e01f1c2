//! The demo tells its year by rules that hold, the same way every time.

use std::collections::BTreeSet;
use std::path::PathBuf;

use almoner_ledger::codes::TaxBasis;
use almoner_server::clock::{Clock, civil_date};
use almoner_server::demo::{Plan, Told, last_day, tell};
use almoner_server::secret;
use almoner_store::config::Config;
use almoner_store::read::page::Paging;
use almoner_store::read::payout::PayoutFilter;
use almoner_store::store::Store;
use almoner_store::verify::Trust;

pub(crate) struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

pub(crate) async fn told(name: &str) -> (Folder, Store, Told) {
    told_thinned(name, 12).await
}

pub(crate) async fn told_thinned(name: &str, thinned: i64) -> (Folder, Store, Told) {
    let folder =
        Folder(std::env::temp_dir().join(format!("almoner-demo-{}-{name}", std::process::id())));
    std::fs::create_dir_all(&folder.0).unwrap();
    let url = format!("sqlite:{}", folder.0.join("demo.db").display());
    let plan = Plan { until: "2026-03-10".parse().unwrap(), thinned };
    let told = tell(&url, &plan, |_, _| {}).await.unwrap();
    let clock = Clock::standing("2026-03-10T12:00:00Z".parse().unwrap());
    let store = Store::open(Config::new(url, clock.for_store(), secret::entropy())).await.unwrap();
    (folder, store, told)
}

#[tokio::test]
async fn the_demo_is_sound_and_told_the_same_way_twice() {
    let (_first, store, told_first) = told("first").await;
    let report = store.verify(&Trust::default(), |_, _| {}).await.unwrap();
    assert!(report.is_sound(), "{report}");
    let (_second, again, told_again) = told("second").await;
    assert_eq!(told_first, told_again);
    let report_again = again.verify(&Trust::default(), |_, _| {}).await.unwrap();
    assert_eq!(report.root, report_again.root);
    store.close().await;
    again.close().await;
}

#[tokio::test]
async fn the_demo_taxes_some_of_its_aid_and_pays_the_tax() {
    let (_folder, store, _) = told("tax").await;
    let paging = Paging { after: None, limit: 500 };
    let payouts = store.payouts(&PayoutFilter::default(), &paging).await.unwrap().items;
    let bases: BTreeSet<TaxBasis> = payouts.iter().map(|row| row.tax_basis).collect();
    let told = [TaxBasis::SocialProtection, TaxBasis::Treatment, TaxBasis::Taxable];
    assert!(told.iter().all(|basis| bases.contains(basis)), "{bases:?}");
    let paid = payouts.iter().filter(|row| row.tax_paid_seq.is_some());
    assert!(paid.clone().all(|row| 0 < row.tax_minor && row.tax_list_number.is_some()));
    assert!(0 < paid.count());
    store.close().await;
}

#[tokio::test]
async fn the_demo_closes_its_months_but_the_last_two_and_the_year_that_is_over() {
    let (_folder, store, _) = told("months").await;
    let facts = store.facts_for_reading().await.unwrap();
    assert!(facts.books.as_ref().unwrap().demo);
    assert_eq!(facts.closed_through().unwrap().to_string(), "2026-01");
    assert_eq!(facts.last_closed_year(), Some(2025));
    let issued = store.issued(Some(2025)).await.unwrap();
    let documents: BTreeSet<&str> =
        issued.iter().map(|paper| paper.issued.document.as_str()).collect();
    assert!(documents.is_superset(&["balance_sheet", "inventory"].into()), "{documents:?}");
    assert!(300 <= facts.sources.len());
    // Five past midnight in Skopje of the day after: who is let in then must not be known only later.
    let now = "2026-03-10T23:05:00Z".parse().unwrap();
    assert_eq!(last_day(civil_date(now)).to_string(), "2026-03-10");
    let head = store.health().await.unwrap().head_seq;
    let last = store.act(head).await.unwrap().unwrap();
    assert!(last.leaf.recorded_at < now, "{:?}", last.leaf.recorded_at);
    store.close().await;
}
