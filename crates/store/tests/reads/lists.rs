//! Lists: every row once, whatever happens between two pages.

use almoner_ledger::codes::*;
use almoner_store::read::agreement::AgreementFilter;
use almoner_store::read::decision::DecisionFilter;
use almoner_store::read::entry::{EntryFilter, EntryRow};
use almoner_store::read::income::{BookedState, IncomeFilter, IncomeRow};
use almoner_store::read::page::{Cursor, Page, Paging};
use almoner_store::read::payout::PayoutFilter;
use almoner_store::read::request::{RequestFilter, RequestRow};
use almoner_store::read::source::SourceFilter;
use almoner_store::store::Store;

use crate::plain::{number, postings};
use crate::random::fill;
use crate::support::{Books, day};

/// Every page of a list, by pages of so many rows; the cursor goes through its text.
macro_rules! every {
    ($limit:expr, $paging:ident => $page:expr) => {{
        let mut rows = Vec::new();
        let mut after = None;
        loop {
            let $paging = Paging { limit: $limit, after };
            let page: Page<_> = $page.await.unwrap();
            rows.extend(page.items);
            match page.next {
                Some(next) => after = Cursor::parse(&next.to_string()),
                None => break rows,
            }
            assert!(after.is_some());
        }
    }};
}

async fn incomes(store: &Store, filter: &IncomeFilter, limit: i64) -> Vec<IncomeRow> {
    every!(limit, paging => store.incomes(filter, &paging))
}

pub(crate) async fn a_listing_does_not_see_what_is_booked_meanwhile(url: &str) {
    let books = Books::open(url).await;
    let mut recorded = Vec::new();
    for _ in 0..23 {
        recorded.push(books.donation("10.00").await.unwrap().seq);
    }
    let mut seen = Vec::new();
    let mut paging = Paging { limit: 5, after: None };
    loop {
        let page = books.store.incomes(&IncomeFilter::default(), &paging).await.unwrap();
        seen.extend(page.items.iter().map(|row| row.seq));
        books.donation("99.00").await.unwrap();
        assert_eq!(page.as_of_seq, *recorded.last().unwrap());
        paging.after = page.next;
        if page.next.is_none() {
            break;
        }
    }
    seen.reverse();
    assert_eq!(seen, recorded);
    let first = books
        .store
        .incomes(&IncomeFilter::default(), &Paging { limit: 10_000, after: None })
        .await
        .unwrap();
    assert_eq!(first.items.len(), 28);
    books.store.close().await;
}

pub(crate) async fn pages_cover_every_filter(url: &str) {
    let books = fill(url, 9).await;
    let store = &books.store;
    let all = incomes(store, &IncomeFilter::default(), 7).await;
    assert_eq!(i64::try_from(all.len()).unwrap(), number(url, "select count(*) from income").await);
    assert!(
        all.is_sorted_by(|one, other| (one.received_on, one.seq) > (other.received_on, other.seq))
    );
    let reversed = all.iter().filter(|row| row.state() == BookedState::Reversed).count();
    assert!(0 < reversed, "the random books reverse something");
    let (from, to) = (day("2026-03-01"), day("2026-04-30"));
    type Check = fn(&IncomeRow, &Books) -> bool;
    let filters: [(IncomeFilter, Check); 7] = [
        (IncomeFilter { source: Some(books.source), ..IncomeFilter::default() }, |row, books| {
            row.source_seq == Some(books.source)
        }),
        (IncomeFilter { fund: Some(books.restricted), ..IncomeFilter::default() }, |row, books| {
            row.fund_seq == books.restricted
        }),
        (IncomeFilter { kind: Some(IncomeKind::Donation), ..IncomeFilter::default() }, |row, _| {
            row.kind == IncomeKind::Donation
        }),
        (IncomeFilter { kind: Some(IncomeKind::Grant), ..IncomeFilter::default() }, |row, _| {
            row.kind == IncomeKind::Grant
        }),
        (
            IncomeFilter { state: Some(BookedState::Reversed), ..IncomeFilter::default() },
            |row, _| row.reversed_by_seq.is_some(),
        ),
        (
            IncomeFilter {
                state: Some(BookedState::Recorded),
                source: Some(books.source),
                ..IncomeFilter::default()
            },
            |row, _| row.reversed_by_seq.is_none(),
        ),
        (
            IncomeFilter { reference: Some("ref-1".to_owned()), ..IncomeFilter::default() },
            |row, _| row.reference.as_deref() == Some("ref-1"),
        ),
    ];
    for (filter, keeps) in filters {
        for (from_on, to_on) in
            [(None, None), (Some(from), Some(to)), (Some(to), None), (None, Some(from))]
        {
            let filter = IncomeFilter { from_on, to_on, ..filter.clone() };
            let within = |row: &&IncomeRow| {
                from_on.is_none_or(|from| from <= row.received_on)
                    && to_on.is_none_or(|to| row.received_on <= to)
            };
            let expected = all.iter().filter(within).filter(|row| keeps(row, &books)).cloned();
            assert_eq!(
                incomes(store, &filter, 5).await,
                expected.collect::<Vec<_>>(),
                "{filter:?}"
            );
        }
    }
    found_again(store, &all[..5]).await;
    assert_eq!(store.income(1).await.unwrap(), None);
    books.store.close().await;
}

