//! What is read of the books, compared with plain sums over the postings; on both databases.
#![expect(clippy::unwrap_used, reason = "a panic is a failed test")]
#![expect(clippy::arithmetic_side_effects, reason = "small numbers in tests")]

mod balances;
#[path = "../verify/filled.rs"]
mod filled;
#[path = "../support/fresh.rs"]
mod fresh;
mod lists;
mod log;
mod plain;
mod random;
mod statements;
#[path = "../support/mod.rs"]
mod support;
mod trace;
#[path = "../support/years.rs"]
mod years;

/// Each promise becomes one test per database.
macro_rules! reads {
    ($($module:ident::$promise:ident,)+) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let fresh = crate::fresh::Fresh::sqlite();
                crate::$module::$promise(&fresh.url).await;
            })+
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                if let Some(fresh) = crate::fresh::Fresh::postgres().await {
                    crate::$module::$promise(&fresh.url).await;
                }
            })+
        }
    };
}

reads! {
    balances::a_balance_is_the_sum_of_its_postings,
    balances::nothing_stands_on_books_without_entries,
    balances::goods_in_the_store_are_what_is_left_and_what_is_reserved,
    balances::a_fund_has_what_its_accounts_say,
    lists::a_listing_does_not_see_what_is_booked_meanwhile,
    lists::pages_cover_every_filter,
    lists::an_entry_is_listed_once_for_its_account,
    lists::everything_else_is_listed,
    lists::refunds_and_payments_are_read_as_they_were_known,
    log::a_leaf_is_proved_in_every_size_of_the_log,
    log::checkpoints_are_listed,
    statements::an_account_leads_from_opening_to_closing,
    statements::a_fund_and_the_journal_are_whole,
    statements::a_cash_book_has_its_slips,
    statements::a_source_gave_what_was_not_taken_back,
    statements::an_agreement_ends_with_what_its_lots_hold,
    trace::an_income_leads_to_its_payouts_and_back,
    trace::the_trace_of_an_income_adds_up,
    trace::the_trace_of_a_fund_adds_up,
    trace::the_trace_of_an_agreement_adds_up,
    trace::traces_of_random_books_add_up,
}
