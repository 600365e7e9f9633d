"""What officers write of their contacts, in ordinary words, fit for what is ordered and needed; nobody and nothing is real."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from throughcare.casework.supervision.rules.attendance import Absence, Evidence, Outcome
from throughcare.evidence.population.rates import lot, rates

from .days import LONG_AGO, instant, working_day, working_day_from
from .held import Held
from .persons import Past

_INSIDE: Final = (
    ("phone call", "Spoke with the prison", "Settled on the wing. Working in the kitchens."),
    ("phone call", "Spoke with the prison", "On the waiting list for the thinking skills course."),
    ("phone call", "Spoke with the prison", "No adjudications since last time."),
    ("phone call", "Telephone contact", "Rang from the wing. Asked what conditions to expect."),
    ("phone call", "Telephone contact", "Rang from the wing. Sister may offer a room on release."),
    (
        "contact",
        "Sentence planning by video link",
        "Plan agreed with prison staff: literacy first, then the course.",
    ),
    (
        "contact",
        "Sentence planning by video link",
        "Went through what led to the offence. Willing to work on it.",
    ),
    ("contact", "Release planned with the prison", "Release plan reviewed. An address is still needed."),
)
_OFFICE: Final = (
    "Arrived on time. Talked about the week and what had gone well.",
    "Went through the plan together. Nothing to change.",
    "Quiet today, said sleep is poor. Will ask the surgery for an appointment.",
    "Looked at what led to the offence, and what to do instead. Good discussion.",
    "Finished the second worksheet on consequences.",
)
_OF_NEED: Final = {
    "accommodation": ("Brought proof of address. Landlord has agreed to six months.", "Still on a friend's sofa. Housing form filled in together."),
    "work": ("Spoke about work applications; two interviews booked.", "Started at the warehouse on Monday. Early shifts."),
    "relationships": ("Arguments at home again. Talked about leaving the room.", "Seeing the children at weekends. Going well."),
    "lifestyle": ("Has stayed away from the old crowd this month.", "Was at the match with old friends. Talked about risks."),
    "drugs": ("Says no use since last week. Looks well.", "Used twice at the weekend. Agreed to ring the drug service today."),
    "alcohol": ("Agreed next steps on drinking less at weekends.", "Dry for three weeks. Proud of it, rightly."),
    "thinking": ("Talked through stopping to think. Gave two examples from the week.", "Lost his temper in the queue, then walked off. Progress."),
    "attitudes": ("Accepts that somebody was hurt. Wrote down who.", "Blames the police today. Will come back to it."),
}  # fmt: skip
_CALLS: Final = (
    "Rang to confirm Thursday. All well.",
    "Asked to move the appointment because of a shift; moved.",
    "Checked in between appointments. No change.",
)
_VISITS: Final = (
    "Lives with mother, who is supportive. Home tidy, nothing of concern.",
    "New flat seen. Needs a cooker; charity referral made.",
    "Children at school. No concerns seen.",
)
Came = tuple[Outcome, Absence | None, Evidence | None]
"""What came of an appointment, why an absence is acceptable, and what shows it."""
_ABSENT: Final[tuple[tuple[str, Came], ...]] = (
    ("No contact beforehand, and none since.", (Outcome.ABSENT_UNACCEPTABLE, None, Evidence.NONE)),
    ("Rang later: a sick child. The surgery's letter was seen.", (Outcome.ABSENT_ACCEPTABLE, Absence.FAMILY, Evidence.SEEN)),
    ("Rang from work, the shift had run over. Accepted; new appointment given.", (Outcome.ABSENT_ACCEPTABLE, Absence.WORK, Evidence.NOT_ASKED)),
)  # fmt: skip
_ASKED: Final[tuple[str, Came]] = (
    "No contact beforehand. Letter sent asking for a reason.",
    (Outcome.ABSENT_AWAITING, None, None),
)
_SETTLED_AFTER: Final = timedelta(days=7)
"""For so long a reason for an absence is waited for; what is older was settled."""
_CAME: Final[Mapping[str, Came]] = {
    "Late for appointment": (Outcome.LATE, None, None),
    "Could not be reached": (Outcome.NO_ANSWER, None, None),
}
_MISSED: Final = {
    Outcome.NO_ANSWER,
    Outcome.ABSENT_UNACCEPTABLE,
    Outcome.ABSENT_ACCEPTABLE,
    Outcome.ABSENT_AWAITING,
}
_TRIED_AGAIN: Final = 3
"""Days after an appointment that did not happen until the next."""
WORKED: Final = 7
"""Hours in a day of unpaid work."""
_LOOK_AGAIN: Final = 3
"""Where nothing runs on a day, in days, when it is looked at again."""
_FIRST: Final = "First appointment. Order explained, copy given, and what happens if it is missed."
_FIRST_INSIDE: Final = "Introduced myself to the wing and asked what is known."


@dataclass(frozen=True)
class Said:
    """One entry to be written: when, its kind, what happened, the note, the sentence under which work was done, and what came of it.

    ``activity`` is the sentence under which it counts as a day of rehabilitation activity.
    """

    at: datetime
    kind: str
    what: str
    note: str
    sentence: UUID | None = None
    came: Came = (Outcome.ATTENDED, None, None)
    activity: UUID | None = None


def contacts(by: Random, held: Held, since: date, until: date, as_at: date) -> Iterator[Said]:
    """What is written of a person from a day up to another, as often as their risk asks; long ago only some of it."""
    if held.appointed_on is None or not held.sentences:
        return
    on = held.next_contact or held.appointed_on + timedelta(days=by.randrange(1, 6))
    # Whoever was appointed, or appointed again, on a Friday is not held to the weekend that follows.
    first = working_day_from(held.appointed_on + timedelta(days=1))
    while (day := max(working_day(on), first)) < until:
        if day < since or not held.running_on(day):
            on = held.next_contact = day + timedelta(days=_LOOK_AGAIN)
            continue
        told = list(_on(by, held, day, as_at, first=held.next_contact is None))
        yield from told
        on = held.next_contact = max(on, day) + timedelta(days=_again(by, held, day, as_at, told))


def _again(by: Random, held: Held, day: date, as_at: date, told: Sequence[Said]) -> int:
    """In how many days the next contact is: as often as risk asks, weekly while a case is new, soon after one that failed."""
    often = int(rates()["contact_every"]["days"][held.case.risk])
    if held.inside_on(day):
        often = max(often, 30)
    elif _is_new(held, day):
        often = min(often, _WEEKLY)
    often *= 2 if day < as_at - LONG_AGO else 1
    if day >= as_at - LONG_AGO and any(one.came[0] in _MISSED for one in told):
        return _TRIED_AGAIN
    return max(4, often + by.randrange(-2, 2))


_WEEKLY: Final = 5
_NEW: Final = timedelta(days=7 * 13)


def _is_new(held: Held, day: date) -> bool:
    """Whether the latest sentence, or the latest release, is of the last months: then somebody is seen every week."""
    starts = [result.on for result in held.running_on(day)]
    starts += [on for _, result in held.sentences for on, _, _ in result.moves if on <= day]
    return bool(starts) and max(starts) > day - _NEW


def _on(by: Random, held: Held, day: date, as_at: date, *, first: bool) -> Iterator[Said]:
    at = instant(day, by.randrange(9, 17), by.choice((0, 15, 30, 45)))
    if held.inside_on(day):
        kind, what, note = (
            ("phone call", "Spoke with the prison", _FIRST_INSIDE) if first else by.choice(_INSIDE)
        )
        yield Said(at, kind, what, note)
        return
    if first:
        yield Said(at, "office visit", "Attended appointment", _FIRST)
        return
    kind, what, note = _outside(by, held, day)
    came = _CAME.get(what, (Outcome.ATTENDED, None, None))
    if what == "Did not attend":
        note, came = _ASKED if day >= as_at - _SETTLED_AFTER else by.choice(_ABSENT)
    activity = _day_of_activity(by, held, day) if what == "Attended appointment" else None
    if activity is not None:
        note = by.choice(_ACTIVITY)
    yield Said(at, kind, what, note, came=came, activity=activity)
    if kind == "note":
        yield Said(at + timedelta(minutes=20), "office visit", "Attended appointment", by.choice(_OFFICE))
    order = _to_work(held, day)
    if order is not None and by.random() < 0.6:
        done = held.credited[order] = held.credited.get(order, 0) + WORKED
        held.hours_done += WORKED
        note = f"Seven hours credited; {done} in all."
        yield Said(at + timedelta(minutes=5), "contact", "Unpaid work attended", note, order)


_ACTIVITY: Final = (
    "A day of activity: worked through choices and what follows from them.",
    "A day of activity: met the money adviser together, letters answered.",
    "A day of activity: victim awareness, first part. Listened, asked questions.",
)
_AS_ACTIVITY: Final = 0.5
"""The share of attended appointments that count as a day of activity, while days are left."""


def _day_of_activity(by: Random, held: Held, day: date) -> UUID | None:
    """The first running sentence under which a day of activity is left to do, where this one counts as one."""
    left = [
        sentence
        for sentence, order in held.sentences
        if order in held.running_on(day) and held.days_done.get(sentence, 0) < order.days()
    ]
    if not left or by.random() >= _AS_ACTIVITY:
        return None
    held.days_done[left[0]] = held.days_done.get(left[0], 0) + 1
    return left[0]


def _to_work(held: Held, day: date) -> UUID | None:
    """The first running sentence under which a day's unpaid work is left to do."""
    running = held.running_on(day)
    left = (
        sentence
        for sentence, order in held.sentences
        if order in running and held.credited.get(sentence, 0) + WORKED <= order.hours()
    )
    return next(left, None)


