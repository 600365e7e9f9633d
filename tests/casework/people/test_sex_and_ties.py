"""A court's own id ties two records unless something contradicts it, and a sex that is not known is none."""

from datetime import date

import pytest
from support.records import MODEL, a_person

from throughcare.casework.people.rules import Frequencies, Outcome, decide
from throughcare.casework.people.rules.decide import Link, Verdict
from throughcare.casework.people.rules.features import known_sex
from throughcare.casework.people.rules.judging import against_an_id, judge
from throughcare.casework.people.rules.matching import weigh
from throughcare.casework.people.rules.ties import tie
from throughcare.casework.people.rules.unknown import is_no_id, is_no_name

SHARES = Frequencies(MODEL)


@pytest.mark.parametrize(
    ("code", "sex"), [("M", "M"), ("F", "F"), ("0", None), ("9", None), ("", None), ("m", None)]
)
def test_only_a_known_sex_is_one(code, sex):
    assert known_sex(code) == sex


def test_a_record_under_the_same_courts_id_is_the_same_persons():
    known, arrived = (a_person(id, court_defendants=("d1",)) for id in ("known", "arrived"))
    assert tie([arrived], [known], SHARES).owners == {"arrived": "known"}


def test_one_whom_everything_else_contradicts_waits_for_somebody_to_look():
    known = a_person("known", court_defendants=("d1",))
    other = a_person("arrived", "Mary", "Jones", born=date(1961, 1, 2), court_defendants=("d1",))
    found = tie([other], [known], SHARES)
    assert found.owners == {}
    assert [(one.left, one.right) for one in found.in_doubt] == [("arrived", "known")]


def test_without_the_id_nothing_is_tied():
    found = tie([a_person("arrived")], [a_person("known", court_defendants=("d1",))], SHARES)
    assert (found.owners, found.in_doubt) == ({}, [])


BORN, ONE_PNC, OTHER_PNC = date(1980, 5, 6), "2008/0056560Z", "2010/0265416X"
CONTRADICTED = {
    "a brother's, of another birthday": {"name": "Tobias", "born": date(1971, 2, 3)},
    "a twin's": {"name": "Tobias"},
    "a twin's, of whom the first of January is written": {"name": "Tobias", "born": date(1980, 1, 1)},
    "a brother's, of whom no birthday is known": {"name": "Tobias", "born": None},
    "a twin's, whose birthday was mistyped": {"name": "Tobias", "born": date(1980, 5, 7)},
    "a twin sister's": {"name": "Gwendolyn", "sex": "F"},
    "somebody else's in name and birthday": {"name": "Tobias", "surname": "Jones", "born": date(1961, 1, 2)},
    "somebody's of another name and number": {"surname": "Jones", "pnc": OTHER_PNC},
}


@pytest.mark.parametrize("whose", CONTRADICTED)
def test_an_id_of_the_court_that_is_typed_for_somebody_else_joins_nobody_unseen(whose):
    given = {"sex": "M", "pnc": ONE_PNC if "number" in whose else None, "court_defendants": ("d1",)}
    given |= {"born": date(1980, 1, 1)} if "January" in whose else {}
    known = a_person("known", "Benedict", **given)
    arrived = a_person("arrived", **{"name": "Benedict", "court_defendants": ("d1",)} | CONTRADICTED[whose])
    for one, other in ((arrived, known), (known, arrived)):
        found = tie([one], [other], SHARES)
        assert found.owners == {} and [(x.left, x.right) for x in found.in_doubt] == [(one.id, other.id)]
        assert "court's own id" in found.in_doubt[0].judged.because


BELIEVED = {
    "somebody who married": {"name": "Ruth", "surname": "Jones"},
    "somebody whose birthday was mistyped": {"name": "Ruth", "born": date(1980, 5, 7)},
    "somebody of whom no birthday is known": {"name": "Ruth", "surname": "Jones", "born": None},
    "somebody whose name was mistyped": {"name": "Rut"},
    "somebody of another first name and sex with one number": {"name": "Tobias", "sex": "M", "pnc": ONE_PNC},
    "somebody with a number more": {"name": "Ruth", "pnc": OTHER_PNC},
}


@pytest.mark.parametrize("whose", BELIEVED)
def test_an_id_of_the_court_is_believed_of(whose):
    known = a_person("known", "Ruth", sex="F", pnc=ONE_PNC, court_defendants=("d1",))
    arrived = a_person("arrived", **{"court_defendants": ("d1",)} | BELIEVED[whose])
    assert tie([arrived], [known], SHARES).owners == {"arrived": "known"}


def test_a_day_after_a_death_speaks_against_an_id_whatever_else_agrees():
    dead = a_person("known", died_on=date(2026, 1, 1))
    late, early = (a_person("arrived", sitting=date(2026, 1, day)) for day in (2, 1))
    assert "died before" in str(against_an_id(late, dead, SHARES))
    assert against_an_id(early, dead, SHARES) is None


