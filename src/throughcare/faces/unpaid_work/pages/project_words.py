"""How a project is said on a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from throughcare.casework.unpaid_work.queries import ProjectSeen
from throughcare.casework.unpaid_work.rules import ProjectState
from throughcare.faces.web.look.parts import Colour, Lines, Row, Tag, Unknown
from throughcare.faces.web.value_words import first_capital

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_COLOURS: dict[str, Colour] = {
    ProjectState.NOMINATED: "yellow",
    ProjectState.APPROVED: "green",
    ProjectState.REFUSED: "grey",
    ProjectState.CLOSED: "blue",
}
_SAID = {
    ProjectState.NOMINATED: "Asked for",
    ProjectState.APPROVED: "Running",
    ProjectState.CLOSED: "Finished",
}
RISKS = {
    "children": "Children",
    "public": "The public",
    "known_adult": "A known adult",
    "staff": "Staff",
    "prisoners": "Other prisoners",
}


def state_of(seen: ProjectSeen) -> Tag:
    """Where a project stands, as a tag."""
    state = ProjectState(seen.row.state)
    return Tag(_SAID.get(state, first_capital(state)), _COLOURS[state])


def days_of(seen: ProjectSeen) -> str:
    """The weekdays and times of a project."""
    row = seen.row
    if row.starts is None or row.until is None:
        return "Not yet set"
    return f"{in_words([WEEKDAYS[day] for day in row.weekdays])}, {row.starts:%H:%M} to {row.until:%H:%M}"


def in_words(names: Iterable[str]) -> str:
    """Names as a sentence joins them."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def whom(seen: ProjectSeen) -> object:
    """Whom a project takes."""
    row = seen.row
    if row.takes_women is None or row.takes_men is None:
        sex: object = Unknown("Women or men: not recorded")
    elif row.takes_women and row.takes_men:
        sex = "Anybody"
    else:
        sex = "Women" if row.takes_women else "Men"
    bars = [f"Not for a high risk to: {in_words(RISKS[one].lower() for one in row.bars)}"] if row.bars else []
    return Lines(sex, bars)


def project_rows(seen: ProjectSeen) -> list[Row]:
    """A project as a summary list."""
    row = seen.row
    asked = f"{first_capital(row.nominator)}{f': {row.asked_for_by}' if row.asked_for_by else ''}"
    rows = [
        Row("State", state_of(seen)),
        Row("The problem it answers", row.problem),
        Row("Asked for by", Lines(asked, [f"on {row.at:%-d %B %Y}"])),
        Row("Where", row.place),
        Row("Team", seen.unit),
    ]
    if row.decided_because:
        rows.append(Row("Why it was refused", row.decided_because))
    if row.runs is not None:
        rows += [
            Row("When", Lines(days_of(seen), [_between(seen)])),
            Row("For whom", whom(seen)),
            Row("Places", _places(seen)),
        ]
    if row.achieved:
        rows.append(Row("What was achieved", row.achieved))
    return rows


def _between(seen: ProjectSeen) -> str:
    row = seen.row
    assert row.runs is not None
    last = f" to {row.runs.upper - timedelta(days=1):%-d %B %Y}" if row.runs.upper else ""
    return f"from {row.runs.lower:%-d %B %Y}{last}"


def _places(seen: ProjectSeen) -> Lines:
    if seen.taken is None:
        return Lines(f"{seen.row.places} each day", [])
    taken = [f"{WEEKDAYS[day]}: {seen.taken.get(day, 0)} taken" for day in seen.row.weekdays]
    return Lines(f"{seen.row.places} each day", taken)