/// Each row again, by its seq, its receipt and the number of its entry.
async fn found_again(store: &Store, rows: &[IncomeRow]) {
    for row in rows {
        assert_eq!(&store.income(row.seq).await.unwrap().unwrap().income, row);
        let receipt = (row.receipt_year.unwrap(), row.receipt_number.unwrap());
        assert_eq!(store.income_by_receipt(receipt.0, receipt.1).await.unwrap(), Some(row.seq));
        assert_eq!(
            store.entry_by_number(row.entry_year, row.entry_number).await.unwrap(),
            Some(row.seq)
        );
    }
}

pub(crate) async fn an_entry_is_listed_once_for_its_account(url: &str) {
    let books = crate::filled::fill(url).await;
    let store = &books.store;
    let postings = postings(url).await;
    let all = every!(6, paging => store.entries(&EntryFilter::default(), &paging));
    let lines: usize = all.iter().map(|entry| entry.postings.len()).sum();
    assert_eq!(lines, postings.len());
    assert!(all.is_sorted_by(|one, other| (one.booked_on, one.seq) > (other.booked_on, other.seq)));
    for account in ["1000", "1010", "2910", "7311", "no such"] {
        for fund in [None, Some(books.fund), Some(books.restricted)] {
            let filter =
                EntryFilter { account: Some(account.to_owned()), fund, ..EntryFilter::default() };
            let listed = every!(4, paging => store.entries(&filter, &paging));
            let moves = |entry: &&almoner_store::read::entry::EntryRow| {
                let on = |line: &almoner_ledger::rows::journal::Posting| {
                    line.account == account && fund.is_none_or(|fund| line.fund_seq == fund)
                };
                entry.postings.iter().any(on)
            };
            assert_eq!(
                listed,
                all.iter().filter(moves).cloned().collect::<Vec<_>>(),
                "{account} {fund:?}"
            );
        }
    }
    let filter = EntryFilter {
        kind: Some(EntryKind::Reversal),
        fund: Some(books.fund),
        ..EntryFilter::default()
    };
    for entry in every!(2, paging => store.entries(&filter, &paging)) {
        let detail = store.entry(entry.seq).await.unwrap().unwrap();
        assert_eq!(detail.entry, entry);
        assert_eq!(
            (detail.leaf.index, detail.leaf.kind.as_str()),
            (entry.seq - 1, "entry.reversed")
        );
        let taken = store.entry(detail.reverses[0].reversed_seq).await.unwrap().unwrap();
        assert_eq!(taken.reversed_by, Some(detail.reverses[0]));
        assert_eq!(taken.entry.reversed_by_seq, Some(entry.seq));
    }
    let paid = all.iter().find_map(|entry| entry.payout_seq).unwrap();
    let filter = EntryFilter { payout: Some(paid), ..EntryFilter::default() };
    assert!(
        every!(1, paging => store.entries(&filter, &paging))
            .iter()
            .all(|entry| entry.payout_seq == Some(paid))
    );
    for account in [None, Some("1000".to_owned())] {
        let document = Some(DocumentKind::BankStatement);
        let filter = EntryFilter { account: account.clone(), document, ..EntryFilter::default() };
        let listed = every!(5, paging => store.entries(&filter, &paging));
        let on = |entry: &EntryRow, code: &str| entry.postings.iter().any(|it| it.account == code);
        let wanted = all.iter().filter(|entry| entry.document_kind == document);
        let wanted = wanted.filter(|entry| account.as_deref().is_none_or(|code| on(entry, code)));
        assert!(!listed.is_empty());
        assert_eq!(listed, wanted.cloned().collect::<Vec<_>>(), "{account:?}");
    }
    assert_eq!(store.entry(1).await.unwrap(), None);
    books.store.close().await;
}

