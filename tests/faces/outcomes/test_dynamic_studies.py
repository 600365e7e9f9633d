"""A study from an extract allows for what may change about people wherever an assessment said it, unknown kept apart."""

import json
import shutil
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from throughcare.evidence import outcomes
from throughcare.evidence.extracts.queries import sources
from throughcare.faces.outcomes.answers import studies

PEOPLE = 300


def write(folder, assessed):
    """Three hundred people, two in five of them served by lot; what they did before and what they are varies by who they are."""
    number = np.arange(1, PEOPLE + 1)
    days = [date(2023, 3, 1) + timedelta(days=int(n) % 60) for n in number]
    past = np.repeat(number, number % 4)
    again = number[number % 3 == 0]
    served = number[np.random.default_rng(4).random(PEOPLE) < 0.4]
    tables = {
        "people": {"person_id": number, "sex": ["female" if n % 5 == 0 else "male" for n in number]},
        "index_events": {
            "event_id": number, "person_id": number, "event_date": days, "kind": ["court_order"] * PEOPLE,
            "age": pa.array(20 + number * 7 % 31, pa.int32()), **assessed,
        },
        "offences": {
            "person_id": np.concatenate([past, again]),
            "offence_date": [date(2020, 1, 1)] * past.size + [days[n - 1] + timedelta(days=90) for n in again],
            "proven_date": [date(2020, 6, 1)] * past.size + [days[n - 1] + timedelta(days=200) for n in again],
            "breach": [False] * (past.size + again.size), "proved_by": ["conviction"] * (past.size + again.size),
        },
        "services": {
            "person_id": served, "service": ["programme"] * served.size, "provider": ["Somebody"] * served.size,
            "started_on": [days[n - 1] for n in served], "ended_on": pa.array([None] * served.size, pa.date32()),
        },
    }  # fmt: skip
    folder.mkdir(parents=True)
    for name, columns in tables.items():
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    told = {"known_to": "2026-01-01", "made_by": "extract", "made_on": "2026-01-02", "salt": 0, "services": ["programme"]}  # fmt: skip
    (folder / "extract.json").write_text(json.dumps(told))
    outcomes.check_folder(folder)


@pytest.fixture
def put_of(database):
    made = []

    def put(**assessed):
        folder = sources.folder() / f"assessed-{len(made)}"
        made.append(folder)
        write(folder, assessed)
        return studies.put_forward(folder.name, "programme")

    yield put
    for folder in made:
        shutil.rmtree(folder)


CHANCES = [None if n % 10 == 0 else 0.1 + (n * 13 % 80) / 100 for n in range(1, PEOPLE + 1)]
LEVELS = [
    None if n % 7 == 0 else ("low", "medium", "high", "very_high")[n * 3 % 4] for n in range(1, PEOPLE + 1)
]


def test_an_extract_without_assessments_allows_for_history_alone(put_of):
    assert put_of().study.dynamic == ()


def test_what_was_assessed_is_allowed_for_and_not_known_is_a_column_of_its_own(put_of):
    put = put_of(predicted=pa.array(CHANCES), harm=pa.array(LEVELS))
    assert put.study.static == ("age", "male", "previous_offences")
    assert put.study.dynamic == (
        "predicted_chance", "predicted_chance_not_known", "high_harm", "high_harm_not_known",
    )  # fmt: skip
    assert put.columns["predicted_chance_not_known"].sum() == CHANCES.count(None) == 30
    assert put.lost == 0


def test_the_unknown_stand_at_the_mean_of_the_known_and_never_at_nought(put_of):
    put = put_of(predicted=pa.array(CHANCES))
    known = [chance for chance in CHANCES if chance is not None]
    here = put.columns["predicted_chance"][put.columns["predicted_chance_not_known"] == 1]
    assert here == pytest.approx(np.full(30, np.mean(known)))
    assert put.columns["predicted_chance"].min() == pytest.approx(min(known))


def test_high_and_very_high_are_high(put_of):
    put = put_of(harm=pa.array(LEVELS))
    high = [level in ("high", "very_high") for level in LEVELS if level is not None]
    told = put.columns["high_harm"][put.columns["high_harm_not_known"] == 0]
    assert told.tolist() == [float(one) for one in high]


def test_a_column_alike_for_everybody_is_left_out(put_of):
    put = put_of(predicted=pa.array([c or 0.5 for c in CHANCES]), harm=pa.array(["low"] * PEOPLE))
    assert put.study.dynamic == ("predicted_chance",)


def test_where_nobody_was_assessed_there_is_nothing_that_changes(put_of):
    nobody = pa.array([None] * PEOPLE, pa.float64())
    assert put_of(predicted=nobody).study.dynamic == ()


def test_both_models_run_and_the_second_balances_what_may_change(put_of):
    put = put_of(predicted=pa.array(CHANCES), harm=pa.array(LEVELS))
    result = outcomes.compare_people(put.columns, put.study, on=date(2026, 11, 21))
    names = {one.covariate for one in result.static_and_dynamic.balance.covariates}
    assert {"predicted_chance", "high_harm"} <= names
    assert not {"predicted_chance", "high_harm"} & {one.covariate for one in result.static.balance.covariates}
    for model in (result.static, result.static_and_dynamic):
        assert model.outcomes
