"""The summary that a person takes away: plain sentences, nothing twice, actions with names and days, and the same as a PDF."""

from __future__ import annotations

import ast
import inspect
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from support.assessing import a_harm, ready_to_sign
from support.people import an_office
from support.service import THERE, a_service

from throughcare.casework.assessment import actions
from throughcare.casework.assessment.rules.harm.analysis import Measure
from throughcare.casework.assessment.rules.needs.views import Readiness
from throughcare.casework.assessment.rules.predictors.sentences import FORETOLD
from throughcare.casework.courts.rules.words import RequirementKind, SentenceKind, Unit
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.faces.assessment.own_words import SUBJECTS
from throughcare.faces.assessment.pages import own_summary, what_happens_next
from throughcare.faces.assessment.pages.own_summary import Handed, as_pdf
from throughcare.faces.assessment.pages.what_happens_next import Part
from throughcare.faces.web.look.catalogues import LOCALE, messages
from throughcare.foundation.audit.models import Entry
from throughcare.foundation.kernel.days import day_of

from .test_pages import client_of

PLAN = (
    Measure("supervision", "Meet at the office every week", "the offender manager", date(2027, 1, 15)),
    Measure("supervision", "Meet at the office every week", "the offender manager", date(2027, 1, 15)),
    Measure("monitoring", "Police asked for call-outs", "the offender manager"),
    Measure("interventions", "Course on thinking before acting.", "Pat Lee of the centre"),
    Measure("victim_safety", "No contact with the victim", "the officer"),
    Measure("contingency", "Home visit that day", "the duty officer"),
)


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012", local=THERE, at=datetime(2026, 11, 20, 10, tzinfo=UTC))


@pytest.fixture(scope="module")
def handed(service):
    one = ready_to_sign("high", item="2", service=service)
    one.save(
        {
            "drug-use.words": "I have been clean since May",
            "finance.readiness": "NOT_PRESENT",
            "finance.words": "",
        }
    )
    one.do(actions.record_harm, analysis=a_harm(day_of(service.at), "high", plan=PLAN))
    one.do(actions.sign)
    one.do(actions.countersign, member=one.senior)
    actions.record_scores(by=one.officer, at=one.now(), assessment_id=one.assessment)
    return one


def lists_of(one):
    """Each heading of the page with its items."""
    page = client_of(one.officer).get(f"/people/{one.id}/own-summary").content.decode()
    main = page.split("<main")[1]
    found = {}
    for part in re.split(r"<h2[^>]*>", main)[1:]:
        heading, rest = part.split("</h2>", 1)
        found[heading.strip()] = [
            re.sub(r"\s+", " ", one).strip() for one in re.findall(r"<li>(.*?)</li>", rest, re.S)
        ]
    return found, main


def test_no_item_stands_in_two_lists_and_no_list_says_the_same_twice(handed):
    lists, _ = lists_of(handed)
    every = [item for items in lists.values() for item in items]
    assert len(every) == len(set(every))
    of_areas = [
        item.split(":")[0].rstrip(".").lower()
        for heading in (
            "What is going well",
            "What is going well and could go better",
            "Where help may be useful",
        )
        for item in lists.get(heading, [])
    ]
    assert len(of_areas) == len(set(of_areas))
    assert {subject.lower() for subject in of_areas} <= {one.lower() for one in SUBJECTS.values()}


def test_every_action_of_the_plan_stands_once_with_a_name_and_a_day_and_nothing_of_victims_or_watching(
    handed,
):
    lists, main = lists_of(handed)
    next_up = lists["What happens next"]
    assert [one for one in next_up if "office every week" in one] == [
        f"Meet at the office every week: {handed.officer.name}, by 15 January 2027."
    ]
    assert any(
        re.match(r"Course on thinking before acting: Pat Lee of the centre, looked at again by \d", one)
        for one in next_up
    )
    for unsaid in ("victim", "call-outs", "Home visit"):
        assert unsaid not in main, unsaid


def test_what_the_person_said_stands_under_what_it_was_about_and_once_where_it_was_said_of_several(handed):
    said = lists_of(handed)[0]["What you said"]
    assert any("staying away from drugs" in one and "I have been clean since May" in one for one in said)
    assert sum("I would like some help with this" in one for one in said) == 1
    assert not any("money" in one for one in said)


