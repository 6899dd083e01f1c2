//! From an income to what it paid for and from a payout back to its givers.

use almoner_ledger::codes::{AllocationEvent, Category, Duty, PayoutState};
use almoner_store::read::income::IncomeFilter;
use almoner_store::read::page::Paging;
use almoner_store::read::payout::PayoutFilter;

pub(crate) async fn an_income_leads_to_its_payouts_and_back(url: &str) {
    let books = crate::filled::fill(url).await;
    let store = &books.store;
    let payouts = store.payouts(&PayoutFilter::default(), &Paging::default()).await.unwrap().items;
    for payout in &payouts {
        let detail = store.payout(payout.seq).await.unwrap().unwrap();
        assert_eq!(&detail.payout, payout);
        let value: i64 = detail.lots.iter().map(|share| share.value_minor).sum();
        assert_eq!(value, payout.amount_minor);
        assert_eq!(detail.lots, store.payout_shares(payout.seq).await.unwrap());
        assert_eq!(detail.events.first().unwrap().state, PayoutState::Proposed);
        assert_eq!(detail.events.last().unwrap().state, payout.state);
        assert_eq!(detail.duties[0].duty, Duty::Propose);
        assert_eq!(detail.digest.len(), 64);
        let request = store.request(payout.request_seq).await.unwrap().unwrap();
        assert!(request.payouts.contains(payout));
        if payout.state == PayoutState::Paid {
            for income in detail.lots.iter().filter_map(|share| share.income_seq) {
                let steps = store.income_allocations(income).await.unwrap();
                let spent = |event| {
                    steps
                        .iter()
                        .any(|step| step.payout_seq == Some(payout.seq) && step.event == event)
                };
                assert!(spent(AllocationEvent::Reserve) && spent(AllocationEvent::Spend));
                let told = store.income(income).await.unwrap().unwrap();
                assert!(told.paid_for.iter().any(|sum| sum.category == Some(Category::Food)));
            }
        }
    }
    let incomes = store
        .incomes(&IncomeFilter::default(), &Paging { limit: 200, after: None })
        .await
        .unwrap()
        .items;
    for row in incomes.iter().filter(|row| row.reversed_by_seq.is_none()) {
        let detail = store.income(row.seq).await.unwrap().unwrap();
        let left: i64 = detail.lots.iter().map(|lot| lot.left_value_minor).sum();
        let brought: i64 = detail
            .lots
            .iter()
            .filter(|lot| lot.parent_seq.is_none())
            .map(|lot| lot.value_minor)
            .sum();
        let gained: i64 = detail
            .lots
            .iter()
            .filter(|lot| lot.parent_seq.is_some())
            .map(|lot| lot.value_minor)
            .sum();
        let converted: i64 = detail
            .events
            .iter()
            .filter(|sum| sum.event == AllocationEvent::Convert)
            .map(|sum| sum.value_minor)
            .sum();
        let paid: i64 = detail.paid_for.iter().map(|sum| sum.value_minor).sum();
        assert_eq!(brought + gained - converted - paid, left, "income {}", row.seq);
    }
    let unclear = incomes.iter().find(|row| row.explained_by_seq.is_some()).unwrap();
    let told = incomes.iter().find(|row| row.explains_seq == Some(unclear.seq)).unwrap();
    assert_eq!(unclear.explained_by_seq, Some(told.seq));
    assert_eq!(store.payout(1).await.unwrap(), None);
    books.store.close().await;
}
