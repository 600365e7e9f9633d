"""The order of files: the longest first, or drawn from a seed, so that what leans on another's leavings falls.

Without a seed the files that take longest come first, and then those with the most tests, so that no worker is left
alone at the end with a long one. ``make test ORDER=7`` draws the files, and the tests in each, from a seed. Files stay
whole, since what a file shares is made once for it; every worker of a run has the same order, and hands files out in it.
"""

import random
from itertools import groupby
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
LONGEST = (
    "journeys/test_every_page.py",
    "walls/test_matrix.py",
    "demonstration/test_screens.py",
    "walls/test_sabotage.py",
    "server/test_site.py",
    "demonstration/test_whole.py",
    "faces/api/test_described.py",
    "journeys/test_read_aloud_and_large.py",
    "how_to/test_adding_a_context.py",
    "journeys/test_from_need_to_award.py",
    "faces/console/test_commands.py",
    "crash/test_killed.py",
    "walls/test_permission_first.py",
    "walls/test_looks.py",
    "server/test_first_start.py",
    "casework/victims/test_worlds_of_asking.py",
    "evidence/outcomes/compare/test_multiple.py",
    "walls/test_api_in_depth.py",
    "faces/people/test_of_whom_nothing_is_known.py",
    "faces/publication/test_open_record.py",
    "demonstration/test_lives.py",
    "journeys/test_details.py",
    "casework/victims/test_two_worlds.py",
    "crash/test_reminders_killed.py",
    "walls/test_existence.py",
    "evidence/pilot/test_bounds.py",
    "journeys/test_journeys.py",
    "casework/protection/test_protection_machine.py",
    "faces/web/sign_in/test_signing_in.py",
    "journeys/test_contract_pages.py",
    "journeys/test_four_people.py",
    "faces/web/look/test_in_a_browser.py",
    "faces/interventions/test_across_the_line.py",
    "journeys/test_victims_in_browser.py",
    "commissioning/competition/test_evaluation.py",
    "walls/test_direct_sql.py",
    "journeys/test_a_new_service.py",
    "journeys/test_finding.py",
    "casework/assessment/shell/test_pages.py",
    "faces/outcomes/test_measure_page.py",
    "how_to/test_how_tos.py",
    "casework/allocation/shell/test_pages.py",
    "faces/outcomes/test_more_reports.py",
    "evidence/pilot/test_doubt.py",
    "journeys/test_competition_pages.py",
    "evidence/outcomes/measure/test_engines_agree.py",
    "server/test_wheel.py",
    "casework/supervision/test_never_a_hole.py",
    "foundation/audit/test_sealing.py",
    "foundation/operating_model/test_loader.py",
    "architecture/test_actions.py",
    "casework/assessment/shell/test_every_input_reaches_the_tier.py",
    "architecture/test_same_in_every_process.py",
    "casework/recall/test_recalls.py",
    "crash/test_letter_killed.py",
    "casework/assessment/shell/test_newer_set_pages.py",
    "faces/outcomes/test_waiting.py",
    "casework/assessment/shell/test_outdated.py",
    "journeys/test_home.py",
    "faces/programmes/test_programme_pages.py",
    "crash/test_jobs_killed.py",
    "faces/test_bad_input.py",
    "walls/test_every_act_on_a_stranger.py",
    "faces/operating_model/test_by_theme.py",
    "casework/supervision/test_carrying_over.py",
    "server/test_nowhere_to_write.py",
    "faces/outcomes/test_pilot_page.py",
    "casework/victims/test_from_before.py",
    "evidence/pilot/test_people.py",
    "casework/allocation/shell/test_planning.py",
    "oracles/test_sabotage_of_outcomes.py",
    "faces/outcomes/test_extract.py",
    "casework/assessment/batch/test_batch.py",
    "casework/courts/test_merging.py",
    "evidence/outcomes/compare/test_known_truth.py",
    "journeys/test_market_pages.py",
)
"""Files that take more than twelve seconds whatever the number of their tests, the longest first."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--order", type=int, metavar="SEED", help="run files, and tests in each, in a drawn order"
    )


def pytest_report_header(config: pytest.Config) -> str | None:
    seed = config.getoption("order")
    return None if seed is None else f"order: {seed}"


@pytest.hookimpl(tryfirst=True)  # before pytest puts together the tests that share a made thing
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    seed = config.getoption("order")
    items[:] = longest_first(items) if seed is None else drawn(items, seed)


def longest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """The same tests in the same order within each file, the files that take longest first."""
    rank = {TESTS / name: place for place, name in enumerate(LONGEST)}
    files = sorted(by_file(items), key=lambda tests: (rank.get(tests[0].path, len(rank)), -len(tests)))
    return [test for tests in files for test in tests]


def drawn(items: list[pytest.Item], seed: int) -> list[pytest.Item]:
    """The same tests in the order of a seed, those of a file together."""
    order = random.Random(seed)
    files = by_file(items)
    order.shuffle(files)
    for tests in files:
        order.shuffle(tests)
    return [test for tests in files for test in tests]


def by_file(items: list[pytest.Item]) -> list[list[pytest.Item]]:
    """The tests of each file."""
    return [list(tests) for _, tests in groupby(items, key=lambda item: item.path)]
