"""What was answered of some tables is remembered in the database, and the next question is answered beside it."""

import threading
from datetime import date

import pyarrow as pa
import pytest
from django.db import connections

from throughcare.evidence import outcomes
from throughcare.evidence.extracts import store as ledger
from throughcare.evidence.extracts.models import AnsweredQuestion
from throughcare.evidence.extracts.queries import sources
from throughcare.evidence.outcomes.measure.intervals import Unmeasured
from throughcare.foundation.kernel import Refused

DAY = date(2019, 1, 5)


def some_tables():
    """Sixteen people in one area, two hundred in another, sixty in a third, all followed up long ago."""
    areas = [name for name, size in (("c1", 16), ("c2", 200), ("c3", 60)) for _ in range(size)]
    people = list(range(1, len(areas) + 1))
    events = pa.table(
        {
            "event_id": pa.array(people, pa.int64()),
            "person_id": pa.array(people, pa.int64()),
            "event_date": pa.array([DAY] * len(areas), pa.date32()),
            "kind": ["court_order"] * len(areas),
            "area": areas,
        }
    )
    offences = pa.table(
        {
            "person_id": pa.array([1], pa.int64()),
            "offence_date": pa.array([date(2019, 3, 1)], pa.date32()),
            "proven_date": pa.array([date(2019, 4, 1)], pa.date32()),
            "breach": [False],
            "proved_by": ["conviction"],
        }
    )
    return outcomes.from_sources({"index_events": events, "offences": offences}, known_to=date(2026, 1, 1))


@pytest.fixture
def source(database, monkeypatch, request):
    """A source of these tables, opened anew for each question, as a job does."""
    name = request.node.name[:80]
    one = sources.Source(name, "Some tables", False, request.node.name)
    monkeypatch.setattr(sources, "source", lambda asked: one)
    monkeypatch.setattr(sources, "opened", lambda asked: some_tables())
    return name


def ask(name, **given):
    return ledger.in_turn(
        name, lambda held: outcomes.reoffending(held, "scotland", engine="reference", **given)
    )


def test_a_question_is_judged_beside_those_answered_in_other_jobs(source):
    assert ask(source, where={"area": ["c1", "c3"]}).cell().entries == 76
    assert ask(source, where={"area": ["c3"]}).cell().entries is Unmeasured.SUPPRESSED


def test_what_is_kept_says_which_cells_were_withheld_and_never_how_many_they_hold(source):
    ask(source, by=("area",))
    [row] = AnsweredQuestion.objects.filter(tables=ledger._making(source))
    assert row.question["withheld"] == [["c1"], ["c3"]]
    assert "16" not in str(row.question) and "60" not in str(row.question)


def test_the_same_question_is_kept_once(source):
    for _ in range(3):
        ask(source, by=("area",))
    assert len(ledger.answered(source)) == 1


def test_two_questions_at_once_are_answered_one_after_the_other(source):
    """Either of them may be first; both together may not give the sixteen away."""
    found, ready = {}, threading.Barrier(2)

    def answer(areas):
        def asked(held):
            result = outcomes.reoffending(held, "scotland", engine="reference", where={"area": areas})
            if not ready.broken:
                try:
                    ready.wait(10)
                    ready.abort()
                except threading.BrokenBarrierError:
                    pass
            return result

        try:
            found[tuple(areas)] = ledger.in_turn(source, asked).cell().entries
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer, args=(areas,)) for areas in (["c1", "c3"], ["c3"])]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert sorted(map(str, found.values())).count(str(Unmeasured.SUPPRESSED)) == 1
    assert len(ledger.answered(source)) == 2


def test_another_making_of_the_tables_begins_anew(source, monkeypatch):
    ask(source, by=("area",))
    monkeypatch.setattr(
        sources, "source", lambda name: sources.Source(name, "Some tables", False, "made again")
    )
    assert ledger.answered(source) == []


def test_an_answer_that_was_kept_is_never_changed(source):
    from django.db import ProgrammingError, transaction

    ask(source, by=("area",))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        AnsweredQuestion.objects.filter(tables=ledger._making(source)).update(question={})


def test_two_questions_that_invent_the_tables_together_find_them_both(tmp_path, monkeypatch, settings):
    settings.OUTCOMES_FOLDER = tmp_path / "outcomes"
    monkeypatch.setattr(sources, "MADE_UP_EVENTS", 400)
    together, found = threading.Barrier(4), []

    def opens():
        together.wait(10)
        found.append(sources.opened(sources.MADE_UP).known_to)

    threads = [threading.Thread(target=opens) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)
    assert len(found) == 4 and len(set(found)) == 1
    assert [one.name for one in (tmp_path / "outcomes").iterdir()] == [sources.MADE_UP]


def test_no_tables_of_an_unknown_name_are_answered_of(database):
    with pytest.raises(Refused, match="no tables of that name"):
        ledger.in_turn("nowhere", lambda held: None)
