//! Papers in and out: files of incomes that come in, statements that go out, and the same by the command line.

#![expect(clippy::unwrap_used, reason = "a panic is a failed test")]
#![expect(clippy::arithmetic_side_effects, reason = "small sums of a few lines")]

#[expect(dead_code, reason = "shared with the tests of the API, which use the rest of it")]
#[path = "../api/app.rs"]
mod app;
mod bad_files;
#[path = "../api/both.rs"]
mod both;
mod cli;
mod desk;
mod file;
#[path = "../../../store/tests/support/fresh.rs"]
mod fresh;
mod full;
mod imports;
mod needs;
mod serving;
mod sheet;
mod small_disk;
mod statements;
mod tls;
mod vault;

both::on_both! {
    bad_files::a_file_that_is_no_honest_csv_is_refused_by_name,
    bad_files::a_row_that_cannot_be_an_income_is_named_with_its_reason,
    bad_files::mixed_encodings_are_never_guessed,
    bad_files::a_formula_in_a_file_stays_text_all_the_way,
    bad_files::what_is_stated_for_a_file_must_fit,
    bad_files::a_body_that_is_no_file_is_refused,
    imports::a_file_comes_in_is_known_again_and_goes_as_a_whole,
    imports::a_repeated_request_hears_its_first_answer_and_another_under_its_key_is_refused,
    imports::a_row_that_was_taken_back_alone_stays_known,
    imports::givers_are_entered_once_and_found_again,
    imports::a_file_in_pounds_takes_a_rate_with_its_day_and_its_source,
    imports::a_profile_of_ones_own_is_sent_with_the_file,
    imports::only_those_who_record_money_import_and_only_readers_see_imports,
    needs::a_list_of_needs_comes_in_is_known_again_and_goes_as_a_whole,
    needs::every_row_that_cannot_be_a_need_is_named_with_its_reason,
    needs::who_somebody_is_goes_to_the_vault_alone,
    needs::without_an_open_vault_a_list_with_identities_waits,
    needs::other_aid_is_named_row_by_row_before_anything_is_taken_in,
    needs::a_thousand_needs_come_in_within_seconds,
    statements::every_statement_leads_from_its_opening_to_its_closing,
    statements::a_statement_says_what_it_knows_and_keeps_to_it,
    statements::a_file_is_named_without_naming_anybody,
    statements::formulas_are_disarmed_and_phones_and_amounts_are_not_touched,
    statements::a_person_who_gives_stays_a_reference,
    statements::excel_in_macedonia_reads_it_as_it_is,
    statements::only_those_who_read_the_books_get_statements,
    statements::a_long_statement_comes_in_pieces_and_whole,
    statements::a_statement_that_breaks_off_does_not_end_like_a_whole_one,
    cli::a_file_is_shown_refused_mended_taken_in_and_known_again,
    cli::a_year_is_counted_from_the_command_line,
    cli::a_list_of_needs_is_taken_in_from_the_command_line,
    cli::whatever_the_api_does_is_done_without_a_server,
    cli::a_statement_is_a_whole_file_or_none,
    cli::a_changed_name_is_found_and_named,
    cli::the_server_signs_what_was_recorded_when_it_stops,
}
