"""The page of who could see a person is short at first: what stands now before what is over, and the rest a step away."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from support.service import a_person, a_service, managed
from support.wall_visits import browser

from throughcare.faces.access.pages.who_can_see import FIRST, _newest_standing
from throughcare.foundation.access.queries import CouldSee

AT = datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("Europe/London"))


def seen(day: int, lasts: int | None = None) -> CouldSee:
    since = AT + timedelta(days=day)
    until = None if lasts is None else since + timedelta(days=lasts)
    return CouldSee("Team", "Body", "supervision", "case", "a case", since, until)


def test_what_stands_now_comes_before_what_is_over_and_each_reason_once() -> None:
    old, now, older = seen(3, lasts=1), seen(1), seen(2, lasts=4)
    assert _newest_standing([old, now, older, now]) == [now, old, older]


def lines(page: str) -> int:
    return len(re.findall("Offender manager", page[page.index("Who looked or acted") :]))


def test_the_first_lines_are_shown_and_every_line_is_one_step_away() -> None:
    person = managed(a_person(a_service()))
    client = browser(person.team.officer)
    for _ in range(FIRST + 2):
        assert client.get(f"/people/{person.id}").status_code == 200
    at = f"/people/{person.id}/access"
    first = client.get(at).content.decode()
    every = client.get(at, {"all": ""}).content.decode()
    assert lines(first) <= FIRST < lines(every)
    assert 'href="?all"' in first and 'href="?all"' not in every
