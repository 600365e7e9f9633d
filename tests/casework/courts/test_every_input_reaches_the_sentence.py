"""From a court's row through the service: every input of the law of sentences, changed, changes what is answered."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from support.inputs import CannotMatter, check_whole, with_defaults
from support.service import a_result, a_service, faults_of, import_rows
from support.wall_visits import browser, caller

from throughcare.casework.assessment.rules.tier import gives_mandate
from throughcare.casework.courts import queries
from throughcare.casework.courts.models import CourtQuestion, Sentence
from throughcare.casework.courts.queries.standing import Standing
from throughcare.casework.courts.rules.decided import Term, hours_to_work_by, supervision_after
from throughcare.casework.courts.rules.orders import Passed, notes_on
from throughcare.casework.courts.rules.release import release_of
from throughcare.casework.courts.rules.runs import Link
from throughcare.casework.people.models import Person
from throughcare.foundation.access.session import viewing

ROWS: list[dict[str, str]] = []


def row(**given: str) -> dict[str, str]:
    """A row of the one file that this module brings in."""
    ROWS.append(a_result(**{"hearing_date": "2026-11-18"} | given))
    return ROWS[-1]


CUSTODY = {
    "sentence_kind": "custody",
    "sentence_length": "10 months",
    "sentence_unit": "",
    "requirements": "",
    "date_of_birth": "1990-05-20",
}
SUSPENDED = {
    "sentence_kind": "suspended sentence order", "sentence_length": "12 months", "sentence_unit": "", "custody_months": "6",
}  # fmt: skip
EXTENDED = {"sentence_kind": "extended sentence", "sentence_unit": "", "requirements": ""}
LIFE = {
    "sentence_kind": "life sentence", "sentence_length": "", "sentence_unit": "", "minimum_term": "14 years", "requirements": "",
}  # fmt: skip
YOUNG = {
    "sentence_kind": "detention in a young offender institution", "sentence_length": "6 months", "sentence_unit": "",
    "requirements": "", "date_of_birth": "2005-11-10", "offence_date": "2026-11-01",
}  # fmt: skip


def pair(before: dict[str, str], change: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Two rows alike but in what is changed."""
    return row(**before), row(**(before | change))


LAWFUL = {
    "kind": pair({}, EXTENDED | {"sentence_length": "1 year + 9 years"}),
    "length": pair({}, {"sentence_length": "37"}),
    "requirements": pair({}, {"requirements": "unpaid work 301 hours"}),
    "suspended": pair(SUSPENDED, {"custody_months": "37"}),
    "extension": pair(EXTENDED | {"sentence_length": "3 years + 8 years"}, {"sentence_length": "3 years + 9 years"}),
    "born": pair({}, {"date_of_birth": "2009-01-01"}),
    "offence": pair(YOUNG, {"date_of_birth": "2005-10-30"}),
    "whole_life": pair(
        LIFE | {"date_of_birth": "2009-01-01", "offence_date": "2026-10-01"}, {"minimum_term": "whole life"}
    ),
}  # fmt: skip
NOTES = {
    "kind": pair(CUSTODY, {"sentence_kind": "extended sentence", "sentence_length": "10 months + 1 year"}),
    "length": pair(CUSTODY, {"sentence_length": "13 months"}),
    "born": row(**(YOUNG | {"date_of_birth": "2008-10-30", "offence_date": "2026-10-31"})),
    "on": pair(CUSTODY, {"hearing_date": "2026-03-21", "offence_date": "2026-03-01"}),
}
OLD = {"hearing_date": "2024-09-10", "offence_date": "2024-01-01"}
RELEASES = {
    "kind": pair(CUSTODY, {"sentence_kind": "extended sentence", "sentence_length": "10 months + 1 year"}),
    "first": pair(CUSTODY, {"hearing_date": "2026-11-03"}),
    "custody": pair(CUSTODY, {"sentence_length": "11 months"}),
    "minimum": pair(CUSTODY | LIFE, {"minimum_term": "15 years"}),
    "passed_on": pair(CUSTODY | OLD, {"hearing_date": "2024-09-09"}),
    "credit": pair(CUSTODY, {"sentence_length": "10 months less 45 days on remand"}),
    "served": pair(CUSTODY, {"sentence_length": "10 months, time served"}),
}


def two(**second: str) -> dict[str, str]:
    """The second of two terms of one defendant, which names the first."""
    first = row(**CUSTODY)
    same = {name: first[name] for name in ("defendant_id", "family_name", "date_of_birth", "pnc", "postcode")}
    return row(**(CUSTODY | same | {"runs": "consecutive", "runs_with": first["result_ref"]} | second))


