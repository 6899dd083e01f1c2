//! What the store promises, kept on both databases.
#![expect(clippy::unwrap_used, reason = "a panic is a failed test")]
#![expect(clippy::arithmetic_side_effects, reason = "small numbers in tests")]

mod assets;
mod canary;
mod closings;
#[path = "../support/fresh.rs"]
mod fresh;
mod full;
mod map;
mod promises;
mod race;
mod schema;
#[path = "../support/mod.rs"]
mod support;
mod triggers;
#[path = "../support/years.rs"]
mod years;

/// Each promise becomes one test per database.
macro_rules! conformance {
    ($($(#[$meta:meta])* $module:ident::$promise:ident,)+) => {
        mod sqlite {
            $($(#[$meta])* #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let fresh = crate::fresh::Fresh::sqlite();
                crate::$module::$promise(&fresh.url).await;
            })+
        }

        mod postgres {
            $($(#[$meta])* #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                if let Some(fresh) = crate::fresh::Fresh::postgres().await {
                    crate::$module::$promise(&fresh.url).await;
                }
            })+
        }
    };
}

conformance! {
    promises::an_income_is_recorded_with_its_numbers,
    promises::numbers_have_no_gaps,
    promises::a_repeated_request_is_answered_not_repeated,
    promises::a_key_cannot_be_reused_for_another_request,
    promises::the_same_key_twice_in_one_group_is_done_once,
    promises::a_refusal_leaves_no_trace,
    promises::a_group_equals_the_same_commands_one_at_a_time,
    promises::two_writers_take_turns,
    promises::what_was_decided_ahead_gives_way_to_what_was_written,
    promises::a_caller_that_goes_away_does_not_stop_its_write,
    promises::time_in_the_log_never_runs_backwards,
    promises::what_was_written_is_there_after_closing,
    promises::a_payout_goes_its_whole_way,
    promises::an_import_is_all_or_nothing_and_undone_as_a_whole,
    promises::a_fund_with_an_open_payout_cannot_be_closed_after_a_restart,
    promises::a_closed_month_takes_no_entries_until_two_open_it,
    assets::an_asset_is_charged_once_whoever_asks,
    canary::what_can_be_erased_is_never_in_the_payload,
    race::only_one_of_sixty_four_gets_the_last_denar,
    schema::every_table_has_the_columns_the_ledger_knows,
    triggers::rows_of_the_log_and_the_journal_cannot_be_changed,
    triggers::an_unbalanced_entry_is_refused_by_the_database_too,
    triggers::a_second_duty_of_one_person_is_refused_by_the_database_too,
    closings::a_year_is_closed_inside_its_closed_months,
    closings::issued_papers_stay_as_they_were,
    closings::a_long_closing_entry_is_written_whole,
    triggers::a_lot_below_zero_is_refused_by_the_database_too,
}
