"""Files, and the tests in each, in an order drawn from a seed: what leans on another's leavings then falls.

Asked for by ``make test ORDER=7``. Files stay whole, since what a file shares is made once for it; every worker of a
run draws the same order.
"""

import random
from itertools import groupby

import pytest


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
    if seed is not None:
        items[:] = drawn(items, seed)


def drawn(items: list[pytest.Item], seed: int) -> list[pytest.Item]:
    """The same tests in the order of a seed, those of a file together."""
    order = random.Random(seed)
    files = [list(tests) for _, tests in groupby(items, key=lambda item: item.path)]
    order.shuffle(files)
    for tests in files:
        order.shuffle(tests)
    return [test for tests in files for test in tests]
