"""Every hole that was once found in the walls or in staying up is tried by a test whose name says the kind."""

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
FOUND: dict[str, list[str]] = {
    "what the doer writes becomes the ground of the doer's own sight": [
        "walls/test_probing.py::test_nearly_somebodys_details_open_and_ask_nothing_either",
        "walls/test_own_sight.py::test_a_near_match_that_one_sent_oneself_is_nobodys_way_in",
        "walls/test_own_sight.py::test_no_four_acts_of_one_member_find_what_was_not_found",
    ],
    "slow bodies and headers stop the site": [
        "server/test_web.py::test_an_officer_works_on_while_sixty_four_slow_sockets_are_open",
        "server/test_web.py::test_a_request_that_drips_is_closed_when_its_time_is_over_however_often_a_byte_comes",
    ],
    "long questions hold the database": [
        "server/test_web.py::test_the_database_holds_each_kind_of_process_to_its_limits",
        "server/test_web.py::test_a_page_that_asks_the_database_for_too_long_is_stopped_and_says_so",
    ],
    "wrong passwords lock out everybody behind one address": [
        "faces/web/sign_in/test_signing_in.py::test_twenty_wrong_passwords_do_not_lock_out_everybody_at_that_address",
        "server/test_web.py::test_behind_one_proxy_the_address_is_the_last_one_that_it_added",
    ],
    "what was acknowledged waits for ever when its worker is killed": [
        "foundation/access/test_work.py::test_a_job_whose_worker_was_killed_is_begun_again_and_done",
        "foundation/access/test_work.py::test_a_row_whose_job_was_lost_is_given_another",
        "foundation/access/test_work.py::test_stop_settles_an_upload_whose_worker_was_killed",
        "crash/test_jobs_killed.py::test_nothing_acknowledged_is_lost_or_waits_after_a_minute",
    ],
    "one bad row loses the whole file": [
        "casework/courts/test_a_courts_word.py::test_no_line_whatever_is_in_it_stops_a_file_and_the_line_is_kept",
        "foundation/access/test_work.py::test_work_that_fails_in_any_way_is_settled_and_the_failure_is_kept",
    ],
    "records are harvested by searching outside the wall": [
        "foundation/access/test_rates.py::test_whoever_searches_outside_the_wall_too_often_is_stopped_and_may_again_when_the_hour_is_over",
        "foundation/access/test_rates.py::test_the_alarm_stands_on_the_home_of_those_who_read_the_audit",
    ],
    "samples together open nearly everybody": [
        "casework/supervision/test_sampling.py::test_all_draws_under_one_agreement_together_are_of_no_more_than_one_may_be",
        "casework/supervision/test_sampling.py::test_the_seed_is_the_servers_own_and_another_each_time",
        "walls/test_insider_sql.py::test_a_draw_past_the_action_keeps_its_limits",
    ],
    "a day at the end of time is a server error": [
        "walls/test_bounded_days.py::test_a_transfer_until_a_day_that_never_comes_is_refused_in_words",
        "walls/test_bounded_days.py::test_every_day_is_either_refused_or_can_be_reckoned_with",
    ],
    "a forged or back-dated line of the audit is sealed": [
        "foundation/audit/test_sealing.py::test_a_line_put_in_behind_our_back_is_never_sealed_and_is_named",
        "foundation/audit/test_sealing.py::test_nobody_adds_a_line_in_another_name",
    ],
    "a row is written in another's name, or its ground of sight by hand": [
        "walls/test_authors.py::test_a_line_of_the_timeline_is_in_ones_own_name_for_ones_own_organisation_and_of_now",
        "walls/test_authors.py::test_a_token_is_for_oneself",
        "walls/test_authors.py::test_what_is_written_once_is_not_changed_and_what_no_policy_guards_is_closed",
    ],
    "what was done later is said to be another's doing, or of another time": [
        "walls/test_later_words.py::test_nobody_says_that_another_did_it_or_that_it_was_done_at_another_time",
        "walls/test_later_words.py::test_every_column_that_says_who_did_something_later_or_when_is_held_against_who_does_it",
    ],
    "a table may be changed though nothing changes it": [
        "walls/test_written_once.py::test_a_table_that_nothing_changes_may_not_be_changed",
        "walls/test_written_once.py::test_a_column_that_nothing_changes_may_not_be_changed",
    ],
    "few people are what the rest leave of a whole": [
        "casework/enforcement/test_paper_rules.py::test_a_team_of_few_is_not_what_the_other_teams_leave_of_their_provider",
        "casework/assessment/fairness/test_fairness.py::test_two_cuts_do_not_tell_of_the_few_whose_score_lies_between",
    ],
    "a page can be framed": [
        "faces/web/sign_in/test_signing_in.py::test_no_page_of_the_door_can_be_kept_or_framed",
    ],
    "a folder that cannot be written ends in a traceback": [
        "server/test_nowhere_to_write.py::test_every_command_says_in_one_line_that_its_folder_is_no_folder",
        "server/test_nowhere_to_write.py::test_a_folder_that_may_not_be_written_is_named_in_one_line",
    ],
    "a new password leaves tokens alive": [
        "foundation/access/test_tokens.py::test_a_new_password_ends_the_tokens_of_before_whoever_gave_it",
    ],
    "sight under an agreement is of the whole record": [
        "walls/test_parts.py::test_a_grant_shows_the_parts_of_its_purpose_and_no_others",
    ],
}  # fmt: skip
"""What was found, as a kind, and the tests that would have found it."""


@cache
def names(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("kind", FOUND)
def test_a_hole_that_was_found_has_a_test_that_would_have_found_it(kind: str):
    for said in FOUND[kind]:
        file, _, name = said.partition("::")
        assert name in names(file), said
