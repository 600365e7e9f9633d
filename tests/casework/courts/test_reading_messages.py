"""The courts' own messages are read into rows of results, or refused whole with every element named."""

import copy
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.casework.courts.rules import Line, Unreadable, read_row
from throughcare.casework.courts.rules.messages import (
    CodeList,
    Meaning,
    key_of,
    message_lines,
    messages_in,
    packaged_meanings,
)
from throughcare.casework.courts.rules.messages.dividing import meaning_of
from throughcare.casework.courts.rules.messages.matter import ResultSaid

TODAY = date(2026, 11, 20)
FILES = Path(__file__).parent / "files" / "messages"
HEARING = json.loads((FILES / "common_platform" / "court-hearing-event.json").read_text())
LIST = (FILES / "libra" / "list-one-day.xml").read_bytes()


def read(name):
    return list(message_lines((FILES / name).read_bytes(), packaged_meanings(), today=TODAY))


def rows(name):
    found = read(name)
    assert all(isinstance(one, Line) for one in found), found
    return [one.fields for one in found]


def said(row):
    return json.loads(row.get("offences_said", "[]"))


def asked(row):
    return [tuple(one) for one in json.loads(row.get("asked", "[]"))]


def sent(message):
    return list(message_lines(json.dumps(message).encode(), packaged_meanings(), today=TODAY))


def with_results(*results):
    message = copy.deepcopy(HEARING)
    del message["hearing"]["prosecutionCases"][0]["defendants"][1]
    message["hearing"]["prosecutionCases"][0]["defendants"][0]["offences"][0]["judicialResults"] = list(
        results
    )
    return message


def a_result(label, *prompts, **more):
    return {
        "label": label,
        "judicialResultPrompts": [{"label": name, "value": value} for name, value in prompts],
        **more,
    }


VALID = {
    "common_platform/court-hearing-event.json": 1,
    "common_platform/court-application.json": 2,
    "common_platform/court-application-minimal.json": 1,
    "common_platform/existing-hearing-multiple-defendants-one-crn.json": 2,
    "common_platform/hearing-existing.json": 2,
    "common_platform/court-application-missing-fields.json": 1,
    "common_platform/hearing-multiple-cases.json": 2,
    "common_platform/hearing-one-defendant-one-crn.json": 1,
    "common_platform/hearing-with-legal-entity-defendant.json": 2,
    "common_platform/hearing.json": 2,
    "libra/case.json": 1,
    "libra/case-org.json": 1,
    "libra/list-one-day.xml": 2,
}


@pytest.mark.parametrize("name", VALID)
def test_each_defendant_in_each_case_is_one_row(name):
    assert len(rows(name)) == VALID[name]


@pytest.mark.parametrize(
    ("name", "elements"),
    [
        ("common_platform/hearing-invalid.json", ["hearing.prosecutionCases[0].defendants[0].id is missing", "hearing.hearingDays[0].sittingDay is missing", "hearing.prosecutionCases[0].id is missing", "hearing.prosecutionCases[0].defendants[1].legalEntityDefendant.organisation.name is missing"]),
        ("common_platform/court-application-invalid.json", ["hearing.id is missing", "hearing.courtCentre.code is missing", "hearing.prosecutionCases is missing"]),
        ("libra/case-invalid.json", ["caseNo is missing"]),
        ("libra/list-invalid.xml", ["Envelope.Body.ExternalDocumentRequest is missing"]),
    ],
)  # fmt: skip
def test_an_invalid_message_is_refused_whole_with_each_element_named(name, elements):
    [found] = read(name)
    assert isinstance(found, Unreadable)
    for element in elements:
        assert element in found.because
    assert found.text == (FILES / name).read_text()


def test_a_defendant_twice_in_one_message_is_one_and_what_differs_is_asked_about():
    [row] = rows("common_platform/court-hearing-event.json")
    told = {(about, value) for about, value, _ in asked(row) if about in {"pnc", "cro"}}
    assert told == {
        ("pnc", "pnc number1"),
        ("pnc", "pnc number2"),
        ("cro", "cro number1"),
        ("cro", "cro number2"),
    }
    assert [o["code"] for o in said(row)] == ["CA03013"]


def test_days_after_the_first_are_listed_too():
    [row] = rows("common_platform/hearing-existing.json")[:1]
    assert (row["hearing_date"], row["also_listed"]) == ("2021-09-08", "2021-09-09 morning")
    assert row["outcome"] == "listed"


def test_days_and_sessions_are_londons():
    message = copy.deepcopy(HEARING)
    message["hearing"]["hearingDays"][0]["sittingDay"] = "2021-06-25T23:30:00.000Z"
    [row] = sent(message)
    assert (row.fields["hearing_date"], row.fields["session"]) == ("2021-06-26", "morning")


