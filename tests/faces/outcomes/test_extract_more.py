"""An extract holds releases from custody, what was predicted and known of harm, and how much each offence weighs."""

import json
import shutil
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pyarrow as pa
import pytest
from support.assessing import signed
from support.people import joins
from support.service import a_birth, a_name, a_person, a_pnc, a_result, a_service, import_rows

from throughcare.casework.assessment.models import Score
from throughcare.casework.courts.models import Offence
from throughcare.casework.supervision.actions import record_movement
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.evidence import outcomes
from throughcare.evidence.extracts.actions import extract_outcomes
from throughcare.evidence.extracts.queries import numbering, reading, sources, tables
from throughcare.foundation.operating_model.rules import Place

SENTENCED = date(2026, 11, 2)
PRISON = {
    "sentence_kind": "custody",
    "sentence_length": "8",
    "requirements": "",
    "hearing_date": "2026-11-02",
}


def moves(person, kind):
    """Their place recorded now, a day later than whatever went before; the day it was."""
    at = person.service.later(days=1)
    record_movement(by=person.team.senior, at=at, case_id=person.case, version=person.row.version, kind=kind)
    return at.date()


def somebody():
    """Who a row of results is about, the same each time it is given."""
    return {
        "family_name": a_name(), "date_of_birth": a_birth().isoformat(), "pnc": a_pnc(), "postcode": "TS1 2AB",
        "defendant_id": str(uuid4()),
    }  # fmt: skip


def again_to_prison(service, who):
    """Another custodial sentence on the same person, passed today; the day it was."""
    on = service.later(days=1).date()
    offended = (on - timedelta(days=3)).isoformat()
    import_rows(
        service, a_result(**PRISON | who | {"hearing_date": on.isoformat(), "offence_date": offended})
    )
    return on


@pytest.fixture(scope="module")
def service(database):
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def people(service):
    """Somebody still inside, somebody let out, somebody recalled and let out again, and somebody assessed."""
    who = somebody()
    inside, recalled = (a_person(service, **PRISON) for _ in range(2))
    out = a_person(service, **PRISON, **who)
    days = {"out": [moves(out, MovementKind.RELEASED)], "recalled": [moves(recalled, MovementKind.RELEASED)]}
    moves(recalled, MovementKind.RECEIVED)
    moves(recalled, MovementKind.RELEASED)
    assessed = signed(level="high", service=service)
    return {
        "inside": inside,
        "out": out,
        "recalled": recalled,
        "assessed": assessed,
        "days": days,
        "who": who,
    }


@pytest.fixture(scope="module")
def extract(service, people):
    folder = sources.folder() / "more"
    analyst = joins(next(iter(service.teams.values())).unit, "analyst")
    at = service.later(days=40)
    done = extract_outcomes(by=analyst, at=at, folder=folder, known_to=at.date())
    yield folder, done
    shutil.rmtree(folder)


def rows(extract, table, person):
    folder, _ = extract
    told = json.loads((folder / "extract.json").read_text())
    number = numbering.number_of(person.id, numbering.key(sources.folder()), told["salt"])
    return [row for row in outcomes.load(folder).read(table).to_pylist() if row["person_id"] == number]


def test_a_case_that_begins_with_custody_begins_inside(people):
    assert people["inside"].row.place == Place.CUSTODY


def test_a_release_is_an_index_event_on_the_day_it_was_recorded(extract, people):
    [event] = rows(extract, "index_events", people["out"])
    assert (event["kind"], event["event_date"]) == ("custody_release", people["days"]["out"][0])
    assert event["event_date"] > SENTENCED
    assert event["offence_group"] == Offence.objects.using("owner").get(code="105/01").group
    assert event["area"] == people["out"].service.local[0]


def test_somebody_still_inside_has_no_index_event_and_is_counted_as_left_out(extract, people):
    assert rows(extract, "index_events", people["inside"]) == []
    assert extract[1].left_out["custody"] >= 1
    assert [row["proven_date"] for row in rows(extract, "offences", people["inside"])] == [SENTENCED]


