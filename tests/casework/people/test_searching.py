"""People are found however their name is written, but only inside the wall; outside it, only for a reason."""

from datetime import date

import psycopg
import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st
from support.people import NOW, a_name, a_pnc, a_record, an_office, joins, record

from throughcare.casework.people import queries
from throughcare.casework.people.actions import add_alias, look_outside_wall
from throughcare.casework.people.rules import AliasRecord, HomeRecord, IdentifierKind, standard_name
from throughcare.foundation.access.actions import declare_kin, restrict_record
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.server.database.urls import Role

REASON = "On duty: at the desk without an appointment."


def found_by(member, **asked):
    with viewing(member, NOW):
        return [found.id for found in queries.search(**asked)]


@pytest.fixture(scope="module")
def somebody(database):
    ours, surname, pnc = an_office(), a_name("Mar"), a_pnc()
    alias = AliasRecord("Zebedee", a_name("Qui"), date(1977, 7, 17))
    (made,) = record(
        ours,
        a_record(
            forenames="Margaret Ann", surname=surname, date_of_birth=date(1981, 2, 3), aliases=(alias,),
            identifiers=((IdentifierKind.PNC, pnc), (IdentifierKind.PRISON_NUMBER, "A9876ZY")),
            home=HomeRecord("", "TS1 2AB"),
        ),
    )  # fmt: skip
    return ours, made.person_id, surname, pnc, alias


def test_by_whole_name(somebody):
    ours, person, surname, _, _ = somebody
    assert found_by(ours.admin, words=f"Margaret {surname}")[0] == person


def test_by_name_turned_round_in_any_case(somebody):
    ours, person, surname, _, _ = somebody
    assert found_by(ours.admin, words=f"{surname.upper()}, margaret")[0] == person


def test_by_name_misspelt(somebody):
    ours, person, surname, _, _ = somebody
    assert found_by(ours.admin, words=f"Margret {surname[:-1]}")[0] == person


def test_by_surname_alone(somebody):
    ours, person, surname, _, _ = somebody
    assert person in found_by(ours.admin, words=surname)


def test_by_alias(somebody):
    ours, person, _, _, alias = somebody
    assert found_by(ours.admin, words=f"{alias.surname} Zebedee")[0] == person


@pytest.mark.parametrize("written", ["as kept", "short", "lower"])
def test_by_number_in_any_spelling(somebody, written):
    ours, person, _, pnc, _ = somebody
    spelt = {"as kept": pnc, "short": pnc[2:], "lower": pnc.lower()}[written]
    assert found_by(ours.admin, number=spelt) == [person]


def test_a_number_typed_in_the_names_place_is_understood(somebody):
    ours, person, _, pnc, _ = somebody
    assert found_by(ours.admin, words=pnc) == [person]


@pytest.mark.parametrize("born", [date(1981, 2, 3), date(1977, 7, 17)])
def test_by_date_of_birth_real_or_alias(somebody, born):
    ours, person, _, _, _ = somebody
    assert found_by(ours.admin, born=born) == [person]


def test_a_birth_narrows_a_name(somebody):
    ours, person, surname, _, _ = somebody
    assert found_by(ours.admin, words=surname, born=date(1981, 2, 3)) == [person]
    assert found_by(ours.admin, words=surname, born=date(1981, 2, 4)) == []


def test_nobody_outside_finds_them_in_any_way(somebody):
    _, _, surname, pnc, alias = somebody
    theirs = an_office()
    record(theirs, a_record())
    for asked in ({"words": surname}, {"words": alias.surname}, {"number": pnc}, {"born": date(1981, 2, 3)}):
        assert found_by(theirs.admin, **asked) == []


def test_no_viewer_starves_behind_other_peoples_smiths():
    ours, theirs, surname = an_office(), an_office(), a_name()
    record(
        theirs, *(a_record(forenames="John", surname=surname, identifiers=(), home=None) for _ in range(60))
    )
    (own,) = record(ours, a_record(forenames="Johnny", surname=surname, identifiers=(), home=None))
    assert found_by(ours.admin, words=f"John {surname}", most=10) == [own.person_id]


def test_a_restricted_person_is_found_by_nobody_else():
    ours, surname = an_office(), a_name()
    (made,) = record(ours, a_record(surname=surname))
    lead = joins(ours.unit, "senior probation officer")
    restrict_record(by=lead, at=NOW, person_id=made.person_id, because="Known to staff.", open_to=[])
    assert found_by(ours.admin, words=surname) == []
    assert found_by(lead, words=surname) == [made.person_id]


