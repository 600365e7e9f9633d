"""A server of its own for tests that stop, kill, break or fill one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from throughcare.server.database.cluster import FORGETFUL, Cluster


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster nobody else uses, not started yet; stopped afterwards whatever happened to it."""
    made = Cluster(tmp_path / "server", FORGETFUL)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def shared_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A running cluster for the tests of one file, which may fill it but not break it."""
    made = Cluster(tmp_path_factory.mktemp("shared") / "server", FORGETFUL)
    with made.lease():
        yield made
