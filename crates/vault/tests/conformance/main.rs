//! What the vault promises, kept on both databases.
#![expect(clippy::unwrap_used, reason = "a panic is a failed test")]
#![expect(clippy::arithmetic_side_effects, reason = "small numbers in tests")]

mod canary;
mod copies;
mod erasing;
mod fences;
mod matching;
mod opening;
mod papers;
mod people;
mod rotation;
mod schema;
#[path = "../support/mod.rs"]
mod support;
mod swaps;

/// Each promise becomes one test per database.
macro_rules! conformance {
    ($($module:ident::$promise:ident,)+) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                crate::$module::$promise(crate::support::Fresh::sqlite()).await;
            })+
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                if let Some(fresh) = crate::support::Fresh::postgres().await {
                    crate::$module::$promise(fresh).await;
                }
            })+
        }
    };
}

conformance! {
    opening::a_locked_vault_names_itself_in_every_answer,
    opening::a_wrong_passphrase_and_a_wrong_code_are_told_apart,
    opening::each_recovery_copy_opens_and_sets_a_new_passphrase,
    opening::a_missing_key_file_is_named_and_nothing_is_lost,
    opening::a_missing_vault_is_named,
    opening::the_key_file_of_another_vault_is_named,
    opening::a_vault_is_made_once,
    people::what_is_foreseen_is_what_comes,
    people::what_was_put_is_revealed_field_by_field,
    people::every_change_is_a_version_and_the_same_again_is_none,
    people::a_change_leaves_what_it_does_not_name,
    people::numbers_that_cannot_be_are_refused_and_leave_no_trace,
    people::a_wrong_check_digit_of_a_person_is_said_and_kept,
    people::a_reference_keeps_its_kind,
    people::a_commitment_follows_the_fields_it_names,
    people::many_are_taken_in_together_or_not_at_all,
    matching::a_shared_number_is_a_hard_match,
    matching::spellings_that_must_match_do_and_others_do_not,
    matching::the_index_is_the_same_after_unlocking_again,
    matching::a_changed_name_is_found_and_the_old_one_is_not,
    papers::a_note_is_kept_once_and_read_again,
    papers::a_paper_may_come_before_the_name_and_goes_with_the_person,
    papers::a_file_comes_back_as_it_was,
    papers::the_same_bytes_elsewhere_are_named,
    papers::files_are_refused_by_what_they_are,
    papers::a_request_about_nobody_known_has_a_key_of_its_own,
    erasing::an_erased_person_is_gone_everywhere,
    erasing::erasing_needs_no_passphrase_and_is_done_once,
    erasing::an_erased_reference_is_never_used_again,
    erasing::an_erasure_that_was_broken_off_is_finished,
    erasing::the_destroyed_key_is_in_no_file_of_the_vault,
    rotation::new_keys_open_everything_and_the_old_ones_nothing,
    rotation::a_change_of_keys_that_was_broken_off_harms_nothing,
    rotation::a_new_index_key_finds_the_same_people,
    rotation::keys_changed_by_another_process_are_noticed,
    rotation::recovery_copies_are_made_anew,
    copies::a_copy_opens_with_the_same_keys,
    copies::a_copy_never_replaces_a_file,
    copies::a_copy_that_is_not_sound_gets_no_name,
    copies::a_copy_taken_back_forgets_who_was_erased_since,
    copies::a_vault_moves_between_databases,
    swaps::no_field_opens_in_another_place,
    swaps::the_check_names_what_was_moved,
    canary::no_mark_of_anybody_is_found_anywhere,
    schema::every_table_has_the_columns_that_are_listed,
}