pub(crate) async fn everything_else_is_listed(url: &str) {
    let books = crate::filled::fill(url).await;
    givers(&books, url).await;
    requests(&books, url).await;
    payouts(&books, url).await;
    others(&books, url).await;
    books.store.close().await;
}

/// Money that went back to its giver, and payments with what was asked for them, as the log knew them.
pub(crate) async fn refunds_and_payments_are_read_as_they_were_known(url: &str) {
    let books = crate::filled::fill(url).await;
    let store = &books.store;
    let ever = (day("2000-01-01"), day("2100-01-01"));
    let refunds = store.refunds(ever, i64::MAX).await.unwrap();
    let [refund] = refunds.as_slice() else { panic!("{refunds:?}") };
    assert_eq!((refund.booked_on, refund.value_minor), (day("2026-03-10"), 10_000));
    let agreement = store.agreement(refund.agreement_seq).await.unwrap().unwrap().agreement;
    assert_eq!(agreement.fund_seq, refund.fund_seq);
    assert_eq!(store.refunds(ever, refund.seq - 1).await.unwrap(), [], "nobody had heard of it");
    let earlier = (ever.0, day("2026-03-09"));
    assert_eq!(store.refunds(earlier, i64::MAX).await.unwrap(), []);
    let help = store.help(ever, i64::MAX).await.unwrap();
    assert!(!help.is_empty());
    for row in help {
        let request = store.payout(row.payout_seq).await.unwrap().unwrap().payout.request_seq;
        let asked = store.request(request).await.unwrap().unwrap().request.asked_minor;
        assert!(row.asked_minor.is_none_or(|minor| minor == asked), "{row:?}");
    }
    books.store.close().await;
}

fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap()
}

async fn givers(books: &Books, url: &str) {
    let store = &books.store;
    let sources = every!(1, paging => store.sources(&SourceFilter::default(), &paging));
    assert_eq!(count(sources.len()), number(url, "select count(*) from source").await);
    let begins = SourceFilter {
        name_begins: Some("Пример Ко".to_owned()),
        active: Some(true),
        ..SourceFilter::default()
    };
    assert_eq!(store.sources(&begins, &Paging::default()).await.unwrap().items.len(), 1);
    assert!(
        sources.iter().all(|row| row.kind != SourceKind::Person || !row.name.contains("Пример"))
    );
    assert_eq!(store.source(sources[0].seq).await.unwrap().as_ref(), sources.first());
}

