"""People are the same from the same seed however they are cut, come out as the rates say, and live no impossible life."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.evidence.population.chance import Chance
from throughcare.evidence.population.lives import Lives, Years
from throughcare.evidence.population.people import ADULT, NEEDS, NEVER, RESPONSIBLE, People
from throughcare.evidence.population.rates import ethnicity, lot, offences, rates, share

FIRST, LAST, KNOWN_TO = 13_879, 18_261, 18_992
YEARS = Years(3_652, 18_808, KNOWN_TO)
COLUMNS = (
    "often",
    "is_woman",
    "sentenced",
    "age",
    "born",
    "dies",
    "sanctions",
    "violent",
    "first_at",
    "needs",
)
PARTS = ("events", "offences", "returns", "services", "milestones")


def people(low=0, high=40_000, seed=3):
    return People(Chance(("test", seed)), np.arange(low, high), FIRST, LAST)


@pytest.fixture(scope="module")
def some():
    return people()


@pytest.fixture(scope="module")
def lives(some):
    return Lives(some, YEARS)


def rows(life, part):
    """The rows of a part of some lives, people by their number."""
    made = vars(getattr(life, part))
    named = {**made, "whose": life.people.numbers[made["whose"]]}
    return [tuple(row) for row in zip(*(column.tolist() for column in named.values()), strict=True)]


@settings(max_examples=15)
@given(st.integers(0, 2**40), st.lists(st.integers(1, 120), min_size=1, max_size=5))
def test_people_and_lives_are_the_same_in_one_piece_and_in_many(seed, sizes):
    ends = np.cumsum(sizes).tolist()
    pieces = [people(end - size, end, seed) for end, size in zip(ends, sizes, strict=True)]
    whole = people(0, ends[-1], seed)
    for name in COLUMNS:
        joined = np.concatenate([getattr(piece, name) for piece in pieces])
        assert np.array_equal(joined, getattr(whole, name)), name
    for part in PARTS:
        assert [row for piece in pieces for row in rows(Lives(piece, YEARS), part)] == rows(
            Lives(whole, YEARS), part
        )


def test_another_seed_gives_other_people(some):
    assert not np.array_equal(people(seed=4).born, some.born)


def within(found, expected, many):
    assert found == pytest.approx(expected, abs=5 * math.sqrt(expected * (1 - expected) / many) + 1e-12)


def test_every_table_of_weights_comes_out_as_it_is_declared(some):
    tables = {
        name: lot(name) for name, rate in rates().items() if "weights" in rate and name != "offence_severity"
    }
    assert len(tables) > 10
    for name, table in {
        **tables,
        "offence": offences(),
        "ethnicity": ethnicity("Durham Tees Valley"),
    }.items():
        places = some.drawn(f"tried {name}", table)
        for place, declared in enumerate(table.shares.values()):
            within((places == place).mean(), declared, len(some))


def test_sex_age_death_and_needs_come_out_as_they_are_declared(some):
    within(some.is_woman.mean(), lot("sex").shares["F"], len(some))
    within((some.dies < NEVER).mean(), share("died"), len(some))
    for band, declared in lot("age").shares.items():
        low, high = (int(age) for age in band.split("-"))
        within(((some.age >= low) & (some.age <= high)).mean(), declared, len(some))
    first = some.sanctions == 0
    for place in range(len(NEEDS)):
        within(some.needs[first, place].mean(), rates()["need"]["least"], first.sum())


def test_what_lives_hold_comes_out_as_it_is_declared(lives):
    events, offences = lives.events, lives.offences
    for name, places in {
        "event_kind": events.kind,
        "event_group": events.group,
        "offence_group": offences.group,
    }.items():
        for place, declared in enumerate(lot(name).shares.values()):
            within((places == place).mean(), declared, len(places))
    within(offences.breach.mean(), share("breach"), len(offences.day))
    within(offences.convicted.mean(), share("convicted"), len(offences.day))
    within(len(lives.returns.day) / len(offences.day), share("returned"), len(offences.day))


def years_old(born, on):
    """Age in whole years by the calendar."""
    born, on = born.astype("datetime64[D]"), on.astype("datetime64[D]")
    months = (on.astype("datetime64[M]") - born.astype("datetime64[M]")).astype(int)
    day = lambda days: (days - days.astype("datetime64[M]")).astype(int)  # noqa: E731
    return (months - (day(on) < day(born))) // 12


def test_everybody_is_the_age_they_are_said_to_be_when_first_sentenced(some):
    assert np.array_equal(years_old(some.born, some.sentenced), some.age)
    assert some.age.min() >= ADULT


def test_a_past_fits_the_years_there_were_for_it(some):
    assert (some.violent <= some.sanctions).all()
    assert (some.first_at >= RESPONSIBLE).all()
    assert (some.first_at <= some.age).all()
    assert (some.first_at[some.sanctions == 0] == some.age[some.sanctions == 0]).all()


def test_nobody_is_sentenced_as_a_child_or_offends_below_ten(some, lives):
    assert years_old(some.born[lives.events.whose], lives.events.day).min() >= ADULT
    assert years_old(some.born[lives.offences.whose], lives.offences.day).min() >= RESPONSIBLE


def test_death_comes_last(some, lives):
    assert (some.dies > some.sentenced).all()
    for part, day in (
        ("events", "day"),
        ("offences", "proven"),
        ("returns", "day"),
        ("services", "started"),
        ("milestones", "day"),
    ):
        made = getattr(lives, part)
        assert (getattr(made, day) < some.dies[made.whose]).all(), part
    ended = lives.services.ended
    assert (ended[ended >= 0] <= some.dies[lives.services.whose][ended >= 0]).all()
    assert (some.dies[lives.services.whose][ended < 0] > KNOWN_TO).all()


def test_everything_comes_in_order_and_nothing_after_what_is_known(some, lives):
    offences, services = lives.offences, lives.services
    assert (offences.proven >= offences.day).all()
    assert (offences.proven <= KNOWN_TO).all()
    over = services.ended >= 0
    assert (services.ended[over] > services.started[over]).all()
    assert services.ended.max() <= KNOWN_TO
    assert (services.started >= some.sentenced[services.whose]).all()
    assert (lives.milestones.day >= some.sentenced[lives.milestones.whose]).all()
    for made in (lives.events, offences):
        assert (np.lexsort((made.day, made.whose)) == np.arange(len(made.day))).all()


def test_each_person_has_the_first_sentence_among_their_events(some, lives):
    first = set(zip(range(len(some)), some.sentenced.tolist(), strict=True))
    assert first <= set(zip(lives.events.whose.tolist(), lives.events.day.tolist(), strict=True))
    assert ((lives.events.predicted >= 0) & (lives.events.predicted <= 1)).all()
