"""Every day that a row holds has an order with every other, or a reason why it has none; each order is kept."""

import copy
import json
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from throughcare.casework.courts.rules import Line, ResultRow, read_row
from throughcare.casework.courts.rules.days import NO_ORDER, days_of_a_result, offence_day_faults
from throughcare.casework.courts.rules.messages import message_lines, packaged_meanings

TODAY = date(2026, 11, 20)
HEARD = date(2026, 11, 2)
DAYS = ("date_of_birth", "offence_date", "hearing_date", "report_due", "deferred_until", "also_listed")
GOOD = {
    "date_of_birth": date(1984, 5, 6), "offence_date": date(2026, 10, 1), "hearing_date": HEARD,
    "report_due": date(2026, 12, 1), "deferred_until": date(2027, 3, 1), "also_listed": date(2026, 11, 3),
}  # fmt: skip
BEFORE = {(one.earlier, one.later) for one in days_of_a_result(HEARD)}


def follows(first: str, then: str) -> bool:
    """Whether the table says that one day comes no later than another, by itself or through a third."""
    return (first, then) in BEFORE or any(a == first and follows(b, then) for a, b in BEFORE)


def a_row(days: dict[str, date]) -> dict[str, str]:
    said = {name: on.isoformat() for name, on in days.items()}
    return {
        "result_ref": "R1", "court_code": "MDDLMC", "case_number": "C1", "family_name": "Weeksby", "given_names": "Ray",
        "defendant_id": "3eedc585-a270-5b94-8424-d0d2d6a48c60", "offence_code": "105/01", "outcome": "sentence deferred",
    } | said | {"also_listed": f"{said['also_listed']} morning"}  # fmt: skip


def faults(days: dict[str, date]) -> set[str]:
    found = read_row(1, a_row(days), today=TODAY)
    return set() if isinstance(found, ResultRow) else {fault.field for fault in found}


def test_each_pair_of_days_stands_in_the_one_table_or_has_a_reason_why_it_has_no_order():
    for one, other in combinations(DAYS, 2):
        ordered = follows(one, other) or follows(other, one)
        assert ordered != (frozenset({one, other}) in NO_ORDER), (one, other)
    assert all(because for because in NO_ORDER.values())
    assert faults(GOOD) == set()


@pytest.mark.parametrize(
    ("earlier", "later"), [(a, b) for a, b in ((x, y) for x in DAYS for y in DAYS if x != y) if follows(a, b)]
)
def test_a_day_put_before_one_that_it_follows_is_refused(earlier, later):
    assert faults(GOOD | {later: GOOD[earlier] - timedelta(days=1)})


@pytest.mark.parametrize(
    ("on", "says"),
    [(HEARD + timedelta(days=1), "after the hearing"), (date(1980, 1, 1), "before the person was born"),
     (date(1990, 8, 1), "under ten"), (HEARD, ""), (None, "")],
)  # fmt: skip
def test_a_further_offence_is_held_against_the_same_table_as_the_main_one(on, says):
    found = offence_day_faults(on, HEARD, GOOD["date_of_birth"])
    assert (says in " ".join(found)) and bool(found) is bool(says)
    row = a_row(GOOD) | {
        "offences_said": json.dumps([{"id": "1"}, {"id": "2"} | ({"on": on.isoformat()} if on else {})])
    }
    read = read_row(1, row, today=TODAY)
    assert isinstance(read, ResultRow) is not bool(says)


FILES = Path(__file__).parent / "files" / "messages"
HEARING = json.loads((FILES / "common_platform" / "court-hearing-event.json").read_text())


@pytest.mark.parametrize("which", [0, 1])
def test_a_message_whose_offence_cannot_have_been_on_its_day_is_recorded_without_the_day_and_asked_about(
    which,
):
    message = copy.deepcopy(HEARING)
    defendant = message["hearing"]["prosecutionCases"][0]["defendants"][0]
    message["hearing"]["prosecutionCases"][0]["defendants"] = [defendant]
    first = defendant["offences"][0]
    defendant["offences"] = [
        copy.deepcopy(first) | {"id": f"1f93aa0a-626a-490e-bc0c-fcbbe0f8c{n}11"} for n in (0, 1)
    ]
    defendant["offences"][which]["startDate"] = "2099-01-01"
    [line] = message_lines(json.dumps(message).encode(), packaged_meanings(), today=TODAY)
    assert isinstance(line, Line)
    read = read_row(1, line.fields, today=TODAY)
    assert isinstance(read, ResultRow), read
    days = [offence.on for offence in read.offences]
    assert len(days) == 2 and days[which] is None
    [asked] = [d for d in read.doubts if d.field == "offence_date"]
    assert "2099-01-01" in asked.said and "after the hearing" in asked.because
