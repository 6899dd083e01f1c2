//! The API as its callers meet it: in process, on real books of either database.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    reason = "a panic is a failed test"
)]

mod aid;
mod app;
mod assets;
mod authority;
mod both;
mod canary;
mod decisions;
mod demo;
mod desk;
mod donors;
mod doubles;
mod exports;
#[path = "../../../store/tests/support/fresh.rs"]
mod fresh;
mod identity;
mod keys;
mod needs;
mod open_data;
mod pages;
mod papers;
mod payment_list;
mod public;
mod race;
mod registers;
mod released;
mod reports;
mod requests;
mod statements;
mod stories;
mod tax;
mod traces;
mod years;

both::on_both! {
    aid::a_payout_goes_its_way_through_three_persons,
    aid::a_payout_is_not_approved_twice_nor_by_who_may_not,
    aid::a_batch_is_let_go_as_counted_and_cash_is_warned_of,
    aid::an_advance_is_given_by_two_and_settled_with_a_receipt,
    aid::an_unknown_payout_is_not_there,
    aid::money_comes_back_in_parts_and_the_rest_is_confirmed,
    authority::every_route_lets_in_exactly_the_roles_of_its_row,
    authority::nobody_enters_without_a_live_token,
    authority::public_routes_ask_nobody_who_they_are,
    authority::a_revoked_token_is_out_with_the_next_request,
    authority::a_disabled_person_is_out_with_the_next_request,
    authority::a_path_that_is_spelled_otherwise_is_no_way_around,
    authority::names_of_persons_who_give_are_for_the_treasurer_only,
    decisions::lists_come_by_the_part_and_what_is_over_is_kept,
    decisions::an_emergency_is_released_by_one_other_and_reviewed_by_a_third,
    decisions::who_declares_an_interest_signs_nothing,
    decisions::a_payout_says_whose_turn_it_is_and_why_not_mine,
    decisions::a_request_hears_which_lots_would_pay_and_why,
    decisions::a_person_may_choose_the_lots_with_a_reason,
    desk::a_sum_that_reads_two_ways_is_asked_about_and_nothing_typed_is_lost,
    desk::a_need_goes_from_the_form_to_the_payment_by_its_people,
    desk::a_script_in_a_name_stays_a_name,
    doubles::the_same_identity_number_waits_for_a_second_person,
    doubles::other_aid_in_between_is_seen_at_release,
    doubles::a_telephone_stops_and_a_name_alike_only_warns,
    doubles::two_who_were_told_apart_are_not_compared_again,
    doubles::without_an_open_vault_it_is_said_that_nobody_compared,
    donors::a_company_has_its_papers_with_the_relief_computed,
    donors::a_giver_sees_a_year_of_what_was_given_used_and_left,
    donors::a_grant_of_the_union_is_told_in_euro_against_its_budget,
    donors::a_person_who_gives_is_named_by_an_act_alone,
    exports::an_export_is_for_a_known_program_fund_and_days,
    open_data::open_data_are_for_ripe_quarters_of_a_registered_association,
    identity::an_identity_is_recorded_and_shown_to_those_whose_work_it_is,
    identity::nobody_is_shown_twice_by_one_act,
    identity::numbers_are_checked_before_they_are_kept,
    identity::without_an_open_vault_the_books_go_on,
    identity::an_erased_person_stays_erased_and_the_log_has_the_same_root,
    payment_list::a_payment_list_names_people_by_one_act,
    payment_list::a_payment_list_asked_for_again_is_the_recorded_file_or_none,
    keys::a_repeated_key_is_answered_with_the_same_body,
    keys::a_key_cannot_be_reused_for_another_request,
    keys::the_same_key_on_another_route_or_by_another_person_is_another_key,
    keys::nothing_is_booked_without_a_key,
    keys::a_key_that_is_no_text_is_refused,
    keys::an_issued_token_is_shown_once_and_works,
    keys::a_token_for_another_person_is_a_decision_of_two,
    needs::aid_twice_waits_for_a_second_person,
    needs::a_paper_given_twice_is_a_warning,
    needs::what_is_late_and_what_comes_again_is_listed,
    papers::a_paper_is_handed_in_and_shown_for_a_purpose,
    papers::a_file_that_is_not_what_it_says_is_refused,
    papers::what_the_books_refuse_is_not_kept,
    papers::the_same_bytes_on_another_request_are_a_warning,
    papers::a_signed_receipt_is_named_by_what_was_handed_in,
    papers::a_paper_goes_with_whom_it_is_about,
    pages::every_page_is_shown_to_the_roles_of_its_row,
    pages::a_session_ends_by_leaving_by_idleness_and_by_the_hour,
    pages::books_that_are_real_let_nobody_in_as_somebody,
    pages::a_page_elsewhere_can_do_nothing_here,
    public::books_made_by_the_demo_say_so_everywhere,
    public::every_operation_says_what_it_does,
    public::every_problem_has_its_page,
    public::readiness_tells_how_the_books_are_held,
    public::what_is_refused_is_counted_by_name,
    public::a_request_keeps_the_id_it_came_with_if_that_is_plain,
    race::of_64_clients_racing_for_the_last_denar_exactly_one_wins,
    race::of_64_equal_requests_one_is_booked_and_all_hear_the_same,
    registers::invoices_stand_in_their_books_with_what_is_open,
    assets::an_asset_goes_from_its_purchase_to_its_end,
    registers::a_member_stands_in_the_register_with_the_fees_of_the_year,
    registers::a_journey_is_ordered_by_another_and_costs_what_the_books_say,
    registers::a_project_free_of_tax_lists_its_invoices,
    registers::a_gift_stands_in_the_register_with_what_it_was_used_for,
    registers::an_agreement_with_a_public_body_says_what_came_and_what_is_to_be_reported,
    registers::a_fund_tells_what_came_what_went_and_what_is_to_go_back,
    registers::a_grantor_hears_of_every_cost_with_its_document,
    registers::every_paper_says_whose_books_these_are,
    reports::every_report_has_every_face,
    reports::a_report_says_what_the_books_say,
    reports::a_long_book_comes_in_volumes,
    reports::a_cash_desk_has_its_book_and_every_slip,
    reports::what_cannot_be_reported_is_named,
    reports::what_is_due_is_listed_with_its_law,
    requests::a_field_that_does_not_fit_is_named,
    requests::a_body_that_is_not_json_is_refused,
    requests::another_media_type_is_refused,
    requests::a_body_too_large_is_refused,
    requests::an_id_that_cannot_be_one_is_not_there,
    requests::another_method_hears_what_the_path_understands,
    requests::a_source_that_somebody_else_has_changed_is_not_overwritten,
    requests::an_entry_that_does_not_balance_is_refused,
    stories::a_family_after_a_fire_is_helped_within_the_hour,
    stories::a_mans_medicine_is_paid_to_the_pharmacy_from_a_grant_that_ends,
    stories::a_child_without_papers_is_helped_in_kind,
    stories::a_rent_that_comes_back_is_there_again,
    tax::a_taxed_payout_goes_from_its_proposal_to_the_paid_tax,
    tax::treatment_is_not_approved_without_its_papers,
    statements::a_statement_says_what_moved_and_proves_itself_complete,
    statements::a_statement_of_nothing_or_of_no_days_is_refused,
    statements::a_list_is_read_to_its_end_page_by_page_while_others_book,
    statements::the_trial_balance_is_zero_and_remembers_what_was_known,
    years::a_year_is_counted_closed_issued_and_shown_by_the_next,
    years::an_issued_paper_is_superseded_and_stays_as_it_was,
    years::a_duty_is_done_when_its_paper_is_there,
    years::the_list_to_count_by_is_filled_in_by_the_count,
    traces::a_payout_leads_to_its_giver_and_back,
    traces::the_trace_of_a_fund_is_told_four_times,
    traces::money_about_to_end_is_told_with_the_needs_it_would_fit,
}
