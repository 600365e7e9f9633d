"""What is agreed for the time when the queue for a service grows, in words, for every page that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from throughcare.casework.interventions import queries
from throughcare.casework.interventions.rules import Measure, Reached, Rung, Then
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Lines, Row, Tag, Unknown
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel.days import day_of

Called = Mapping[str, str]
"""What services are called, by reference."""


def rung_words(rung: Rung, called: Called) -> str:
    """A rung in a sentence: from where on, what happens, at which price or to which service, and who is told."""
    mark = (
        f"Once somebody has waited {count_of(rung.at, 'day')}"
        if rung.measure is Measure.WAIT
        else f"Once {count_of(rung.at, 'person waits', 'people wait')}"
    )
    told = f"tells {' and '.join(one.value for one in rung.told)}"
    return f"{mark}: {then_words(rung, called)}; {told}"


def then_words(rung: Rung, called: Called) -> str:
    """What happens from a rung on, in words; a service by its name."""
    if rung.then is Then.PRICED_BAND and rung.pence is not None:
        return f"each place more costs £{rung.pence / 100:,.2f}"
    if rung.then is Then.GROUP:
        return "a group is held"
    who = "a second provider" if rung.then is Then.SECOND_PROVIDER else "in-house delivery"
    return f"{who} takes people over ({called.get(rung.to, 'a service that is no longer listed')})"


def reached_words(reached: Reached, called: Called) -> str:
    """A rung that a queue has reached: since when, how many are beyond it, what that costs, and what happens."""
    cost = "" if reached.pence is None else f", £{reached.pence / 100:,.2f} in all"
    beyond = count_of(reached.beyond, "person is", "people are")
    return f"Past what was agreed since {reached.since:%-d %B %Y}: {then_words(reached.rung, called)}. {beyond} beyond it{cost}."


def ladder_rows(request: Asking, service_id: UUID) -> list[Row]:
    """What is agreed for a service, and how its queue stands, for the page about it."""
    stands = queries.ladder(service_id, on=day_of(request.at))
    if stands.in_force is None:
        return [Row("When its queue grows", Unknown("Nothing is agreed"))]
    called = queries.services_called(stands.in_force.rungs)
    words = [rung_words(one, called) for one in stands.in_force.rungs]
    where = f"{stands.in_force.source}, from {stands.in_force.starts:%-d %B %Y}"
    now = (
        [Row("Its queue now", Tag(reached_words(stands.reached, called), "yellow"))] if stands.reached else []
    )
    return [Row("When its queue grows", Lines(words[0], [*words[1:], where])), *now]
