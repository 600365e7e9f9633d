"""Money is exact, editions are one to a day, working days skip holidays, counts are not published raw."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.foundation.kernel import (
    Clause,
    Count,
    Edition,
    Finding,
    Money,
    NoEdition,
    Period,
    Refused,
    WorkingCalendar,
    disclose,
    edition_on,
    is_allowed,
    new_id,
)
from throughcare.foundation.kernel.suppression import comes_to

amounts = st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False)
money = st.builds(Money, amounts)
calendar = WorkingCalendar()
days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@given(money, money, money)
def test_adding_money_does_not_depend_on_order_or_grouping(a, b, c):
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a - a == Money(Decimal(0)) == a + -a


def test_money_is_never_made_from_a_float_nor_mixed():
    with pytest.raises(TypeError):
        Money(0.1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="mix"):
        Money(Decimal(1)) + Money(Decimal(1), "EUR")


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("1234.5", "£1,234.50"),
        ("-0.005", "-£0.01"),
        ("0.005", "£0.01"),
        ("0.004", "£0.00"),
        ("-1234567.891", "-£1,234,567.89"),
    ],
)
def test_money_is_shown_to_the_penny_halves_away_from_zero(amount, said):
    assert str(Money(Decimal(amount))) == said


def test_the_edition_changes_on_its_first_day():
    editions = [
        Edition("first", Period(date(2020, 1, 1), date(2024, 4, 29)), 1),
        Edition("second", Period(date(2024, 4, 29)), 0),
    ]
    assert edition_on(editions, date(2024, 4, 28)).name == "first"
    assert edition_on(editions, date(2024, 4, 29)).name == "second"
    with pytest.raises(NoEdition, match="found none"):
        edition_on(editions, date(2019, 12, 31))


def test_two_editions_on_one_day_are_an_error_that_names_both():
    editions = [Edition("a", Period(date(2020, 1, 1)), 1), Edition("b", Period(date(2021, 1, 1)), 2)]
    with pytest.raises(NoEdition, match="a, b"):
        edition_on(editions, date(2022, 1, 1))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),  # Boxing Day fell on a Saturday, so the Monday is given instead
        (date(2026, 12, 29), True),
        (date(2022, 9, 19), False),  # the funeral of the Queen
        (date(2026, 11, 21), False),
    ],
)
def test_the_office_shuts_on_weekends_and_bank_holidays_of_england_and_wales(day, works):
    assert calendar.is_working(day) is works


def test_an_extra_closure_is_a_day_off():
    assert not WorkingCalendar([date(2026, 11, 19)]).is_working(date(2026, 11, 19))


@given(days, st.integers(1, 60))
def test_so_many_working_days_later_there_are_so_many_between(day, n):
    later = calendar.add(day, n)
    assert calendar.is_working(later)
    assert calendar.between(day + timedelta(days=1), later + timedelta(days=1)) == n


@given(days, st.integers(1, 60))
def test_going_forth_and_back_from_a_working_day_comes_home(day, n):
    home = calendar.next_working(day)
    assert calendar.add(calendar.add(home, n), -n) == home


@given(days, days, days)
def test_working_days_add_up_along_the_way(a, b, c):
    a, b, c = sorted((a, b, c))
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)


@given(st.integers(0, 10_000), st.integers(1, 30), st.integers(1, 10))
def test_nothing_published_is_a_small_number_or_unrounded(people, below, to_nearest):
    published = disclose(Count(people), below=below, to_nearest=to_nearest).value
    assert (published is None) == (people < below)
    if published is not None:
        assert published % to_nearest == 0
        assert abs(published - people) <= to_nearest / 2 + 0.5


counts = st.lists(st.integers(0, 60), max_size=6)


@given(counts, st.data())
def test_a_total_of_what_is_shown_tells_nothing_of_what_is_not(people, data):
    parts = [disclose(Count(many)) for many in people]
    hidden = [place for place, part in enumerate(parts) if part.value is None]
    others = people[:]
    for place in hidden:
        others[place] = data.draw(st.integers(0, 9))
    assert comes_to(disclose(Count(many)) for many in others) == comes_to(parts)


@given(counts)
def test_a_total_of_what_is_shown_is_near_what_is_shown_and_never_nought(people):
    shown = [many for many in people if many >= 10]
    total = comes_to(disclose(Count(many)) for many in people).value
    assert (total is None) == (not shown)
    if total is not None:
        assert abs(total - sum(shown)) <= 2 * len(shown)


def test_a_total_disclosed_beside_its_parts_would_tell_of_one_that_is_suppressed():
    """Why there is ``comes_to``: of four parts of 15 and a total of 50 the fifth, however suppressed, is nobody."""
    truth = [13, 13, 13, 13, 0]
    shown, total = [disclose(Count(many)).value for many in truth], disclose(Count(sum(truth))).value
    rounds_to = {figure: [n for n in range(80) if disclose(Count(n)).value == figure] for figure in (15, 50)}
    fits = {total_ - sum(four) for total_ in rounds_to[total] for four in product(rounds_to[15], repeat=4)}
    assert shown == [15, 15, 15, 15, None]
    assert {fifth for fifth in fits if fifth >= 0} == {0}
    assert comes_to(disclose(Count(many)) for many in truth).value == 60


def test_a_suppressed_figure_says_so_and_a_count_cannot_be_negative():
    assert str(disclose(Count(3))) == "suppressed"
    with pytest.raises(ValueError, match="below zero"):
        Count(-1)


def test_a_refusal_answers_no_and_keeps_its_words_and_field():
    def check(open_door: bool) -> None:
        if not open_door:
            raise Refused("The door is shut.", field="door")

    assert is_allowed(check, True)
    assert not is_allowed(check, False)
    with pytest.raises(Refused) as caught:
        check(False)
    assert (caught.value.because, caught.value.field) == ("The door is shut.", "door")


def test_a_finding_reads_as_its_reason_and_its_clause():
    clause = Clause("Sentencing Act 2020", "Schedule 10, paragraph 7")
    assert (
        str(Finding("rule", clause, "two absences"))
        == "two absences (Sentencing Act 2020, Schedule 10, paragraph 7)"
    )


def test_ids_are_version_seven_and_never_the_same():
    made = [new_id() for _ in range(2000)]
    assert len(set(made)) == 2000
    assert all(
        isinstance(id, UUID) and id.version == 7 and id.variant == "specified in RFC 4122" for id in made
    )
    stamps = [id.int >> 80 for id in made]
    assert stamps == sorted(stamps)
