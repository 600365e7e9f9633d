"""A magistrates' case at its edges: who is named, what has no number of its own, and what is cut or refused."""

import json
from datetime import date

import pytest

from throughcare.casework.courts.rules import Line, Unreadable, digest_of
from throughcare.casework.courts.rules.messages import message_lines, packaged_meanings

TODAY = date(2026, 11, 20)


def case(**changes):
    """A case with one defendant and two offences."""
    whole = {
        "caseId": "77", "caseNo": "2600001", "courtCode": "B10JQ", "sessionStartTime": "2026-11-20T09:00:00",
        "defendantType": "P", "defendantName": "Ms Ada LOVE", "defendantDob": "1990-02-28", "defendantSex": "F",
        "name": {"forename1": "Ada", "surname": "Love"}, "pnc": "", "cro": "",
        "defendantAddress": {f"line{n}": f"L{n}" for n in range(1, 7)} | {"pcode": "TS1 2AB"},
        "offences": [{"title": "Théft", "summary": "took a cup", "code": "TH68001"}, {"seq": "9", "title": "Fraud"}],
    }  # fmt: skip
    return whole | changes


def lines(*messages):
    text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in messages)
    return list(message_lines(text.encode(), packaged_meanings(), today=TODAY))


def row(**changes):
    (found,) = lines(case(**changes))
    assert isinstance(found, Line), found
    return found.fields


def test_an_address_has_five_lines_and_an_offence_without_a_number_the_place_it_stands_at():
    found = row()
    assert found["address"] == "L1, L2, L3, L4, L5"
    offences = json.loads(found["offences_said"])
    assert [one["id"] for one in offences] == ["1", "9"]
    assert offences[0]["title"] == "Théft" and "Théft" in found["offences_said"]


@pytest.mark.parametrize(
    ("names", "whole", "family", "given"),
    [
        ({"forename1": "Ada", "surname": "Love"}, "", "Love", "Ada"),
        ({"surname": "Love"}, "", "Love", ""),
        ({}, "Ms Ada LOVE", "Ms Ada LOVE", ""),
    ],
)
def test_somebody_is_called_as_the_parts_say_or_else_the_whole(names, whole, family, given):
    found = row(name=names, defendantName=whole)
    assert (found["family_name"], found.get("given_names", "")) == (family, given)


def test_somebody_with_no_name_at_all_is_refused_and_the_other_lines_are_read():
    first, second, third = lines(case(), case(name={}, defendantName=""), case(caseId="78"))
    assert (first.number, second.number, third.number) == (1, 2, 3)
    assert isinstance(second, Unreadable) and "is missing" in second.because
    assert isinstance(first, Line) and isinstance(third, Line)


def test_a_line_that_is_no_json_is_one_line_and_the_rest_is_read():
    first, second = lines(case(), "{broken")
    assert isinstance(first, Line)
    assert isinstance(second, Unreadable) and second.because == "this is not JSON"


@pytest.mark.parametrize(("field", "longest"), [("courtCode", 20), ("pnc", 60), ("cro", 60)])
def test_a_text_longer_than_may_be_is_refused_by_its_element(field, longest):
    (found,) = lines(case(**{field: "X" * (longest + 1)}))
    assert isinstance(found, Unreadable) and field in found.because
    (found,) = lines(case(**{field: "X" * longest}))
    assert isinstance(found, Line)


def test_a_name_with_marks_that_no_name_holds_is_kept_without_them_and_asked_about():
    found = row(name={"forename1": "Ada", "surname": "=Lo<ve"})
    assert found["family_name"] == "Lo ve"
    assert "family_name" in {field for field, _, _ in json.loads(found["asked"])}


def test_rows_are_told_apart_by_their_letters_as_they_are_written():
    import hashlib

    said = '{"family_name": "Zoë"}'
    assert digest_of({"family_name": "Zoë", "pnc": ""}) == hashlib.sha256(said.encode()).hexdigest()