def test_the_chance_of_each_thing_is_told_once_and_nothing_is_said_of_what_does_not_apply(handed):
    _, main = lists_of(handed)
    told = re.findall(r"convicted of ([a-z ]+) within two years", main)
    assert told and len(told) == len(set(told))
    for word in ("does not apply to you", "We do not know has", "the person was not there"):
        assert word not in main, word


def test_the_pdf_is_tagged_in_english_with_a_title_and_is_recorded_as_a_look(handed):
    answer = client_of(handed.officer).get(f"/people/{handed.id}/own-summary.pdf")
    made = answer.content
    assert answer.headers["Content-Type"] == "application/pdf"
    assert handed.officer.name not in answer.headers["Content-Disposition"]
    assert made.startswith(b"%PDF-")
    for part in (
        b"StructTreeRoot",
        rb"Marked\s*true",
        rb"Lang\s*\(en-GB\)",
        rb"pdfuaid:part>1<",
        rb"/S\s*/H2",
        rb"/S\s*/LI",
    ):
        assert re.search(part, made), part
    looked = Entry.objects.using("owner").filter(
        kind="looked", member_id=handed.officer.id, people__contains=[handed.id]
    )
    assert "own_summary_pdf" in {one.act for one in looked} | {str(one.subject.get("page")) for one in looked}


def test_nothing_that_anybody_wrote_is_read_as_markup():
    wild = '#panic("x") *bold* $ \\ ] [ // `code` @ref <label> #include "/etc/passwd"'
    said = Handed(wild, (wild,), (Part(wild, (wild,), (wild,)),), wild)
    assert as_pdf(said).startswith(b"%PDF-")


def test_nobody_outside_the_wall_takes_it_away(handed):
    stranger = client_of(an_office().manager)
    assert stranger.get(f"/people/{handed.id}/own-summary.pdf").status_code == 404


def spoken_words() -> set[str]:
    """Everything that the summary says of its own, by reading the code, and every word of data that it puts into it."""
    said: set[str] = set()
    for module in (own_summary, what_happens_next):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                said |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    told = {one.value for one in Readiness} - {one.value for one in own_summary._SILENT}
    scored = {"any further offence", *FORETOLD.values()} - {
        "maturity",
        "learning",
        "programme need",
        "personality",
    }
    kinds = {one.value for one in (*RequirementKind, *SentenceKind, *Unit)} | {
        one.words for one in ContactKind
    }
    bands = {"low", "medium", "high", "very high"}
    return said | told | scored | kinds | bands | {*SUBJECTS.values(), own_summary.OF_THESE}


def test_everything_the_summary_says_has_its_welsh_with_the_same_places_to_fill():
    welsh = messages((LOCALE / "cy" / "LC_MESSAGES" / "django.po").read_text("utf-8"))
    spoken = spoken_words()
    assert len(spoken) > 90
    assert sorted(spoken - welsh.keys()) == []
    for one in spoken:
        assert sorted(re.findall(r"%\(\w+\)s", one)) == sorted(re.findall(r"%\(\w+\)s", welsh[one])), one


def test_whoever_speaks_welsh_first_is_told_in_welsh_and_their_officer_may_read_either(handed):
    from throughcare.casework.people.models import Person

    english = lists_of(handed)[1]
    assert "What happens next" in english and 'lang="en-GB"' in english and "Read it in Welsh" in english
    Person.objects.using("owner").filter(id=handed.id).update(first_language="Welsh")
    try:
        lists, main = lists_of(handed)
        client = client_of(handed.officer)
        made = client.get(f"/people/{handed.id}/own-summary.pdf").content
        asked = client.get(f"/people/{handed.id}/own-summary?in=en").content.decode()
    finally:
        Person.objects.using("owner").filter(id=handed.id).update(first_language="")
    assert 'lang="cy"' in main and "Read it in English" in main
    assert "Beth sy’n digwydd nesaf" in lists and "What happens next" not in main
    assert any("erbyn 15 Ionawr 2027." in one for one in lists["Beth sy’n digwydd nesaf"])
    assert "yn euog o unrhyw drosedd bellach o fewn dwy flynedd" in main and "convicted of" not in main
    assert "I have been clean since May" in main, "their own words stand as they said them"
    assert re.search(rb"Lang\s*\(cy", made)
    assert "What happens next" in asked


@pytest.mark.parametrize(("left", "said"), [("3.00", "3"), ("2.50", "2.5"), ("0.00", "0"), ("100", "100")])
def test_what_is_left_is_said_without_noughts_that_say_nothing(left, said):
    assert what_happens_next.plain(Decimal(left)) == said