CONSECUTIVE = two()
LINKS: dict[str, Any] = {
    "kind": CannotMatter("which kinds may be linked is refused in the file: test_links"),
    "imposed_on": two(runs="", runs_with="", hearing_date="2026-11-03"),
    "terms": two(sentence_length="9 months"),
    "runs": two(runs="concurrent"),
    "named": two(runs="", runs_with=""),
    "counts": CannotMatter("a sentence that fell away is told in test_annulled_counts_nowhere"),
}
PASSED = CUSTODY | {"hearing_date": "2026-01-05", "offence_date": "2025-06-01"}
SUPERVISED = {
    "kind": pair(PASSED, {"sentence_kind": "community order", "requirements": "rehabilitation activity 20 days"}),
    "first": pair(PASSED, {"hearing_date": "2026-01-06"}),
    "last": pair(PASSED, {"sentence_length": "11 months"}),
    "released": pair(PASSED, {"sentence_length": "14 months"}),
    "offence": pair(PASSED, {"offence_date": "2015-01-31"}),
}  # fmt: skip
ORDER = PASSED | {"sentence_kind": "community order", "requirements": "unpaid work 80 hours"}
WORKS, CURFEWED, RECENT = row(**ORDER), row(**(ORDER | {"requirements": "curfew 8 weeks"})), row(**CUSTODY)


@dataclass
class Told:
    """What the service answered of each row: its faults, and its sentence."""

    service: Any
    faults: dict[str, list[str]]
    sentences: dict[str, queries.SentenceSeen]

    def of(self, one: dict[str, str]) -> queries.SentenceSeen:
        return self.sentences[one["result_ref"]]

    def law(self, one: dict[str, str], on: date) -> dict[str, str]:
        return dict(queries.law_on(self.of(one), on))

    def again(self, person_id: Any) -> queries.SentenceSeen:
        with viewing(self.service.officer_of_the_court, self.service.at):
            [found] = queries.sentences_of(person_id)
        return found


@pytest.fixture(scope="module")
def told():
    service = a_service()
    report = import_rows(service, *ROWS)
    faults: dict[str, list[str]] = {}
    for line, _, because in faults_of(service, report):
        faults.setdefault(ROWS[line - 2]["result_ref"], []).append(because)
    kept = dict(
        Sentence.objects.using("owner")
        .filter(appearance__brought=report.import_id)
        .values_list("id", "appearance__result_ref")
    )
    people = set(Sentence.objects.using("owner").filter(id__in=kept).values_list("person_id", flat=True))
    with viewing(service.officer_of_the_court, service.at):
        found = {kept[one.id]: one for person in people for one in queries.sentences_of(person)}
    return Told(service, faults, found)


@pytest.mark.parametrize("name", LAWFUL)
def test_every_input_of_what_is_lawful_reaches_the_import(told, name):
    before, after = LAWFUL[name]
    assert before["result_ref"] not in told.faults
    assert told.faults[after["result_ref"]]


@pytest.mark.parametrize("name", ["kind", "length", "on"])
def test_every_input_of_what_is_asked_of_custody_reaches_the_sentence(told, name):
    before, after = (told.of(one) for one in NOTES[name])
    assert ["is suspended unless" in note for note in before.notes] == [True]
    assert after.notes == ()


def test_custody_of_somebody_under_eighteen_is_not_asked_about_and_of_an_unknown_age_it_is(told):
    person = told.of(NOTES["born"]).person_id
    assert told.of(NOTES["born"]).notes
    rows = Person.objects.using("owner").filter(id=person)
    rows.update(date_of_birth=date(2008, 12, 1))  # seventeen at the hearing, as the record now has it
    assert told.again(person).notes == ()
    rows.update(date_of_birth=None)
    assert told.again(person).notes


@pytest.mark.parametrize("name", RELEASES)
def test_every_input_of_the_release_reaches_the_sentence(told, name):
    one, other = (told.of(row) for row in RELEASES[name])
    assert one.releases_on is not None
    assert (one.releases_on, one.release_because) != (other.releases_on, other.release_because)


@pytest.mark.parametrize("name", [name for name, row in LINKS.items() if isinstance(row, dict)])
def test_every_input_of_a_run_reaches_its_last_day(told, name):
    assert told.of(LINKS[name]).ends_on != told.of(CONSECUTIVE).ends_on


BEFORE, AFTER = date(2026, 5, 10), date(2026, 5, 11)
AFTERWARDS, HOURS = "Supervision after sentence", "Hours to be worked"


@pytest.mark.parametrize("name", SUPERVISED)
def test_every_input_of_supervision_after_a_sentence_reaches_what_the_law_decides(told, name):
    one, other = SUPERVISED[name]
    assert "until" in told.law(one, BEFORE)[AFTERWARDS]
    assert told.law(one, BEFORE) != told.law(other, BEFORE)