def test_a_members_own_kin_is_not_found_by_them():
    ours, surname = an_office(), a_name()
    (made,) = record(ours, a_record(surname=surname))
    declare_kin(by=ours.admin, at=NOW, person_id=made.person_id)
    assert found_by(ours.admin, words=surname) == []
    assert found_by(ours.court, words=surname) == [made.person_id]


def test_an_alias_added_later_finds_too():
    ours, alias = an_office(), a_name()
    (made,) = record(ours, a_record())
    add_alias(by=ours.admin, at=NOW, person_id=made.person_id, alias=AliasRecord("", alias))
    assert found_by(ours.admin, words=alias) == [made.person_id]


@pytest.mark.parametrize("words", ["%", "_", "'; DROP TABLE people_person; --", "\\", "A" * 5000, "🙂 x"])
def test_odd_words_find_nobody_and_break_nothing(words):
    assert found_by(an_office().admin, words=f"x {words}") == []


ASKED = st.lists(
    st.sampled_from(["JOHN", "JHON", "JON", "SMITH", "SMYTH", "SM", "JO", "OBRIEN", "BRIEN", "LEE"]),
    min_size=1,
    max_size=4,
)
NAMES = st.lists(
    st.lists(st.sampled_from(["JOHN", "JOHNATHAN", "SMITH", "SMITHERS", "SMIHT", "O", "BRIEN", "LEE", "LEA", "ANNE"]), min_size=1, max_size=5)
    .map(" ".join), min_size=1, max_size=6,
)  # fmt: skip


@given(ASKED, NAMES)
@settings(max_examples=60, deadline=None)
def test_many_names_at_once_are_as_like_as_each_by_itself(database, asked, names):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT name, likeness FROM people_name_likenesses(%s, %s)", [asked, names])
        together = dict(cursor.fetchall())
        cursor.execute(
            "SELECT n, people_name_likeness(%s, n, true) FROM unnest(%s::text[]) n", [asked, names]
        )
        apart = dict(cursor.fetchall())
    assert together.keys() == apart.keys()
    assert all(together[name] == pytest.approx(apart[name], abs=1e-6) for name in apart)


def test_outside_the_wall_a_name_a_year_and_an_office_for_a_reason(somebody):
    _, person, surname, _, _ = somebody
    theirs = an_office()
    (glimpse,) = look_outside_wall(by=theirs.manager, at=NOW, because=REASON, words=f"Margaret Ann {surname}")
    assert glimpse.person_id == person
    assert glimpse.name == f"Margaret Ann {surname}"
    assert glimpse.year_of_birth == 1981
    assert glimpse.holding_office.startswith("Office ")


def test_looking_outside_writes_who_was_shown_and_why(somebody, database):
    _, person, _, pnc, _ = somebody
    theirs = an_office()
    look_outside_wall(by=theirs.manager, at=NOW, because=REASON, number=pnc)
    with database.connect(Role.AUDITOR) as auditor:
        rows = auditor.execute(
            "SELECT because, people FROM audit_entry WHERE member_id = %s AND act = 'search outside the wall'",
            [theirs.manager.id],
        ).fetchall()
    assert rows == [(REASON, [person])]


def test_looking_outside_needs_a_reason(somebody):
    with pytest.raises(Refused, match="why you need to know"):
        look_outside_wall(by=an_office().manager, at=NOW, because="because", words="Smith")


def test_looking_outside_needs_its_own_permission(somebody):
    with pytest.raises(Refused, match="may not search outside the wall"):
        look_outside_wall(by=an_office().court, at=NOW, because=REASON, words="Smith")


def test_looking_outside_shows_nobody_one_can_see_anyway(somebody):
    ours, _, surname, _, _ = somebody
    assert look_outside_wall(by=ours.manager, at=NOW, because=REASON, words=f"Margaret Ann {surname}") == []


def test_looking_outside_never_shows_a_restricted_person():
    ours, theirs, arrived = an_office(), an_office(), a_record()
    (made,) = record(ours, arrived)
    lead = joins(ours.unit, "senior probation officer")
    restrict_record(by=lead, at=NOW, person_id=made.person_id, because="Known to staff.", open_to=[])
    number = arrived.identifiers[0][1]
    assert look_outside_wall(by=theirs.manager, at=NOW, because=REASON, number=number) == []


