"""Every case from practice, and every fault found with cases of others, has a test of the product's own, named for its kind."""

import re
from pathlib import Path

import pytest
from support.shared import shared_path

ROOT = Path(__file__).resolve().parents[2]
COURTS, PEOPLE, SCORES = "casework/courts", "casework/people", "casework/assessment"
COMPARE = "evidence/outcomes/compare/test_inputs.py"
CASES = {
    "a_corrected_result": f"{COURTS}/test_corrected_results.py::test_it_waits_and_every_difference_is_shown",
    "a_covariate_all_served_share": f"{COMPARE}::",
    "a_misspelt_column": f"{SCORES}/predictors/test_possible.py::test_a_misspelt_column_is_refused_by_name_before_any_row_is_scored",
    "after_a_death": f"{PEOPLE}/test_death.py::test_a_result_of_a_day_after_the_death_waits_for_a_person",
    "codes_of_courts": f"{COURTS}/test_a_courts_word.py::",
    "consecutive_terms": f"{COURTS}/test_cases_from_practice.py::test_a_consecutive_term_runs_on_and_the_two_are_shown_as_one_run",
    "date_of_birth_not_known": f"{COURTS}/test_a_courts_word.py::",
    "days_out_of_order": f"{COURTS}/test_cases_from_practice.py::test_each_day_that_cannot_be_in_its_order_is_refused_with_its_field",
    "found_by_one_part_of_a_name": f"{PEOPLE}/test_searching.py::test_any_part_of_a_name_finds_them_best_first_however_it_is_spelt",
    "histories_that_cannot_be": f"{SCORES}/predictors/test_possible.py::test_a_history_that_cannot_be_is_refused_by_every_instrument",
    "last_day_of_a_sentence": f"{COURTS}/test_cases_from_practice.py::test_the_last_day_of_a_sentence_is_the_day_before_its_anniversary",
    "lengths_courts_give": f"{COURTS}/test_cases_from_practice.py::test_lengths_are_recorded_as_courts_give_them",
    "names_refused": f"{COURTS}/test_a_courts_word.py::",
    "no_fixed_abode_and_other_nations": f"{COURTS}/test_a_courts_word.py::",
    "numbers_of_noughts": f"{COURTS}/test_a_courts_word.py::",
    "one_length_stops_the_file": f"{COURTS}/test_cases_from_practice.py::test_one_absurd_length_refuses_its_row_and_costs_no_other",
    "pnc_without_stroke": f"{PEOPLE}/test_identifiers.py::test_a_pnc_without_its_stroke_is_the_one_reading_whose_letter_holds_and_whose_year_can_be",
    "right_today_adjourned_twice": f"{COURTS}/test_cases_from_practice.py::test_adjourned_twice_then_two_cases_at_one_sitting_beside_a_co_defendant",
    "right_today_caliper_in_strata": f"{COMPARE}::",
    "right_today_number_left_out_later": f"{COURTS}/test_cases_from_practice.py::test_a_later_result_without_a_number_takes_none_away",
    "right_today_sex_and_name_changed": f"{COURTS}/test_cases_from_practice.py::test_first_name_and_sex_changed_with_the_number_the_same_is_one_person",
    "same_number_all_names_changed": f"{PEOPLE}/test_files_of_identity.py::",
    "the_day_it_is_in_london": f"{COURTS}/test_days_and_lives_of_a_file.py::",
    "the_same_people_twice": f"{COMPARE}::",
    "twins_of_two_sexes": f"{PEOPLE}/test_files_of_identity.py::",
}  # fmt: skip
"""By the folder of each case the test of its kind; where no name follows, one that names the case among its own."""
FAULTS = {
    "F1": f"{SCORES}/shell/test_every_input_reaches_the_tier.py::test_somebody_serving_for_life_released_yesterday_is_tier_b_and_after_a_year_d",
    "F2": f"{COURTS}/test_cases_from_practice.py::test_a_consecutive_term_runs_on_and_the_two_are_shown_as_one_run",
    "F3": f"{COURTS}/test_cases_from_practice.py::test_the_last_day_of_a_sentence_is_the_day_before_its_anniversary",
    "F4": "evidence/outcomes/measure/test_attacks_on_withheld_cells.py::test_a_cell_that_bridges_two_blocks_is_not_what_their_totals_leave_over",
    "F5": "commissioning/contracts/test_paid_before.py::test_one_pool_is_paid_once_however_many_variations_of_a_rule_there_are",
    "F6": f"{SCORES}/predictors/test_possible.py::test_a_history_that_cannot_be_is_refused_by_every_instrument",
    "F7": f"{SCORES}/predictors/test_instruments.py::test_a_practitioner_may_override_a_screening_out",
    "F8": f"{SCORES}/needs/test_newer_set.py::test_half_an_answer_and_an_answer_of_not_known_are_never_a_nought",
    "F9": f"{SCORES}/tier/test_v3.py::test_half_a_contact_score_is_a_doubt_and_the_tier_is_provisional",
    "F10": f"{COURTS}/test_law.py::test_a_curfew_lasted_twelve_months_at_most_until_june_2022_and_two_years_since",
    "F11": f"{PEOPLE}/test_identifiers.py::test_a_pnc_without_its_stroke_is_read_right_or_asked_about_but_never_another_number",
    "F12": "oracles/test_sabotage.py::test_no_case_of_workload_passes_while_every_sum_is_wrong",
    "F13": f"{PEOPLE}/test_pairs_by_situation.py::test_of_one_person_twice_nineteen_in_twenty_are_joined_or_looked_at",
    "F14": "evidence/outcomes/compare/test_nearest.py::test_closest_first_makes_the_closest_pair_there_is_first",
}
"""By the number of each fault found with cases of others the test that would have found it."""


@pytest.mark.parametrize("case", CASES)
def test_a_case_from_practice_has_a_test_of_its_kind(case):
    file, _, name = CASES[case].partition("::")
    told = (ROOT / "tests" / file).read_text()
    assert f"\ndef {name}(" in told if name else case in told


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_found_from_outside_has_a_test_of_its_kind(fault):
    file, _, name = FAULTS[fault].partition("::")
    assert f"\ndef {name}(" in (ROOT / "tests" / file).read_text()


def test_no_case_and_no_fault_of_those_that_stand_beside_the_checkout_is_left_out():
    assert {one.name for one in shared_path("cases").iterdir() if one.is_dir()} == CASES.keys()
    assert set(re.findall(r"^\*\*(F\d+) ", shared_path("faults/truth.md").read_text(), re.M)) == FAULTS.keys()