def test_an_organisation_is_read_as_one():
    person, organisation = rows("common_platform/hearing-with-legal-entity-defendant.json")
    assert organisation["organisation"] == "An Organisation"
    assert "family_name" not in organisation
    assert person["family_name"] == "MORGAN"
    [row] = rows("libra/case-org.json")
    assert row["organisation"] == "Some Organisation"


def test_an_application_is_a_matter_of_its_own_beside_the_case():
    case, application = rows("common_platform/court-application.json")
    assert application["matter"] == "Application to vary conditions of bail"
    assert application["defendant_id"] == case["defendant_id"]
    assert ("result", "Granted\nGranted\nordered 2021-06-25") in [(a, s) for a, s, _ in asked(application)]


def test_the_magistrates_daily_list_is_read_in_its_envelope():
    first, second = rows("libra/list-one-day.xml")
    assert (first["court_code"], first["hearing_date"], first["session"]) == (
        "B10JQ00",
        "2020-10-26",
        "morning",
    )
    assert (first["family_name"], first["given_names"], first["date_of_birth"]) == (
        "LINCOLN",
        "Abraham",
        "1968-08-06",
    )
    assert (second["given_names"], second["postcode"]) == ("Theremin Flux Capacitor", "SP1 1AA")
    assert [(o["code"], o["title"]) for o in said(first)] == [("TH68010", "Theft from a shop")]


def test_a_list_that_holds_nothing_is_no_fault():
    assert read("libra/request-B10JQ01.xml") == []


def test_a_case_sent_alone_and_the_same_case_in_a_list_have_one_reference():
    text = LIST.decode().replace("1218461", "1217464").replace("26/10/2020", "20/02/2020")
    listed = next(iter(message_lines(text.encode(), {}, today=TODAY)))
    [alone] = rows("libra/case-org.json")
    assert listed.fields["result_ref"] == alone["result_ref"]


def test_results_that_are_all_understood_become_a_sentence_with_the_words_to_look_at():
    order = a_result("Community order", ("End date or length", "12 Months"), cjsCode="1116")
    work = a_result("Unpaid work", ("Number of hours", "80"), cjsCode="3101")
    [row] = sent(with_results(order, work))
    assert {k: row.fields[k] for k in ("outcome", "sentence_kind", "sentence_length", "sentence_unit", "requirements")} == {
        "outcome": "sentenced", "sentence_kind": "community order", "sentence_length": "12", "sentence_unit": "months",
        "requirements": "unpaid work 80 hours",
    }  # fmt: skip
    assert "sentence" in [about for about, _, _ in asked(row.fields)]


@pytest.mark.parametrize(
    "results",
    [
        [a_result("Community order", cjsCode="1116")],
        [a_result("Community order", ("Length", "a while"), cjsCode="1116")],
        [a_result("Imprisonment", ("Length", "6 Months")), a_result("Imprisonment", ("Length", "3 Months"))],
        [a_result("A thing no list has")],
        [a_result("Unpaid work", ("Number of hours", "80"))],
        [a_result("", cjsCode="99999")],
    ],
)
def test_results_that_are_not_understood_pass_no_sentence_and_wait_with_the_courts_words(results):
    [row] = sent(with_results(*results))
    assert row.fields["outcome"] == "listed"
    assert "sentence_kind" not in row.fields
    assert "result" in [about for about, _, _ in asked(row.fields)]


IMPRISONMENT = ("Imprisonment", "1002")
SENTENCES = [
    (IMPRISONMENT, [("Imprisonment Period", "18 Months 2 Weeks")], {"sentence_length": "18 months 2 weeks"}),
    (IMPRISONMENT, [("Imprisonment Period", "6 Months"), ("Total custodial period", "6 Months")], {"sentence_length": "6"}),
    (IMPRISONMENT, [("Imprisonment Period", "6 Months"), ("Concurrent", "Yes")], {"sentence_length": "6"}),
    (IMPRISONMENT, [("Imprisonment Period", "6 Months"), ("Consecutive", "No")], {"sentence_length": "6"}),
    (IMPRISONMENT, [("Imprisonment Period", "6 Months"), ("Days spent on remand", "45 days")], {"sentence_length": "6 months less 45 days on remand"}),
    (("Suspended sentence order - imprisonment", "1115"), [("Imprisonment Period", "26 Weeks"), ("Suspended for", "12 Months")], {"sentence_length": "12 months", "custody_months": "26 weeks"}),
    (("Suspended sentence order - imprisonment", "1115"), [("Custodial period", "8 Weeks"), ("Operational period", "2 Years"), ("Supervision period", "12 Months")], {"sentence_length": "2 years", "custody_months": "8 weeks"}),
    (("Extended sentence", ""), [("Custodial term", "4 Years"), ("Extension period", "2 Years")], {"sentence_length": "4 years + 2 years"}),
    (("Life imprisonment", ""), [("Minimum term", "14 Years less 212 days on remand")], {"minimum_term": "14 years less 212 days on remand"}),
    (("Life Sentence and Tariff Set Together", "4065"), [("Tariff", "20 Years")], {"minimum_term": "20 years"}),
    (("Life imprisonment", ""), [("Minimum term", "Whole life order")], {"minimum_term": "whole life"}),
    (("Life Sentence - Tariff to be set later", "4064"), [], {}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "prompts", "columns"), SENTENCES)
