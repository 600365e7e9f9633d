"""When a reminder goes, to which number and in what words: by the rules alone, whatever the hour, the season and the language."""

import re
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.supervision.rules import reminders
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.casework.supervision.rules.reminder_terms import (
    Betrays,
    betrayed,
    read_edition,
    reminder_editions,
    reminder_terms,
)
from throughcare.casework.supervision.rules.reminders import (
    Ready,
    ToRemind,
    Way,
    WhyNot,
    decide,
    is_due,
    is_quiet,
    sends_at,
    way_of,
)
from throughcare.foundation.kernel.days import LONDON

TERMS = reminder_terms(datetime(2026, 11, 20).date()).table
TEN = datetime(2026, 12, 1, 10, 0, tzinfo=LONDON)
SAFE = Way("text", "07700900123", "yes")
WRITTEN = yaml.safe_load(
    files(reminders.__package__).joinpath("editions", "reminders.yaml").read_text("utf-8")
)


def known(**said):
    return ToRemind(**{"starts_at": TEN, "kind": ContactKind.OFFICE, "ways": [SAFE]} | said)


def decided(at=TEN - timedelta(hours=24), **said):
    return decide(known(**said), at, TERMS)


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("starts", "hours", "goes"),
    [
        (at(2, 10), 24, at(1, 10)),
        (at(2, 21), 24, at(2, 8)),  # at nine in the evening: the morning of the day itself
        (at(2, 6, 30), 24, at(1, 8)),
        (at(2, 20), 24, at(2, 8)),  # the quiet hours begin on the stroke
        (at(2, 9), 3, at(1, 19, 59)),  # the morning is too late: the evening before
        (at(2, 9), 12, at(1, 19, 59)),
    ],
)
def test_a_reminder_waits_for_the_morning_or_goes_the_evening_before(starts, hours, goes):
    assert sends_at(starts, hours, TERMS) == goes


def test_a_day_before_is_at_the_same_time_of_day_when_the_clocks_change():
    for sunday in (datetime(2026, 10, 25, 10, tzinfo=LONDON), datetime(2027, 3, 28, 10, tzinfo=LONDON)):
        goes = sends_at(sunday, 24, TERMS).astimezone(LONDON)
        assert (goes.hour, goes.day) == (10, sunday.day - 1)


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@given(INSTANTS, st.integers(3, 200))
def test_whatever_the_time_a_reminder_goes_before_it_and_never_in_the_quiet_hours(starts, hours):
    goes = sends_at(starts, hours, TERMS)
    assert not is_quiet(goes, TERMS)
    assert goes <= starts - TERMS.latest


@given(INSTANTS, INSTANTS)
def test_whatever_is_sent_is_sent_by_day_and_with_time_left(starts, now):
    if is_due(starts, 24, now, TERMS) and isinstance(decide(known(starts_at=starts), now, TERMS), Ready):
        assert not is_quiet(now, TERMS)
        assert sends_at(starts, 24, TERMS) <= now <= starts - TERMS.latest


def test_one_made_in_the_night_for_the_morning_is_kept_back_and_says_why():
    starts, made = at(2, 9), at(1, 23)
    assert not is_due(starts, 24, made, TERMS)
    assert is_due(starts, 24, at(2, 8), TERMS)
    assert decided(at(2, 8), starts_at=starts) is WhyNot.TOO_LATE


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"called_off": True}, WhyNot.CALLED_OFF),
        ({"closed": True}, WhyNot.CLOSED),
        ({"died": True, "closed": True}, WhyNot.DIED),
        ({"merged": True}, WhyNot.MERGED),
        ({"in_custody": True}, WhyNot.CUSTODY),
        ({"ways": []}, WhyNot.NOT_SAFE),
        ({"ways": [Way("text", "07700900123", "not_asked")]}, WhyNot.NOT_SAFE),
        ({"ways": [Way("text", "07700900123", "no")]}, WhyNot.NOT_SAFE),
        ({"ways": [Way("text", "01632960001", "yes")]}, WhyNot.NOT_SAFE),
        ({"ways": [Way("text", "07700900123", "yes", "Not after six")]}, WhyNot.CONDITION),
        ({"at": TEN - timedelta(hours=1)}, WhyNot.TOO_LATE),
        ({"at": TEN + timedelta(hours=1)}, WhyNot.TOO_LATE),
    ],
)
def test_a_reminder_is_kept_back_for_a_reason(said, why):
    assert decided(**said) is why


EMAIL = Way("email", "Robin@example.test", "yes")


@pytest.mark.parametrize(
    ("ways", "to"),
    [
        ([EMAIL, SAFE], SAFE.to),
        ([EMAIL, Way("text", SAFE.to, "no")], EMAIL.to),
        ([Way("text", "+447700900123", "yes"), EMAIL], "+447700900123"),
        ([Way("text", SAFE.to, "yes", "Ring first"), EMAIL], EMAIL.to),
        ([Way("text", SAFE.to, "not_asked"), Way("text", "07700900456", "yes")], "07700900456"),
    ],
)
def test_it_goes_to_the_first_that_is_confirmed_safe_text_before_email(ways, to):
    assert way_of(ways, TERMS).to == to


