"""Every engine gives the answers of the plain-Python reference, which is the meaning."""

import sys
from dataclasses import asdict, replace
from datetime import date

import ibis
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from throughcare.evidence.outcomes.measure import merging
from throughcare.evidence.outcomes.measure.definition import definitions
from throughcare.evidence.outcomes.measure.engines import chosen, opened
from throughcare.evidence.outcomes.measure.moments import REAL
from throughcare.evidence.outcomes.measure.question import Question
from throughcare.evidence.outcomes.measure.reference import moments
from throughcare.evidence.outcomes.measure.synth import synthesise
from throughcare.evidence.outcomes.measure.tables import load
from throughcare.foundation.kernel import Refused

from .asking import breakdowns, choices, extracts, periods
from .building import an_event, an_offence, tables

FLOATS_AGREE_TO = 1e-12
anyhow = settings(
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
every_definition = st.sampled_from(sorted(definitions()))


@pytest.fixture(scope="module")
def duckdb():
    backend = ibis.duckdb.connect()
    yield backend
    backend.disconnect()


@pytest.fixture(scope="module")
def spark():
    pytest.importorskip("pysail")
    # A worker process of the test runner has a main module without a file, which pyspark takes for its own doctests.
    vars(sys.modules["__main__"]).setdefault("__file__", "a test worker")
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer()
    server.start()
    session = SparkSession.builder.remote(f"sc://localhost:{server.listening_address[1]}").getOrCreate()
    yield ibis.pyspark.connect(session)
    session.stop()
    server.stop()


def whole_counts(moments):
    return {k: {n: v for n, v in asdict(m).items() if n not in REAL} for k, m in moments.items()}


def real_sums(moments):
    return {k: {n: getattr(m, n) for n in REAL} for k, m in moments.items()}


def assert_agree(asked, backend):
    with opened(asked, "reference") as meaning, opened(asked, backend=backend) as engine:
        expected, found = meaning.moments(), engine.moments()
        assert whole_counts(found) == whole_counts(expected)
        for labels, sums in real_sums(expected).items():
            assert real_sums(found)[labels] == pytest.approx(sums, rel=FLOATS_AGREE_TO, abs=FLOATS_AGREE_TO)
        assert engine.durations() == meaning.durations()
        assert engine.milestones() == meaning.milestones()
        for labels in expected:
            assert engine.people_in(labels) == meaning.people_in(labels)


@given(extract=extracts, name=every_definition, by=breakdowns, within=periods, where=choices)
@settings(anyhow, max_examples=60)
def test_duckdb_agrees_with_the_reference(duckdb, extract, name, by, within, where):
    assert_agree(Question(extract, definitions()[name], by, within=within, where=where), duckdb)


@given(
    extract=extracts,
    name=every_definition,
    by=breakdowns,
    weights=st.booleans(),
    within=periods,
    where=choices,
)
@settings(anyhow, max_examples=300)
def test_the_quick_engine_agrees_with_the_reference(extract, name, by, weights, within, where):
    asked = Question(extract, definitions()[name], by, weights, within, where)
    if name in ("scotland", "peterborough", "return-to-prison"):
        with pytest.raises(Refused, match="does not know how"):
            chosen(asked, "sorted")
        return
    expected, found = moments(asked), merging.moments(asked)
    assert whole_counts(found) == whole_counts(expected)
    for labels, sums in real_sums(expected).items():
        assert real_sums(found)[labels] == pytest.approx(sums, rel=FLOATS_AGREE_TO, abs=FLOATS_AGREE_TO)


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    folder = tmp_path_factory.mktemp("invented")
    synthesise(folder, events=1500, seed=3)
    return load(folder)


@pytest.mark.parametrize("by", [(), ("area", "window"), ("year", "sex"), ("kind",)])
def test_all_agree_on_an_invented_extract_in_parquet(invented, by):
    asked = Question(invented, definitions()["england-and-wales-three-month"], by)
    expected = moments(asked)
    for engine in ("sorted", "duckdb"):
        with opened(asked, engine) as one:
            found = one.moments()
        assert whole_counts(found) == whole_counts(expected)


def test_tables_by_person_go_to_the_quick_engine_and_others_to_duckdb(invented):
    plain = replace(invented, by_person=False)
    for name, quick in (("england-and-wales-annual", "sorted"), ("peterborough", "duckdb")):
        assert chosen(Question(invented, definitions()[name]), "auto") == quick
        assert chosen(Question(plain, definitions()[name]), "auto") == "duckdb"


@pytest.mark.engine
@given(extract=extracts, name=every_definition, by=breakdowns)
@settings(anyhow, max_examples=15, phases=[Phase.explicit, Phase.generate])
def test_spark_agrees_with_the_reference(spark, extract, name, by):
    assert_agree(Question(extract, definitions()[name], by), spark)


@given(extract=extracts, month=st.integers(1, 18))
@settings(anyhow, max_examples=15)
def test_an_interim_look_agrees_too(duckdb, extract, month):
    assert_agree(
        Question(extract, definitions()["england-and-wales-annual"].interim(month), ("year",)), duckdb
    )


@given(extract=extracts)
@settings(anyhow, max_examples=30)
def test_nobody_reoffends_without_reoffences_and_no_cell_counts_more_people_than_entries(extract):
    with opened(
        Question(extract, definitions()["england-and-wales-three-month"], ("kind",)), "reference"
    ) as engine:
        for counts in engine.moments().values():
            assert counts.people <= counts.entries
            assert counts.reoffended <= counts.reoffences
            assert (counts.reoffended == 0) == (counts.reoffences == 0)


def test_a_question_of_one_cell_with_nobody_complete_counts_them_as_awaiting(duckdb):
    extract = tables([an_event(1, date(2029, 12, 1))])
    with opened(Question(extract, definitions()["scotland"]), backend=duckdb) as engine:
        [counts] = engine.moments().values()
    assert (counts.entries, counts.awaiting, counts.people) == (0, 1, 0)


def test_an_unknown_engine_is_refused_by_name():
    asked = Question(tables([an_event(1, date(2020, 1, 1))]), definitions()["scotland"])
    with pytest.raises(Refused, match="no engine is called abacus"), opened(asked, "abacus"):
        pass


def test_spark_without_an_address_is_refused_in_plain_words(monkeypatch):
    monkeypatch.delenv("THROUGHCARE_SPARK", raising=False)
    asked = Question(tables([an_event(1, date(2020, 1, 1))]), definitions()["scotland"])
    with pytest.raises(Refused, match="THROUGHCARE_SPARK"), opened(asked, "spark"):
        pass


def test_the_reference_counts_what_a_reader_would_count_by_hand():
    extract = tables(
        [an_event(1, date(2019, 1, 10)), an_event(2, date(2019, 2, 10))],
        [
            an_offence(1, date(2019, 3, 1), severity="2.50"),
            an_offence(1, date(2019, 4, 1), severity="1.25"),
            an_offence(2, date(2019, 5, 1), breach=True),
        ],
    )
    with opened(Question(extract, definitions()["england-and-wales-three-month"]), "reference") as engine:
        [counts] = engine.moments().values()
    assert (counts.entries, counts.reoffended, counts.reoffences, counts.severity) == (2, 1, 2, 375)
    assert (counts.nn, counts.yy, counts.ff, counts.ny, counts.nf) == (2, 1, 4, 1, 2)