def test_each_prompt_of_a_sentence_is_the_part_that_its_label_says(said, prompts, columns):
    label, code = said
    [row] = sent(with_results(a_result(label, *prompts, cjsCode=code)))
    assert row.fields["outcome"] == "sentenced", asked(row.fields)
    kept = {"sentence_length", "sentence_unit", "custody_months", "minimum_term", "runs"}
    assert columns.items() <= row.fields.items()
    assert {name for name in kept & row.fields.keys() if name != "sentence_unit"} == columns.keys()
    assert "sentence" in [about for about, _, _ in asked(row.fields)]


@pytest.mark.parametrize(
    "results",
    [
        [a_result("Imprisonment", ("Imprisonment Period", "6 Months"), ("Consecutive to", "the sentence of last May"))],
        [a_result("Imprisonment", ("Imprisonment Period", "6 Months"), ("Concurrent or consecutive", "Consecutive"))],
        [a_result("Imprisonment", ("Imprisonment Period", "6 Months"), resultText="to run consecutively")],
        [a_result("Imprisonment", ("Period", "6 Months")), a_result("Imprisonment", ("Period", "6 Months"), ("Consecutive to", "offence 1"))],
        [a_result("Imprisonment", ("Imprisonment Period", "6 Months"), ("Total custodial period", "9 Months"))],
        [a_result("Imprisonment", ("Imprisonment Period", "6 Months"), ("Licence period", "3 Months"))],
        [a_result("Imprisonment", ("Imprisonment Period", "6 or 7 Months"))],
        [a_result("Imprisonment", ("Imprisonment Period", "6 Months less time served"))],
        [a_result("Suspended sentence order", ("Operational period", "12 Months"))],
        [a_result("Suspended sentence order", ("Imprisonment Period", "a while"), ("Operational period", "12 Months"))],
        [a_result("Extended sentence", ("Custodial term", "4 Years"))],
        [a_result("Life imprisonment", ("Minimum term", "to be decided"))],
        [a_result("Suspended sentence activated", ("Imprisonment Period", "6 Months"), cjsCode="1507")],
    ],
)  # fmt: skip
def test_a_sentence_that_runs_after_another_or_has_a_length_too_many_waits_with_the_courts_words(results):
    [row] = sent(with_results(*results))
    assert row.fields["outcome"] == "listed", row.fields
    assert not {"sentence_kind", "sentence_length", "custody_months", "minimum_term"} & row.fields.keys()
    words = " ".join(value for about, value, _ in asked(row.fields) if about == "result")
    assert all(p["value"] in words for result in results for p in result["judicialResultPrompts"])


def test_requirements_of_a_message_keep_a_most_and_the_name_of_a_programme():
    order = a_result("Community order", ("End date or length", "12 Months"), cjsCode="1116")
    rar = a_result("Rehabilitation activity requirement", ("Up to how many days", "20"))
    named = a_result(
        "Accredited programme", ("Name of programme", "Building Choices"), ("Number of days", "21")
    )
    other = a_result(
        "Programme requirement", ("Accredited programme", "Steps to Work"), ("Number of days", "10")
    )
    [row] = sent(with_results(order, rar, named, other))
    assert row.fields["requirements"] == (
        "rehabilitation activity up to 20 days; programme Building Choices 21 days; programme Steps to Work 10 days"
    )
    [passed] = [read_row(1, row.fields, today=TODAY)]
    assert [(d.field, d.because) for d in passed.doubts if d.field == "requirements"] == [
        ("requirements", "no list has a programme named “Steps to Work”: ask which it is")
    ]


def test_an_adjournment_is_one_and_what_else_it_says_is_kept():
    [row] = rows("common_platform/court-application-minimal.json")
    assert row["outcome"] == "adjourned"
    [(_about, words, _)] = [one for one in asked(row) if one[0] == "result"]
    assert "Number of days to abstain from consuming any alcohol: 120" in words