@pytest.mark.parametrize(
    "other", [Way("text", "+447700900123", "no"), Way("text", "00447700900123", "no")], ids=["+44", "0044"]
)
def test_a_number_that_anybody_said_is_unsafe_is_never_used_however_it_is_written(other):
    assert way_of([SAFE, other], TERMS) is WhyNot.NOT_SAFE
    assert way_of([EMAIL, Way("email", "robin@EXAMPLE.test", "no")], TERMS) is WhyNot.NOT_SAFE


ANSWERS = st.builds(
    Way,
    st.sampled_from(["text", "email"]),
    st.sampled_from(["07700900123", "+447700900123", "01632960001", "a@example.test", "A@example.test"]),
    st.sampled_from(["yes", "no", "not_asked"]),
    st.sampled_from(["", "Not after six"]),
)


@given(st.lists(ANSWERS, max_size=6))
def test_nothing_goes_anywhere_that_is_not_said_to_be_safe_or_is_said_to_be_unsafe(ways):
    found = way_of(ways, TERMS)
    if isinstance(found, Way):
        assert found.safe == "yes" and not found.note
        key = found.to.lower().replace("+44", "0")
        assert not [w for w in ways if w.safe == "no" and w.to.lower().replace("+44", "0") == key]


@pytest.mark.parametrize(
    ("spoken", "name", "when"),
    [
        ("", "English", "on Tuesday 1 December at 10:00am"),
        ("Polish", "English", "on Tuesday 1 December at 10:00am"),
        ("Welsh", "Welsh", "ddydd Mawrth 1 Rhagfyr am 10:00yb"),
        (" cymraeg ", "Welsh", "ddydd Mawrth 1 Rhagfyr am 10:00yb"),
    ],
)
def test_it_is_in_the_persons_language_where_there_is_a_template_and_in_english_otherwise(spoken, name, when):
    ready = decided(language=spoken)
    assert (ready.language, when in ready.text) == (name, True)


def test_noon_and_midnight_are_told_apart():
    for hour, said in ((0, "12:05am"), (12, "12:05pm"), (13, "1:05pm")):
        assert said in TERMS.language("").said(ContactKind.PHONE, at(1, hour, 5))


def test_an_email_has_a_subject_and_a_text_has_none():
    assert decided().subject == ""
    assert decided(ways=[EMAIL], language="Welsh").subject == "Eich apwyntiad"


EVERY = [
    (edition.table, language, kind)
    for edition in reminder_editions()
    for language in edition.table.languages
    for kind in sorted(edition.table.kinds)
]


@pytest.mark.parametrize(("terms", "language", "kind"), EVERY, ids=lambda v: getattr(v, "name", None))
def test_whatever_is_sent_says_nothing_of_probation_and_no_more_than_when(terms, language, kind):
    said = language.said(kind, TEN)
    assert not re.search(r"probation|offen|court|sentence|order|prison|licence|unpaid|prawf|llys|carchar", said.lower())  # fmt: skip
    assert "{" not in said and len(said) <= 200
    assert ContactKind.PRISON not in terms.kinds
    assert list(betrayed(terms)) == []


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("sender", "Teesside Probation"),
        ("subject", "Your licence"),
        ("when", "at court on {weekday} {day} {month} {hour}:{minute}{half}"),
        ("kinds", "Unpaid work {when}. {sender}"),
        ("kinds", "Y Gwasanaeth Prawf {when}. {sender}"),
    ],
)
def test_an_edition_that_would_betray_is_not_taken(where, words):
    written = deepcopy(WRITTEN[0])
    language = written["languages"][0]
    if where == "kinds":
        language["kinds"]["office visit"] = words
    else:
        language[where] = words
    with pytest.raises(Betrays):
        read_edition(written)


def test_an_edition_in_which_a_language_lacks_a_kind_is_not_taken():
    written = deepcopy(WRITTEN[0])
    del written["languages"][1]["kinds"]["home visit"]
    with pytest.raises(ValueError, match="same kinds"):
        read_edition(written)
    with pytest.raises(ValueError, match="hours before"):
        read_edition(deepcopy(WRITTEN[0]) | {"before": [2, 24]})
    written = deepcopy(WRITTEN[0]) | {"languages": WRITTEN[0]["languages"][1:]}
    with pytest.raises(ValueError, match="English"):
        read_edition(written)


def test_a_later_edition_may_say_otherwise_and_the_one_before_stays_as_it_was():
    written = deepcopy(WRITTEN[0]) | {"before": [72, 24], "opens": "09:00", "under_a_condition": True}
    terms = read_edition(written).table
    assert terms.before == (24, 72)
    assert sends_at(at(2, 8, 30), 24, terms) == at(1, 9)
    noted = Way("text", SAFE.to, "yes", "Not after six")
    assert way_of([noted], terms) == noted
    assert way_of([noted], TERMS) is WhyNot.CONDITION