async fn requests(books: &Books, url: &str) {
    let store = &books.store;
    let requests = every!(2, paging => store.requests(&RequestFilter::default(), &paging));
    assert_eq!(count(requests.len()), number(url, "select count(*) from request").await);
    let rejected =
        RequestFilter { state: Some(RequestState::Rejected), ..RequestFilter::default() };
    let rejected = store.requests(&rejected, &Paging::default()).await.unwrap().items;
    assert_eq!(
        rejected,
        requests
            .iter()
            .filter(|row| row.state == RequestState::Rejected)
            .cloned()
            .collect::<Vec<_>>()
    );
    let urgent = RequestFilter {
        category: Some(Category::Food),
        urgency: Some(requests[0].urgency),
        recipient: requests[0].recipient,
        ..RequestFilter::default()
    };
    let theirs = store.requests(&urgent, &Paging::default()).await.unwrap().items;
    let same = |row: &&RequestRow| row.recipient == requests[0].recipient;
    assert_eq!(theirs, requests.iter().filter(same).cloned().collect::<Vec<_>>());
    let late = RequestFilter {
        overdue_at: Some("2026-04-20T09:00:00Z".parse().unwrap()),
        target_group: Some(TargetGroup::Homeless),
        municipality: Some("MK-814".to_owned()),
        ..RequestFilter::default()
    };
    let listed = every!(3, paging => store.requests(&late, &paging));
    let due = |row: &&RequestRow| row.due_at < late.overdue_at && row.state.is_open();
    let homeless = |row: &&RequestRow| row.target_group == Some(TargetGroup::Homeless);
    assert_eq!(listed, requests.iter().filter(due).filter(homeless).cloned().collect::<Vec<_>>());
    assert!(!listed.is_empty());
    let again = RequestFilter {
        recurring_due_on: Some("2026-05-10".parse().unwrap()),
        ..RequestFilter::default()
    };
    let again = store.requests(&again, &Paging::default()).await.unwrap().items;
    assert_eq!(again, [], "the one that came again was ended");
    let child = requests.iter().find(|row| row.parent_seq.is_some()).unwrap();
    let detail = store.request(child.parent_seq.unwrap()).await.unwrap().unwrap();
    assert_eq!(detail.steps.len(), 10, "{:?}", detail.steps);
    assert_eq!(detail.papers.len(), 1);
    assert_eq!(detail.notes.len(), 6);
    let child = store.request(child.seq).await.unwrap().unwrap();
    assert_eq!(child.matches.len(), 2, "found, and allowed");
    assert!(child.matches[1].allowed_by.is_some() && child.matches[0].other.is_some());
    assert_eq!(store.pro_formas(&Paging::default()).await.unwrap().items, []);
    assert!(store.same_papers(detail.papers[0].seq).await.unwrap().is_empty());
}

async fn payouts(books: &Books, url: &str) {
    let store = &books.store;
    let payouts = every!(2, paging => store.payouts(&PayoutFilter::default(), &paging));
    assert_eq!(count(payouts.len()), number(url, "select count(*) from payout").await);
    for state in PayoutState::ALL {
        let filter = PayoutFilter { state: Some(*state), ..PayoutFilter::default() };
        let listed = every!(1, paging => store.payouts(&filter, &paging));
        assert_eq!(
            listed,
            payouts.iter().filter(|row| row.state == *state).cloned().collect::<Vec<_>>()
        );
    }
    let of_fund = PayoutFilter {
        fund: Some(books.restricted),
        from_on: Some(day("2026-03-10")),
        ..PayoutFilter::default()
    };
    let of_fund = store.payouts(&of_fund, &Paging::default()).await.unwrap().items;
    assert!(!of_fund.is_empty() && of_fund.iter().all(|row| row.fund_seq == books.restricted));
}

async fn others(books: &Books, url: &str) {
    let store = &books.store;
    let lots = every!(1, paging => store.open_lots(books.fund, &paging));
    let open = "select count(*) from lot join fund on fund.seq = lot.fund_seq
                where fund.code = 'free' and 0 < lot.left_quantity_minor";
    assert_eq!(count(lots.len()), number(url, open).await);
    let imports = every!(1, paging => store.imports(ImportKind::Incomes, &paging));
    assert_eq!(imports.iter().filter(|row| row.undone_by_seq.is_some()).count(), 1);
    assert_eq!(store.import(imports[0].seq).await.unwrap().as_ref(), imports.first());
    let decisions = every!(3, paging => store.decisions(&DecisionFilter::default(), &paging));
    assert_eq!(count(decisions.len()), number(url, "select count(*) from decision").await);
    let noted = store.decision(
        number(url, "select min(note.seq) from note join decision on decision.seq = note.seq")
            .await,
    );
    assert_eq!(noted.await.unwrap().unwrap().notes[0].kind, NoteKind::Reason);
    let recipients = every!(2, paging => store.recipients(&paging));
    assert_eq!(count(recipients.len()), number(url, "select count(*) from recipient").await);
    let reference = recipients[0].reference.unwrap();
    assert_eq!(store.recipient(reference).await.unwrap().as_ref(), recipients.first());
    let agreements = every!(1, paging => store.agreements(&AgreementFilter::default(), &paging));
    let detail = store.agreement(agreements[0].seq).await.unwrap().unwrap();
    assert_eq!((&detail.agreement, detail.instalments.len()), (&agreements[0], 2));
}