def test_a_report_is_asked_for_in_the_kind_the_court_said():
    [row] = sent(with_results(a_result("Pre-sentence report", text="", resultText="Oral report, stand down")))
    assert (row.fields["outcome"], row.fields["report_kind"]) == ("report requested", "oral")


def test_what_an_administrator_says_of_a_code_is_what_it_means():
    result = ResultSaid("Brand new order", code="9876")
    assert meaning_of(result, packaged_meanings()) is None
    means = Meaning("sentence", "community order", "a letter of the court")
    assert meaning_of(result, {key_of(CodeList.RESULT_LABEL, "brand NEW  order"): means}) == means


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"""


@pytest.mark.parametrize(
    "raw", [BOMB, OUTSIDE, b"<a>" * 5000, b"<a", b"<?xml version='1.0' encoding='nonsense'?><a/>"]
)
def test_a_bomb_or_what_is_no_xml_is_refused_and_never_followed(raw):
    [found] = message_lines(raw, {}, today=TODAY)
    assert isinstance(found, Unreadable)
    assert "passwd" not in found.because


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe\x00", b"null", b"[]", b"[1]", b'{"hearing": 1}', b'{"hearing": {"hearingDays": {}}}', b'{"hearing":' * 20000,
     b'{"caseId": 1}', b'{"Message": "{"}', b'{"caseId": "\\ud800", "caseNo": "1", "courtCode": "B01CX"}', b"<ExternalDocumentRequest/>"],
)  # fmt: skip
def test_whatever_is_sent_never_raises_and_is_kept(raw):
    for found in message_lines(raw, {}, today=TODAY):
        assert isinstance(found, Unreadable)
        assert found.because


def test_a_message_as_a_queue_delivers_it_is_read():
    [row] = sent({"Type": "Notification", "Message": json.dumps(HEARING)})
    assert row.fields["family_name"] == "Klingon"


def test_several_messages_in_a_list_or_one_a_line_are_each_read():
    other = copy.deepcopy(HEARING)
    other["hearing"]["id"] = "00000000-0000-4000-8000-000000000001"
    lines = (json.dumps(HEARING) + "\n" + json.dumps(other)).encode()
    assert len(sent([HEARING, other])) == len(list(message_lines(lines, {}, today=TODAY))) == 2


def test_a_good_message_beside_a_bad_one_is_read():
    found = sent([HEARING, {"hearing": {}}, 7])
    assert [type(one) for one in found] == [Line, Unreadable, Unreadable]


def test_a_message_of_nearly_a_megabyte_is_read_whole():
    message = copy.deepcopy(HEARING)
    case = message["hearing"]["prosecutionCases"][0]
    first = case["defendants"][0]
    case["defendants"] = []
    for n in range(400):
        one = copy.deepcopy(first)
        one["id"] = f"00000000-0000-4000-8000-{n:012}"
        one["offences"][0]["wording"] = "stole an article " * 60
        case["defendants"].append(one)
    raw = json.dumps(message).encode()
    assert len(raw) > 800_000
    assert len(list(message_lines(raw, {}, today=TODAY))) == 400


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.floats(), st.text(max_size=8),
    st.sampled_from(["\ud800", "\x00", "9999-12-31T23:59:59Z", "0001-01-01", "", {}, [], [1], {"a": None}]),
)  # fmt: skip


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for name, one in value.items():
            yield from places(one, (*path, name))
    if isinstance(value, list):
        for n, one in enumerate(value):
            yield from places(one, (*path, n))


def changed(message, path, value):
    if not path:
        return value
    message = copy.copy(message)
    message[path[0]] = changed(message[path[0]], path[1:], value)
    return message


GOOD = json.loads((FILES / "common_platform" / "court-application.json").read_text())


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(places(GOOD), key=str)), VALUES), min_size=1, max_size=4))
def test_a_good_message_with_any_element_changed_never_raises_and_costs_no_message_beside_it(changes):
    spoilt = GOOD
    for path, value in changes:
        try:
            spoilt = changed(spoilt, path, value)
        except (KeyError, IndexError, TypeError):
            continue
    found = list(message_lines(json.dumps([spoilt, HEARING]).encode(), packaged_meanings(), today=TODAY))
    assert isinstance(found[-1], Line)
    assert all(isinstance(one, Line | Unreadable) for one in found)
    json.dumps([one.fields for one in found if isinstance(one, Line)], ensure_ascii=False).encode()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LIST) - 1), st.integers(0, 255)), max_size=6))
def test_a_list_with_any_bytes_changed_never_raises(changes):
    raw = bytearray(LIST)
    for place, byte in changes:
        raw[place] = byte
    for message in messages_in(bytes(raw)):
        assert message.faults or message.matters is not None