def test_looking_outside_wants_a_close_fit(somebody):
    _, _, surname, _, _ = somebody
    assert look_outside_wall(by=an_office().manager, at=NOW, because=REASON, words=surname[:5]) == []


def test_without_a_viewer_the_functions_show_nothing(somebody, database):
    _, _, surname, _, _ = somebody
    with database.connect(Role.WEB) as web:
        assert (
            web.execute("SELECT * FROM people_search(%s, NULL, NULL, 50)", [surname.upper()]).fetchall() == []
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("SELECT * FROM people_glimpse(%s, NULL, NULL)", [surname.upper()])


NAMES = [
    ("Sasha", "Greyling-Holt"),
    ("Ana Maria", "De la Cruz-Exam"),
    ("Thị Hồng", "Nguyễn"),
    ("Siân", "ap Gruffudd"),
    ("Brian", "Tindall"),
    ("Georgi", "Georgiev"),
    ("Seán Óg", "O’Halloran"),
    ("Mary-Anne", "Featherstonehaugh"),
]


@pytest.fixture(scope="module")
def named(database):
    ours = an_office()
    made = record(ours, *(a_record(forenames=f, surname=s, identifiers=(), home=None) for f, s in NAMES))
    return ours, {f"{f} {s}": one.person_id for (f, s), one in zip(NAMES, made, strict=True)}


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("Greyling", "Sasha Greyling-Holt"),
        ("Holt", "Sasha Greyling-Holt"),
        ("Cruz", "Ana Maria De la Cruz-Exam"),
        ("Hong", "Thị Hồng Nguyễn"),
        ("Sian", "Siân ap Gruffudd"),
        ("Hong Nguyen", "Thị Hồng Nguyễn"),
        ("Tindayl", "Brian Tindall"),
        ("Georgeiv", "Georgi Georgiev"),
        ("Tindle Brain", "Brian Tindall"),
        ("brian", "Brian Tindall"),
        ("GreylingHolt", "Sasha Greyling-Holt"),
        ("Greyling Holt", "Sasha Greyling-Holt"),
        ("Holt, Sasha", "Sasha Greyling-Holt"),
        ("Grifudd", "Siân ap Gruffudd"),
        ("Tindal", "Brian Tindall"),
        ("Tindlal", "Brian Tindall"),
        ("Tinda", "Brian Tindall"),
        ("Feather", "Mary-Anne Featherstonehaugh"),
        ("O Halloran", "Seán Óg O’Halloran"),
        ("OHaloran", "Seán Óg O’Halloran"),
        ("Maryanne", "Mary-Anne Featherstonehaugh"),
        ("Anne Featherstonhaugh", "Mary-Anne Featherstonehaugh"),
    ],
)
def test_any_part_of_a_name_finds_them_best_first_however_it_is_spelt(named, words, finds):
    ours, people = named
    assert found_by(ours.admin, words=words)[0] == people[finds]


@pytest.mark.parametrize(("first", "last"), NAMES)
def test_every_word_of_a_name_finds_its_bearer_alone_and_with_any_two_neighbours_turned_round(
    named, first, last
):
    ours, people = named
    for word in standard_name(first, last).whole.split():
        assert people[f"{first} {last}"] in found_by(ours.admin, words=word)
        if len(word) >= 4:
            for at in range(1, len(word) - 1):
                turned = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
                assert people[f"{first} {last}"] in found_by(ours.admin, words=turned), turned


def test_nobody_is_found_by_a_word_like_none_of_theirs(named):
    ours, _ = named
    assert found_by(ours.admin, words="Brian Quigglesworth") == []


def test_one_who_sees_many_finds_as_one_who_sees_few(named):
    """The two ways to ask the grants answer alike: by whom the viewer sees, and by each who fits."""
    ours, _ = named
    few = {words: found_by(ours.admin, words=words) for words in ("Holt", "Tindle Brain", "Maria", "Sian")}
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('people_few_seen(integer)'::regprocedure)")
        [(as_it_was,)] = cursor.fetchall()
        cursor.execute(
            "CREATE OR REPLACE FUNCTION people_few_seen(at_most integer) RETURNS uuid[] LANGUAGE sql STABLE"
            " SET search_path = public, pg_temp AS $$ SELECT NULL::uuid[] $$"
        )
        try:
            many = {words: found_by(ours.admin, words=words) for words in few}
        finally:
            cursor.execute(as_it_was)
    assert many == few
