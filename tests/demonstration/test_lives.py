"""Made-up people: the same from the same seed, fit for the court's import, and shaped by their rates."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from throughcare.casework.courts.rules import read_row, table_lines
from throughcare.casework.people.rules import IdentifierKind
from throughcare.casework.people.rules.identifiers import recognise
from throughcare.demonstration import rates_page
from throughcare.demonstration.contacts import contacts
from throughcare.demonstration.days import sitting, working_day
from throughcare.demonstration.generator import PEOPLE, Wanted
from throughcare.demonstration.held import Held
from throughcare.demonstration.history import rounds
from throughcare.demonstration.lives import Maker, Result, as_file, spoilt
from throughcare.demonstration.places import trusts
from throughcare.evidence.population import names, rates
from throughcare.evidence.population.sentences import CUSTODIAL, GRAVE, SERIOUS, SUMMARY

AS_AT = date(2026, 11, 21)
WANTED = Wanted("small", "durham-tees-valley-2012", 7, AS_AT)

pytestmark = pytest.mark.django_db


def made(seed: int = 7, people: int = 400) -> list[Result]:
    wanted = Wanted("small", "durham-tees-valley-2012", seed, AS_AT)
    trust = trusts()[0]
    chance = wanted.chance("people", trust.code)
    return Maker(trust, chance, AS_AT - timedelta(days=1095), AS_AT - timedelta(days=1)).results(people)


def test_the_same_seed_and_day_give_the_same_file_to_the_byte() -> None:
    assert as_file(made()).getvalue() == as_file(made()).getvalue()


def test_a_person_is_the_same_however_many_there_are() -> None:
    """But for the risk, which is ranked among all: whoever is made of 100 is made of 400."""
    few, many = ({r.ref: r.row for r in made(people=people)} for people in (100, 400))
    assert few
    assert few.items() <= many.items()


def test_another_seed_gives_other_people() -> None:
    assert as_file(made()).getvalue() != as_file(made(seed=8)).getvalue()


def test_every_row_is_one_that_the_import_can_read() -> None:
    lines = list(table_lines(as_file(made())))
    read = [read_row(line.number, line.fields, today=AS_AT) for line in lines]
    assert [row for row in read if isinstance(row, list)] == []


def test_every_number_bears_the_check_letter_of_its_issuer() -> None:
    for result in made():
        recognise(IdentifierKind.PNC, result.person.pnc)
        recognise(IdentifierKind.CRO, result.person.cro)


def test_nobody_has_a_number_of_the_police_from_before_they_could_be_arrested() -> None:
    people = [result.person for result in made()]
    for person in people:
        of_pnc, of_cro = int(person.pnc[:4]), int(person.cro.split("/")[1][:2])
        of_cro += 1900 if of_cro > AS_AT.year % 100 else 2000
        assert person.born.year + 10 <= min(of_pnc, of_cro), (person.born, person.pnc, person.cro)
        assert max(of_pnc, of_cro) <= AS_AT.year
    assert len({person.pnc[:4] for person in people}) > 10


def test_nobody_is_sentenced_in_the_future_or_as_a_child() -> None:
    for result in made():
        assert result.on < AS_AT
        assert (result.on - result.person.born).days >= 18 * 365


def test_everybody_lives_in_the_area_or_has_no_address() -> None:
    districts = {name for local in trusts()[0].locals for name in local.districts.things}
    homes = {result.row["postcode"].partition(" ")[0] for result in made()}
    assert homes - {""} <= districts


def test_some_are_sentenced_twice_with_a_case_of_their_own_each_time() -> None:
    sentenced = Counter(
        r.person.key for r in made(people=1500) if r.is_sentence and not r.row.get("breach_of")
    )
    assert 0.02 < sum(times > 1 for times in sentenced.values()) / len(sentenced) < 0.4


def test_a_report_comes_before_its_sentence_and_names_the_same_defendant() -> None:
    by_case: dict[str, list[Result]] = {}
    for result in made():
        by_case.setdefault(result.row["case_number"], []).append(result)
    pairs = [results for results in by_case.values() if len(results) == 2]
    assert {one.row["outcome"] for one, _ in pairs} == {"report requested"}
    assert pairs
    for asked, sentenced in pairs:
        assert not asked.is_sentence
        assert sentenced.is_sentence
        assert asked.on < sentenced.on
        assert asked.row["defendant_id"] == sentenced.row["defendant_id"]


def test_every_spoilt_row_has_one_fault_the_import_names() -> None:
    rows = spoilt(made(), WANTED.random("spoilt"))
    assert len(rows) == 9
    for line in table_lines(as_file(rows)):
        row = read_row(line.number, line.fields, today=AS_AT)
        fields = line.fields
        beyond = {
            "offence_code": "999/99",
            "court_code": "MDLDMC",
            "pnc": "2012/0123456A",
            "postcode": "QQ9 9QQ",
        }
        assert isinstance(row, list) or any(fields[name] == value for name, value in beyond.items())


def test_risk_follows_its_rates() -> None:
    people = {result.person.key: result.person for result in made(people=2000)}
    risks = Counter(person.risk for person in people.values() if person.risk)
    share = {name: n / risks.total() for name, n in risks.items()}
    weights = rates.rates()["risk"]["weights"]
    for name, weight in weights.items():
        assert share[name] == pytest.approx(weight / 100, abs=0.02)


def test_the_sizes_add_up_over_every_area() -> None:
    national = Wanted("national", "durham-tees-valley-2012", 1, AS_AT)
    assert sum(national.people(trust) for trust in national.areas) == PEOPLE["national"] == 250_000
    assert len(national.areas) == 35
    assert len({trust.code for trust in national.areas}) == 35


def test_files_arrive_up_to_the_day_before_and_weekly_at_the_end() -> None:
    days = rounds(AS_AT, 91)
    assert days == sorted(set(days))
    assert days[-1] == AS_AT - timedelta(days=1)
    assert {b - a for a, b in zip(days[-13:], days[-12:], strict=False)} == {timedelta(days=7)}


def test_a_misspelt_name_is_another_name_of_nearly_the_same_letters() -> None:
    luck = [n / 12 for n in range(12)]
    for name, where, how in product(("Robson", "Stephenson", "Hall", "Lee"), luck, luck):
        wrong = names.misspelt(name, where, how)
        assert wrong != name or len(set(name)) < len(name)
        assert abs(len(wrong) - len(name)) <= 1


def test_every_rate_is_published_with_its_source_or_assumed_with_its_reason() -> None:
    for name, rate in rates.rates().items():
        assert rate["basis"] in {"published", "assumed"}, name
        assert rate["source" if rate["basis"] == "published" else "why"], name


def test_the_document_of_rates_is_the_one_made_from_them() -> None:
    written = Path(__file__).parents[2] / "docs" / "demo-data.md"
    assert written.read_text() == rates_page.page()


def test_nobody_is_given_an_extended_or_a_life_sentence_for_a_lesser_offence() -> None:
    kinds = {"extended sentence", "life sentence"}
    offences = [r.row["offence_code"] for r in made(people=3000) if r.row.get("sentence_kind") in kinds]
    assert offences
    assert set(offences) <= set(GRAVE)


def test_courts_sit_on_working_days() -> None:
    assert {result.on.weekday() for result in made(people=1500)} == {0, 1, 2, 3, 4}


def test_a_case_is_numbered_by_the_year_of_its_sentence() -> None:
    sentenced = [result for result in made() if result.is_sentence]
    assert {r.row["case_number"][:2] == f"{r.on:%y}" for r in sentenced} == {True}


def test_more_than_a_year_in_custody_is_for_what_is_serious_and_passed_by_the_crown_court() -> None:
    trust = trusts()[0]
    inside = [r for r in made(people=3000) if r.row.get("sentence_kind") in CUSTODIAL]
    long = [r for r in inside if r.ends_on is None or (r.ends_on - r.on).days > 366]
    assert len(long) > 50
    assert {r.row["offence_code"] for r in long} <= set(SERIOUS)
    assert {r.row["court_code"] for r in long} <= set(trust.crown)


def test_nobody_is_in_custody_for_more_than_six_months_for_what_magistrates_alone_try() -> None:
    summary = [r.row for r in made(people=3000) if r.is_sentence and r.row["offence_code"] in SUMMARY]
    inside = [int(row["sentence_length"].split()[0]) for row in summary if row["sentence_kind"] in CUSTODIAL]
    hanging = [int(row["custody_months"]) for row in summary if row.get("custody_months")]
    assert inside
    assert hanging
    assert max(inside + hanging) <= 6


def test_the_report_is_on_what_is_sentenced() -> None:
    results = made(people=3000)
    asked = {r.row["defendant_id"]: r for r in results if r.row["outcome"] == "report requested"}
    told = {r.row["defendant_id"]: r for r in results if r.is_sentence and not r.row.get("breach_of")}
    both = asked.keys() & told.keys()
    assert len(both) > 50
    assert all(asked[one].row["offence_code"] == told[one].row["offence_code"] for one in both)
    assert all(asked[one].on < told[one].on for one in both)
    assert all(date.fromisoformat(asked[one].row["report_due"]) < told[one].on for one in both)


def test_an_order_is_for_nothing_grave_and_a_life_sentence_for_nothing_else() -> None:
    passed = [r.row for r in made(people=3000) if r.is_sentence]
    assert {row["offence_code"] for row in passed if row["sentence_kind"] == "life sentence"} <= set(GRAVE)
    assert not {row["offence_code"] for row in passed if "order" in row["sentence_kind"]} & set(GRAVE)


def test_a_breach_is_heard_by_the_court_that_made_the_order_and_settled_after_it() -> None:
    results = made(people=2000)
    by_ref = {r.ref: r for r in results}
    breaches = [r for r in results if r.row.get("breach_of")]
    assert {r.row["outcome"] for r in breaches} == {
        "breach proved", "order continues", "order revoked", "sentenced",
    }  # fmt: skip
    for heard in breaches:
        order = by_ref[heard.row["breach_of"]]
        assert heard.row["court_code"] == order.row["court_code"]
        assert order.on < heard.on
        assert order.ends_on is not None
        assert heard.on <= order.ends_on
        assert (
            order.told == (heard.row["outcome"] in {"order revoked", "sentenced"})
            or not order.told
            or (heard.row["outcome"] == "breach proved")
        )


def test_whoever_is_recalled_was_released_and_is_out_again_before_the_end() -> None:
    inside = [r for r in made(people=3000) if r.moves]
    recalled = [r for r in inside if len(r.moves) == 3]
    assert recalled
    for result in inside:
        days = [day for day, _, _ in result.moves]
        assert days == sorted(days)
        assert result.ends_on is not None
        assert result.on < days[0]
        assert days[-1] <= result.ends_on


def test_courts_sit_in_the_week_before_the_next_file_whenever_it_is() -> None:
    arrivals = rounds(AS_AT, 28)
    for back in range(1, 1000, 3):
        day = AS_AT - timedelta(days=back)
        sat = sitting(day, arrivals)
        after = next((one for one in arrivals if one > day), None)
        assert (sat is None) == (after is None)
        if sat is not None and after is not None:
            assert 0 < (after - sat).days <= 9
            assert sat == working_day(sat)


def told_of(risk: str, place: str, days: int = 400) -> list[str]:
    """The kinds of what is written of somebody with a risk in a place, over so many days."""
    by, start = WANTED.random("contacts", risk, place), AS_AT - timedelta(days=days)
    result = next(
        r for r in made(people=400) if r.is_sentence and r.row["sentence_kind"] == "community order"
    )
    result.on, result.ends_on, result.told = start, AS_AT, False
    case: Any = SimpleNamespace(place=place, risk=risk, id=None)
    held = Held("k", case, start, sentences=[(UUID(int=1), result)], appointed_on=start)
    return [said.kind for said in contacts(by, held, start, AS_AT, AS_AT)]


def test_nobody_in_custody_comes_to_the_office_or_is_visited_at_home() -> None:
    inside, outside = set(told_of("high", "custody")), set(told_of("high", "community"))
    assert inside
    assert not inside & {"office visit", "home visit"}
    assert outside >= {"office visit", "home visit"}


@pytest.mark.parametrize("appointed_again", range(7))
@pytest.mark.parametrize("place", ["community", "custody"])
def test_whoever_is_appointed_again_is_seen_on_a_working_day_soon_after_and_once(place, appointed_again):
    """A new officer, or the same in another role, on each day of the week: nobody goes six weeks unseen, nor is seen twice a day."""
    by, start = WANTED.random("again", place, str(appointed_again)), AS_AT - timedelta(days=90)
    result = next(
        r for r in made(people=400) if r.is_sentence and r.row["sentence_kind"] == "community order"
    )
    result.on, result.ends_on, result.told = start, AS_AT, False
    case: Any = SimpleNamespace(place=place, risk="low", id=None)
    held = Held("k", case, start, sentences=[(UUID(int=1), result)], appointed_on=start)
    again = AS_AT - timedelta(days=40 - appointed_again)
    seen = [said.at.date() for said in contacts(by, held, start, again, AS_AT)]
    held.appointed_on = held.next_contact = again
    after = [said.at.date() for said in contacts(by, held, again, AS_AT, AS_AT)]
    assert 1 <= (after[0] - again).days <= 3
    assert max((b - a).days for a, b in pairwise([*seen, *after])) < 42
    assert all(day.weekday() < 5 for day in (*seen, *after))


def test_the_higher_the_risk_the_more_is_written() -> None:
    often = [len(told_of(risk, "community")) for risk in ("low", "medium", "high", "very_high")]
    assert often == sorted(often)
    assert often[0] < often[-1] / 2


def test_hours_are_credited_only_as_far_as_they_were_ordered() -> None:
    by, start = WANTED.random("hours"), AS_AT - timedelta(days=700)
    order = next(r for r in made(people=400) if r.is_sentence and r.hours())
    order.on, order.ends_on, order.told = start, AS_AT, False
    case: Any = SimpleNamespace(place="community", risk="very_high", id=None)
    held = Held("k", case, start, sentences=[(UUID(int=1), order)], appointed_on=start)
    worked = [s for s in contacts(by, held, start, AS_AT, AS_AT) if s.what == "Unpaid work attended"]
    assert worked
    assert 7 * len(worked) == held.hours_done <= order.hours()
    assert {s.sentence for s in worked} == {UUID(int=1)}
    assert held.credited == {UUID(int=1): held.hours_done}