def test_a_release_after_a_recall_begins_nothing_and_is_counted(extract, people):
    [event] = rows(extract, "index_events", people["recalled"])
    assert event["event_date"] == people["days"]["recalled"][0]
    assert extract[1].left_out["after_recall"] >= 1


def test_each_new_sentence_of_custody_has_a_release_of_its_own(service, people):
    person = people["out"]
    passed = again_to_prison(service, people["who"])
    moves(person, MovementKind.RECEIVED)
    day = moves(person, MovementKind.RELEASED)
    assert passed < day
    with reading.snapshot() as cursor:
        read, _ = reading.read(cursor, service.at.date())
        before, _ = reading.read(cursor, passed)
    mine = [row for row in read["index_events"].to_pylist() if row["person"] == str(person.id)]
    assert [row["event_date"] for row in mine] == [people["days"]["out"][0], day]
    earlier = [row for row in before["index_events"].to_pylist() if row["person"] == str(person.id)]
    assert [row["event_date"] for row in earlier] == people["days"]["out"]


def test_what_was_predicted_and_known_of_harm_stands_with_the_event_it_was_known_within_90_days_of(
    extract, people
):
    person = people["assessed"].person
    [event] = rows(extract, "index_events", person)
    score = Score.objects.using("owner").get(person_id=person.id, instrument="arp", current=True).score
    assert event["predicted"] == pytest.approx(score / 100)
    assert 0 < event["predicted"] < 1
    assert event["harm"] == "high"


def test_nobody_unassessed_is_given_a_chance_or_a_level(extract, people):
    [event] = rows(extract, "index_events", people["out"])
    assert event["predicted"] is None
    assert event["harm"] is None


def test_a_score_that_came_later_than_the_rule_allows_is_not_taken_back(service, people):
    said = {name: rule["value"] for name, rule in reading.rules()["rules"].items()}
    assert said["known_within"] == 90
    to = service.at.date()
    with reading.snapshot() as cursor:
        told = reading.published(cursor, to, said)
    for days, known in ((90, True), (0, False)):
        made, _ = reading.joined(told, to, {**said, "known_within": days})
        events = made["index_events"].to_pylist()
        [mine] = [row for row in events if row["person"] == str(people["assessed"].person.id)]
        assert (mine["predicted"] is not None) is known
        assert (mine["harm"] is not None) is known


def test_every_offence_weighs_what_the_rule_gives_its_category(extract, people):
    weights = reading.rules()["rules"]["severity"]["value"]
    category = Offence.objects.using("owner").get(code="105/01").actuarial_category
    assert {row["severity"] for row in rows(extract, "offences", people["out"])} == {
        Decimal(str(weights[category]))
    }


def test_every_category_of_offence_there_is_has_a_weight(service):
    categories = set(Offence.objects.using("owner").values_list("actuarial_category", flat=True))
    assert len(categories) > 20
    weights = reading.rules()["rules"]["severity"]["value"]
    assert categories == set(weights)
    assert all(weight > 0 and round(weight, 2) == weight for weight in weights.values())


def test_a_category_without_a_weight_stops_the_extract_rather_than_weigh_nothing():
    offences = pa.table({"category": ["NEVER_HEARD_OF"]})
    with pytest.raises(KeyError, match="NEVER_HEARD_OF"):
        tables._with_severity(offences)


def test_severity_and_prediction_are_measured_from_the_extract(extract):
    folder, _ = extract
    held = outcomes.load(folder)
    asked = outcomes.Question(held, outcomes.definition("england-and-wales-three-month"))
    assert asked.has_severity
    assert asked.has_predicted


def test_every_choice_an_extract_makes_says_how_far_it_may_be_relied_on(extract):
    told = json.loads((extract[0] / "extract.json").read_text())
    for name in ("released", "predicted_by", "known_within", "severity"):
        rule = told["rules"]["rules"][name]
        assert rule["label"] == "assumed"
        assert rule["source"]
    assert set(told["left_out"]) == set(told["rules"]["left_out"])