@pytest.mark.parametrize("written", ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "not known", "N/A", "-"])  # fmt: skip
def test_an_id_of_one_sign_repeated_is_nobodys(written):
    assert is_no_id(written)
    assert not is_no_id("66dc9bdf-c682-58eb-a51a-dd2a397d9381") and not is_no_id("11")


def test_marks_and_xs_are_no_name_and_names_people_bear_are():
    assert all(map(is_no_name, ["-", "XXX", "N/A", "unknown"]))
    assert not any(map(is_no_name, ["", "Na", "Ng", "X", "Null"]))


def test_of_two_people_who_bear_one_id_it_is_the_ones_whom_all_else_joins():
    home = {"born": BORN, "postcodes": ("TS1 2AB",), "court_defendants": ("d1",)}
    one, other = (
        a_person("one", "Ruth", pnc=ONE_PNC, **home),
        a_person("other", "Ruth", pnc=OTHER_PNC, **home),
    )
    arrived = a_person("arrived", "Ruth", pnc=OTHER_PNC, **home)
    for known in ([one, other], [other, one]):
        assert tie([arrived], known, SHARES).owners == {"arrived": "other"}
    unclear = a_person("arrived", "Ruth", "Jones", **home | {"postcodes": ()})
    found = tie([unclear], [one, other], SHARES)
    assert found.owners == {} and {link.right for link in found.in_doubt} == {"one", "other"}


def test_several_rows_of_one_id_in_one_file_are_one_persons():
    rows = [a_person(id, "Ruth", court_defendants=("d1",)) for id in ("a", "b", "c")]
    found = tie(rows, [a_person("known", "Ruth", court_defendants=("d1",))], SHARES)
    assert {found.whose(id) for id in ("a", "b", "c")} == {"known"} and not found.in_doubt
    alone = tie(rows, [], SHARES)
    assert {alone.whose(id) for id in ("a", "b", "c")} == {"a"}


def test_what_waits_beside_somebody_known_under_one_id_takes_nothing_from_them():
    dead = a_person("known", "Ruth", died_on=date(2026, 1, 9), court_defendants=("d1",))
    after, before = (
        a_person(id, "Ruth", sitting=date(2026, 1, day), court_defendants=("d1",))
        for id, day in (("after", 20), ("before", 3))
    )
    for rows in ([after, before], [before, after]):
        found = tie(rows, [dead], SHARES)
        assert found.owners == {"before": "known"}
        assert {link.left for link in found.in_doubt} == {"after"}


def test_an_id_of_one_while_all_else_is_anothers_waits_for_somebody_to_look():
    link = Link("a", "B", 30.0)
    [found] = decide(["a"], [link], MODEL, known={"a": "A"})
    assert found.outcome is Outcome.REVIEW and {person for person, _ in found.rivals} == {"A", "B"}
    [found] = decide(["a"], [link, Link("a", "A", 25.0)], MODEL, known={"a": "A"})
    assert (found.outcome, found.person) == (Outcome.JOINED, "A")
    [found] = decide(["a"], [Link("a", "B", 15.0)], MODEL, known={"a": "A"})
    assert (found.outcome, found.person) == (Outcome.JOINED, "A")


def verdict(one, other):
    return judge(one, other, weigh(one, other, SHARES).bits, SHARES).verdict


def numbered(id, name, on, **given):
    return a_person(id, name, pnc=ONE_PNC, postcodes=("TS1 2AB",), sitting=on, **given)


@pytest.mark.parametrize(("other", "sex"), [("Tobias", "M"), ("Gwendolyn", "F")])
def test_twins_of_one_sitting_one_with_the_others_number_are_looked_at_and_a_name_changed_later_is_one_person(
    other, sex
):
    first, later = date(2026, 1, 5), date(2026, 3, 9)
    known = numbered("known", "Benedict", first, sex="M")
    assert verdict(known, numbered("arrived", other, first, sex=sex)) is Verdict.REVIEW
    assert verdict(known, numbered("arrived", other, later, sex=sex)) is Verdict.JOIN
    assert verdict(known, numbered("arrived", other, later, sex=sex, sentenced=(first,))) is Verdict.REVIEW


def test_brothers_a_year_apart_one_with_the_others_number_are_looked_at():
    on = date(2026, 1, 5)
    known = numbered("known", "Benedict", on)
    for other, born in (("Tobias", date(1981, 5, 6)), ("Tobias", date(1980, 5, 7)), ("Tobias", None)):
        assert verdict(known, numbered("arrived", other, on, born=born)) is Verdict.REVIEW
    assert verdict(known, numbered("arrived", "Benedict", on, born=date(1980, 5, 7))) is Verdict.JOIN
