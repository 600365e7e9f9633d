"""A long run that is stopped goes on from what is kept, and gives the bytes of one that never was."""

from dataclasses import replace
from shutil import copytree

import numpy as np
import pytest
from evidence.pilot.worlds import small
from typer.testing import CliRunner

from throughcare.evidence.pilot import running
from throughcare.evidence.pilot.doubting import doubt
from throughcare.evidence.pilot.keeping import Kept
from throughcare.evidence.pilot.running import BlockFailed, Spec, Stopped, run_design
from throughcare.faces.pilot.console import app

SPEC = Spec(weeks=26, replications=6)
TWO = {"north": 300, "south": 300}


def over(areas, name="transforming-rehabilitation-2014"):
    return replace(small(name), areas=areas)


def files(folder):
    return sorted(folder.rglob("*.npz"))


@pytest.fixture
def worlds_run(monkeypatch):
    """Each world that is run, by area and replication."""
    found = []
    real = running.run_block

    def run_block(ready, area, replication):
        found.append((area, replication))
        return real(ready, area, replication)

    monkeypatch.setattr(running, "run_block", run_block)
    return found


def test_a_stopped_run_goes_on_from_what_is_kept_and_gives_the_bytes_of_one_run(tmp_path, worlds_run):
    whole = run_design(small(), SPEC)
    worlds_run.clear()
    heard = []
    with pytest.raises(Stopped):
        run_design(
            small(), SPEC, threads=1, kept=Kept(tmp_path), stop=lambda: len(files(tmp_path)) >= 2,
            told=lambda done, of: heard.append((done, of)),
        )  # fmt: skip
    kept = files(tmp_path)
    assert 2 <= len(kept) < 6
    assert heard[-1][1] == 6
    before = len(worlds_run)
    taking = Kept(tmp_path)
    again = run_design(small(), SPEC, threads=3, kept=taking)
    assert again.hash == whole.hash
    assert again.visits == whole.visits
    assert taking.taken_up == len(kept) == before
    assert len(worlds_run) == 6
    third = Kept(tmp_path)
    assert run_design(small(), SPEC, kept=third).hash == whole.hash
    assert third.taken_up == 6


def test_what_another_spec_rests_on_is_not_taken_up_and_more_replications_take_up_the_first(tmp_path):
    run_design(over(TWO), SPEC, kept=Kept(tmp_path))
    for design, spec in (
        (over(TWO), Spec(weeks=26, replications=1, seed=2)),
        (over(TWO), Spec(weeks=39, replications=1)),
        (over(TWO), Spec(weeks=26, replications=1, values={"missed": 0.3})),
        (over({"north": 301, "south": 301}), Spec(weeks=26, replications=1)),
        (over(TWO, "nacro-2012"), Spec(weeks=26, replications=1)),
    ):
        kept = Kept(tmp_path)
        assert run_design(design, spec, kept=kept).hash == run_design(design, spec).hash
        assert kept.taken_up == 0
    more = Kept(tmp_path)
    run_design(over(TWO), Spec(weeks=26, replications=7), kept=more)
    assert more.taken_up == 12


def test_a_file_that_cannot_be_read_is_run_again(tmp_path):
    whole = run_design(small(), SPEC, kept=Kept(tmp_path))
    broken, empty, *_ = files(tmp_path)
    broken.write_bytes(broken.read_bytes()[:100])
    empty.write_bytes(b"")
    kept = Kept(tmp_path)
    assert run_design(small(), SPEC, kept=kept).hash == whole.hash
    assert kept.taken_up == 4
    assert not list(tmp_path.rglob("*.part"))


def test_a_block_that_fails_says_which_and_what_is_kept_stays(tmp_path, monkeypatch):
    real = running.run_block

    def run_block(ready, area, replication):
        if replication == 3:
            raise MemoryError("no room")
        return real(ready, area, replication)

    monkeypatch.setattr(running, "run_block", run_block)
    with pytest.raises(
        BlockFailed, match="replication 4 of one area failed after 3 of 6 blocks: MemoryError"
    ):
        run_design(small(), SPEC, threads=1, kept=Kept(tmp_path))
    told = CliRunner().invoke(app, ["run", "nacro-2012", "--years", "1", "--replications", "4",
                                    "--people", "300", "--keep", str(tmp_path)])  # fmt: skip
    assert told.exit_code == 1
    assert "replication 4 of one area failed" in told.output
    assert "--keep to go on" in told.output
    monkeypatch.setattr(running, "run_block", real)
    kept = Kept(tmp_path)
    assert np.isfinite(run_design(small(), SPEC, kept=kept).out).all()
    assert kept.taken_up >= 3


def test_the_console_says_how_to_go_on_once_stopped(tmp_path, monkeypatch):
    asked = ["compare", "nacro-2012", "home-office-2005", "--years", "1", "--replications", "2",
             "--people", "300"]  # fmt: skip
    whole = CliRunner().invoke(app, asked)
    assert whole.exit_code == 0, whole.output
    real = running.run_block

    def run_block(ready, area, replication):
        if ready.design.name == "home-office-2005":
            raise KeyboardInterrupt
        return real(ready, area, replication)

    monkeypatch.setattr(running, "run_block", run_block)
    stopped = CliRunner().invoke(app, [*asked, "--keep", str(tmp_path)])
    assert stopped.exit_code == 130
    assert "Stopped. Start it again with --keep" in stopped.output
    monkeypatch.setattr(running, "run_block", real)
    again = CliRunner().invoke(app, [*asked, "--keep", str(tmp_path)])
    assert "2 blocks were taken up" in again.output
    assert whole.stdout == again.stdout


def test_machines_share_a_run_by_its_replications_and_the_whole_has_the_bytes_of_one(tmp_path):
    asked = ["run", "nacro-2012", "--years", "1", "--people", "300"]
    alone = CliRunner().invoke(app, [*asked, "--replications", "4"])
    for first in (0, 2):
        kept = ["--replications", "2", "--first", str(first), "--keep", str(tmp_path / str(first))]
        assert CliRunner().invoke(app, [*asked, *kept]).exit_code == 0
    whole = tmp_path / "whole"
    for first in (0, 2):
        copytree(tmp_path / str(first), whole, dirs_exist_ok=True)
    together = CliRunner().invoke(app, [*asked, "--replications", "4", "--keep", str(whole)])
    assert "4 blocks were taken up" in together.output
    assert together.stdout == alone.stdout


def test_a_comparison_under_draws_goes_on_too(tmp_path):
    spec = Spec(weeks=26, replications=1)
    one, other = small(people=150), small("nacro-2012", people=150)
    whole = doubt(one, other, spec, draws=2)
    heard = []
    with pytest.raises(Stopped):
        doubt(
            one, other, spec, draws=2, threads=1, kept=Kept(tmp_path), stop=lambda: len(heard) > 3,
            told=lambda done, of: heard.append(done),
        )  # fmt: skip
    kept = Kept(tmp_path)
    again = doubt(one, other, spec, draws=2, kept=kept)
    assert kept.taken_up >= 8
    assert again.bars == whole.bars
    assert again.swings == whole.swings