def test_supervision_after_a_sentence_and_the_limit_of_unpaid_work_end_on_the_day_of_their_repeal(told):
    one = SUPERVISED["kind"][0]
    assert "Criminal Justice Act 2003, section 256AA" in told.law(one, BEFORE)[AFTERWARDS]
    repealed = told.law(one, AFTER)[AFTERWARDS]
    assert "repealed" in repealed and "Sentencing Act 2026, section 34" in repealed
    assert "by 4 January 2027" in told.law(WORKS, BEFORE)[HOURS]
    assert "section 36" in told.law(WORKS, AFTER)[HOURS]
    assert HOURS not in told.law(CURFEWED, BEFORE)


INPUTS = {Passed: LAWFUL, notes_on: NOTES, release_of: RELEASES, Link: LINKS, Term: SUPERVISED}


@pytest.mark.parametrize("facts", INPUTS, ids=lambda one: one.__name__)
def test_every_input_of_a_rule_about_sentences_has_a_row(facts):
    check_whole(facts, INPUTS[facts])


@pytest.mark.parametrize(
    "facts", [notes_on, release_of, Term, supervision_after, hours_to_work_by, Standing, gives_mandate]
)
def test_no_input_of_a_rule_about_sentences_has_a_silent_default(facts):
    assert with_defaults(facts) == []


def test_the_page_and_the_api_say_what_the_law_of_today_decides(told):
    person = told.of(RECENT).person_id
    officer = told.service.officer_of_the_court
    shown = browser(officer).get(f"/people/{person}/sentence").content.decode()
    assert AFTERWARDS in shown and "section 34" in shown
    [said] = caller(officer).get(f"/api/v1/people/{person}/sentences").json()
    assert [one["about"] for one in said["law"]] == [AFTERWARDS]


LIFERS = {
    "14 years less 212 days on remand": row(
        **CUSTODY | LIFE | {"minimum_term": "14 years less 212 days on remand"}
    ),
    "whole life": row(**CUSTODY | LIFE | {"minimum_term": "whole life"}),
}
NO_LENGTH = row(**CUSTODY | {"sentence_length": "time served"})
MOST = row(requirements="RAR up to 20 days; Building Choices 21 days; programme Steps to Work")


def test_a_minimum_term_less_days_on_remand_and_a_whole_life_are_shown_as_the_court_said_them(told):
    less, whole = (told.of(one) for one in LIFERS.values())
    assert (less.minimum_term, less.credit_days, str(less.releases_on)) == ("14 years", 212, "2040-04-20")
    assert (whole.minimum_term, whole.releases_on, whole.ends_on) == ("whole life", None, None)
    client = browser(told.service.officer_of_the_court)
    shown = client.get(f"/people/{less.person_id}/sentence").content.decode()
    assert "Days on remand that count" in shown and "212" in shown
    assert "Whole life" in client.get(f"/people/{whole.person_id}/sentence").content.decode()


def test_time_served_without_a_length_lets_out_on_the_day_has_no_end_yet_and_is_asked_about(told):
    found = told.of(NO_LENGTH)
    assert (found.length, found.ends_on, found.releases_on) == ("", None, found.imposed_on)
    [asked] = CourtQuestion.objects.using("owner").filter(person_id=found.person_id, about="sentence_length")
    assert asked.said == "time served"


def test_a_most_and_a_programme_by_name_are_said_so_on_page_and_api_and_an_unlisted_one_is_asked_about(told):
    found = told.of(MOST)
    officer = told.service.officer_of_the_court
    assert [(q.kind, q.said, q.at_most) for q in sorted(found.requirements, key=lambda q: (q.kind, q.name))] == [
        ("programme", "Building Choices, 21 days", False), ("programme", "Steps to Work", False),
        ("rehabilitation activity", "up to 20 days", True),
    ]  # fmt: skip
    shown = browser(officer).get(f"/people/{found.person_id}/sentence").content.decode()
    assert "Building Choices, 21 days" in shown and "up to 20 days" in shown
    [said] = caller(officer).get(f"/api/v1/people/{found.person_id}/sentences").json()
    assert [(q["name"], q["length"], q["at_most"]) for q in sorted(said["requirements"], key=lambda q: q["name"])] == [
        ("", "up to 20 days", True), ("Building Choices", "21 days", False), ("Steps to Work", "", False),
    ]  # fmt: skip
    [asked] = CourtQuestion.objects.using("owner").filter(person_id=found.person_id, about="requirements")
    assert "Steps to Work" in asked.because
