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
    "server/test_site.py",
    "faces/api/test_described.py",
    "crash/test_killed.py",
    "walls/test_sabotage.py",
    "casework/victims/test_worlds_of_asking.py",
    "casework/victims/test_two_worlds.py",
    "journeys/test_from_need_to_award.py",
    "demonstration/test_whole.py",
    "walls/test_matrix.py",
    "journeys/test_every_page.py",
    "how_to/test_adding_a_context.py",
    "walls/test_existence.py",
    "walls/test_looks.py",
    "how_to/test_how_tos.py",
    "journeys/test_a_new_service.py",
    "journeys/test_four_people.py",
    "walls/test_api_in_depth.py",
    "casework/assessment/shell/test_pages.py",
    "server/test_first_start.py",
    "evidence/outcomes/measure/test_engines_agree.py",
    "faces/outcomes/test_laboratory_page.py",
    "crash/test_jobs_killed.py",
    "faces/web/sign_in/test_signing_in.py",
    "server/test_nowhere_to_write.py",
    "casework/supervision/test_one_story_under_seven_models.py",
    "casework/assessment/shell/test_newer_set_pages.py",
    "faces/outcomes/test_more_reports.py",
    "evidence/outcomes/test_from_measure_to_money.py",
    "server/test_wheel.py",
    "server/test_light_start.py",
    "crash/test_carrying_killed.py",
    "casework/assessment/shell/test_outdated_by_the_worker.py",
)
"""Files that take more than ten seconds whatever the number of their tests, the longest first."""


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
