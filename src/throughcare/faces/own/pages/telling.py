"""What a person's own page says, in the language in force: sentences of when, where and with whom, and goals with their steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from throughcare.casework.own.queries import Meets, Ordered, OwnPage, OwnStep
from throughcare.casework.planning.rules import Whose
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import LONDON, day_of


@dataclass(frozen=True)
class GoalTold:
    """A goal in the person's own words, whether it is for later, and what is still to be done for it."""

    words: str
    later: bool
    steps: tuple[str, ...]


def meetings_told(found: OwnPage) -> list[str]:
    """Each appointment ahead as a sentence, the next first."""
    return [_meeting(one) for one in found.meets]


def _meeting(one: Meets) -> str:
    said = {
        "moment": _moment(one.starts_at),
        "kind": _(one.kind.words),
        "holder": one.holder,
        "place": one.place,
    }
    if not one.holder:
        return _("%(moment)s: %(kind)s.") % said
    if one.place:
        return _("%(moment)s: %(kind)s with %(holder)s, at %(place)s.") % said
    return _("%(moment)s: %(kind)s with %(holder)s.") % said


def ordered_told(found: OwnPage) -> list[str]:
    """Until when each sentence lasts, then what of it is left to do; each sentence once."""
    said: list[str] = []
    for one in found.ordered:
        said += _until(one)
        if one.kind and one.amount:
            said.append(_left(one))
    return list(dict.fromkeys(said))


def _until(one: Ordered) -> list[str]:
    if one.ends_on is None:
        return []
    told = _("Your %(sentence)s lasts until %(day)s.")
    return [told % {"sentence": _(one.sentence), "day": _day(one.ends_on)}]


def _left(one: Ordered) -> str:
    left = f"{one.left.normalize():f}"
    said = {
        "requirement": first_capital(_(one.kind or "")),
        "left": _("up to %(number)s") % {"number": left} if one.at_most else left,
        "whole": one.amount,
        "unit": _(one.unit or ""),
    }
    if not one.left:
        return _("%(requirement)s: you have done all %(whole)s %(unit)s.") % said
    return _("%(requirement)s: %(left)s of %(whole)s %(unit)s left to do.") % said


def goals_told(found: OwnPage) -> list[GoalTold]:
    """Each goal that stands, with each step that is open."""
    return [GoalTold(goal.words, goal.later, tuple(_step(one) for one in goal.steps)) for goal in found.goals]


def _step(one: OwnStep) -> str:
    said = {"what": one.what, "whose": _whose()[one.whose], "day": _day(one.by) if one.by else ""}
    return _("%(what)s (%(whose)s, by %(day)s)") % said if one.by else _("%(what)s (%(whose)s)") % said


def looks_told(found: OwnPage) -> list[str]:
    """Each day on which somebody looked at the record, the newest first: who in plain words, and of which organisation; each once."""
    told = _("%(day)s: %(who)s, %(organisation)s.")
    said = [
        told % {"day": _day(one.on), "who": _who(one.role), "organisation": one.organisation}
        for one in found.looks
    ]
    return list(dict.fromkeys(said))


def _who(role: str) -> str:
    if role in {"provider worker", "provider lead"}:
        return _("somebody at a service that you were sent to")
    if role in {"court officer", "case administrator"}:
        return _("somebody who speaks for us in court")
    if role == "prison offender manager":
        return _("somebody in your prison")
    if role == "inspector":
        return _("somebody who inspects our work")
    return _("somebody who looks after your sentence")


def _whose() -> dict[Whose, str]:
    return {Whose.PERSON: _("you"), Whose.OFFICER: _("your officer"), Whose.SERVICE: _("a service")}


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    clock = f"{local.hour % 12 or 12}:{local:%M}{_('am') if local.hour < 12 else _('pm')}"
    return _("%(day)s at %(time)s") % {"day": _day(day_of(at)), "time": clock}
