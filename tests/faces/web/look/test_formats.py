"""How values are said."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.faces.web.look import formats
from throughcare.faces.web.look.parts import Clock, Identity, JobProgress, Lines, Link, Pages, Tag, Unknown


def test_a_day_is_said_without_a_leading_nought():
    assert formats.day(date(2026, 3, 3)) == "3 March 2026"


def test_an_instant_late_in_the_evening_of_summer_belongs_to_the_next_day_in_london():
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert formats.day(late) == "1 July 2026"
    assert formats.moment(late) == "1 July 2026 at 12:30am"


@pytest.mark.parametrize(
    ("hour", "words"), [(0, "12:05am"), (9, "9:05am"), (12, "12:05pm"), (13, "1:05pm"), (23, "11:05pm")]
)
def test_the_clock_is_said_in_twelve_hours(hour: int, words: str):
    assert formats.moment(datetime(2026, 1, 5, hour, 5, tzinfo=UTC)).endswith(words)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(1987, 3, 31), date(2026, 3, 30), 38),
        (date(1987, 3, 31), date(2026, 3, 31), 39),
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
    ],
)
def test_age_turns_on_the_birthday_and_on_1_march_for_a_leap_day(born: date, on: date, age: int):
    assert formats.age_on(born, on) == age


def test_money_has_its_sign_before_the_pound():
    assert formats.money(Decimal("1234.5")) == "£1,234.50"
    assert formats.money(Decimal("-20")) == "−£20.00"


def test_one_is_singular_and_nought_is_not():
    assert formats.count_of(1, "case") == "1 case"
    assert formats.count_of(0, "case") == "0 cases"
    assert formats.count_of(2, "person", "people") == "2 people"


@pytest.mark.parametrize("nothing", [None, "", [], ()])
def test_nothing_is_never_shown_as_a_blank(nothing: object):
    assert formats.shown(nothing) == '<span class="tc-unknown">Not recorded</span>'


def test_nought_and_no_are_values_and_not_unknown():
    assert formats.shown(0) == "0"
    assert formats.shown(False) == "No"


def test_an_enum_is_said_by_its_label_or_its_value():
    class Kind(Enum):
        UNPAID_WORK = "unpaid_work"

    assert formats.shown(Kind.UNPAID_WORK) == "Unpaid work"


class Reader(HTMLParser):
    """What a browser would take from a piece of HTML: its elements and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.texts: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@given(st.text(alphabet="<>&\"'ab/;#", min_size=1))
def test_text_is_read_back_as_it_was_and_never_becomes_markup(text: str):
    for part in (Tag(text), Unknown(text), Lines(text), text):
        read = Reader(formats.shown(part))
        assert "".join(read.texts) == text
        assert set(read.elements) <= {"strong", "span"}


def test_a_link_cannot_leave_its_attribute():
    made = Link("x", '"><script>alert(1)</script>').__html__()
    assert "<script" not in made


@pytest.mark.parametrize(
    ("days", "limit", "state", "words"),
    [
        (0, None, "running", "waiting less than a working day"),
        (0, 5, "running", "waiting less than a working day"),
        (0, 0, "due", "due today"),
        (1, None, "running", "waiting 1 working day"),
        (4, 5, "running", "waiting 4 working days"),
        (5, 5, "due", "waiting 5 working days, due today"),
        (8, 5, "late", "waiting 8 working days, 3 late"),
    ],
)
def test_a_clock_says_in_words_where_it_stands(days: int, limit: int | None, state: str, words: str):
    clock = Clock(days, limit)
    assert (clock.state, clock.words) == (state, words)
    assert f"tc-clock--{state}" in str(clock)


def test_a_clock_that_is_late_by_days_says_them_once():
    assert Clock(3, 0, "late by").words == "late by 3 working days"
    assert Clock(3, 0, "late by").state == "late"


def test_lines_without_a_first_show_the_rest_and_never_that_nothing_is_recorded():
    shown = str(Lines("", ["one", "two"]))
    assert "one" in shown and "two" in shown and "Not recorded" not in shown
    assert "Not recorded" in str(Lines("", []))
    assert "Not recorded" in str(Lines(None, ["one"]))


@pytest.mark.parametrize(
    ("noun", "many"), [("case", "cases"), ("person,people", "people"), ("result", "results")]
)
def test_a_noun_has_its_own_plural(noun: str, many: str):
    assert Pages(1, 1, 0, noun).many == many


def test_the_age_of_somebody_whose_birth_is_not_recorded_is_not_known():
    assert Identity("A", None, date(2026, 1, 1)).age is None


def test_a_job_of_unknown_length_does_not_say_of_how_many():
    assert JobProgress("Reading", 1200, None, "/").words == "1,200 rows so far."
    assert JobProgress("Reading", 1200, 5000, "/").words == "1,200 of 5,000 rows so far."
    assert JobProgress("Reading", 1, 1, "/", finished=True).words == "Finished: 1 row."
    assert JobProgress("Reading", 1, 5, "/", failed="The file ended early.").words == "The file ended early."