def _outside(by: Random, held: Held, day: date) -> tuple[str, str, str]:
    what, past = lot("contact").draw(by), held.sentences[-1][1].person.past
    if what == "group" and any(result.requires("programme") for result in held.running_on(day)):
        return (
            "contact",
            "Group session attended",
            by.choice(("Took part well and helped others.", "Attended; needed prompting.")),
        )
    if what == "service" and any(result.requires("drug rehabilitation") for result in held.running_on(day)):
        return "phone call", "Telephone contact", "Spoke with drug service: attending and engaged."
    if what == "police":
        return (
            "note",
            "Information from police",
            by.choice(
                (
                    "Call-out to address, words only. To be raised at next appointment.",
                    "Nothing known since last check.",
                )
            ),
        )
    return {
        "absent": ("contact", "Did not attend", ""),
        "late": (
            "office visit",
            "Late for appointment",
            "Twenty minutes late, bus missed. Seen and reminded.",
        ),
        "call": ("phone call", "Telephone contact", by.choice(_CALLS)),
        "unreached": ("phone call", "Could not be reached", "No answer; message left."),
        "home": ("home visit", "Home visit made", by.choice(_VISITS)),
        "senior": ("note", "Discussed in supervision", "Plan reviewed with senior. No change."),
    }.get(what) or ("office visit", "Attended appointment", _of(by, past))


def _of(by: Random, past: Past) -> str:
    """What was spoken of: for half, something they need help with."""
    needs = sorted(past.needs)
    return by.choice(_OF_NEED[by.choice(needs)]) if needs and by.random() < 0.5 else by.choice(_OFFICE)
