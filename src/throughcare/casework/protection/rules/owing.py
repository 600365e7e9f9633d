"""What is owed on somebody's public protection, by which side and by when: one next step at every instant, and none once it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.casework.supervision.rules.contacts import months_on
from throughcare.foundation.kernel import Finding, WorkingCalendar

from .meetings import MeetingOwed, MeetingStands, meeting_due, meeting_step_owed
from .moves import CHAIRED
from .terms import ProtectionTerms, protection_terms
from .words import ProtectionLevel, ProtectionSide, ProtectionState


@dataclass(frozen=True)
class ProtectionStanding:
    """Somebody's public protection as the clocks ask about it.

    ``since`` is when it came to stand so: proposed, confirmed, or the level set or last reviewed. ``referred_on`` is the day of a
    referral that waits. ``is_open`` says whether the case is; ``inside`` whether they are in custody, and ``leaves_on`` when they are
    to leave it, None where that is not near or not known. ``met`` says whether a meeting has reviewed the level since it was set, and
    ``meeting`` is the one that is not over.
    """

    state: ProtectionState
    level: ProtectionLevel
    since: date
    referred_on: date | None = None
    is_open: bool = True
    inside: bool = False
    leaves_on: date | None = None
    met: bool = False
    meeting: MeetingStands | None = None


@dataclass(frozen=True)
class ProtectionOwed:
    """What is owed: what in words, by which side, until the end of which day, and on what authority."""

    what: str
    side: ProtectionSide
    by: date
    finding: Finding


def proposal_owed(sentenced_on: date, on: date) -> ProtectionOwed:
    """That the category which a sentence proposes is put forward; owed by whoever manages the case."""
    terms = protection_terms(on).table
    by = sentenced_on + timedelta(days=terms.clocks.propose_days)
    why = terms.found("propose", f"sentenced on {sentenced_on:%-d %B %Y}")
    return ProtectionOwed("Propose their category of public protection", ProtectionSide.MANAGER, by, why)


def protection_owed(one: ProtectionStanding, *, on: date, calendar: WorkingCalendar) -> ProtectionOwed | None:
    """The one step owed on a day; None once it ended or the case is closed, and while a release is not near."""
    if one.state is ProtectionState.ENDED or not one.is_open:
        return None
    terms = protection_terms(on).table
    clocks = terms.clocks
    if one.referred_on is not None:
        why = terms.found("referral", f"referred on {one.referred_on:%-d %B %Y}")
        by = calendar.add(one.referred_on, clocks.referral_working)
        return ProtectionOwed("Decide the referral", ProtectionSide.CHAIR, by, why)
    if one.state is ProtectionState.PROPOSED:
        why = terms.found("confirm", f"proposed on {one.since:%-d %B %Y}")
        by = calendar.add(one.since, clocks.confirm_working)
        return ProtectionOwed(
            "Confirm the category, or say that they are in none", ProtectionSide.SENIOR, by, why
        )
    if one.meeting is not None:
        return _by_chair(meeting_step_owed(one.meeting, on=on, calendar=calendar))
    return _standing_owed(one, terms, on, calendar)


def _standing_owed(
    one: ProtectionStanding, terms: ProtectionTerms, on: date, calendar: WorkingCalendar
) -> ProtectionOwed | None:
    """What a confirmed category owes between meetings: a level, its review by the manager, or the next meeting."""
    if one.level is ProtectionLevel.NOT_SET:
        return _level_owed(one, terms, calendar)
    if one.level not in CHAIRED:
        return _review_owed(one, terms)
    return _by_chair(meeting_due(one.level, one.since, first=not one.met, on=on, calendar=calendar))


def _by_chair(owed: MeetingOwed) -> ProtectionOwed:
    return ProtectionOwed(owed.what, ProtectionSide.CHAIR, owed.by, owed.finding)


def _level_owed(
    one: ProtectionStanding, terms: ProtectionTerms, calendar: WorkingCalendar
) -> ProtectionOwed | None:
    """That a level is set: six months before release, or soon where they are outside; not owed while a release is not near."""
    what, side = "Screen for a level", ProtectionSide.MANAGER
    if not one.inside:
        why = terms.found("level", f"the category stands since {one.since:%-d %B %Y}")
        return ProtectionOwed(what, side, calendar.add(one.since, terms.clocks.level_working), why)
    if one.leaves_on is None:
        return None
    why = terms.found("level", f"they leave custody on {one.leaves_on:%-d %B %Y}")
    return ProtectionOwed(what, side, months_on(one.leaves_on, -terms.clocks.level_months), why)


def _review_owed(one: ProtectionStanding, terms: ProtectionTerms) -> ProtectionOwed:
    by = one.since + timedelta(weeks=terms.clocks.review_weeks[one.level])
    why = terms.found(f"review {one.level}", f"set or reviewed on {one.since:%-d %B %Y}")
    return ProtectionOwed(f"Review level {one.level}", ProtectionSide.MANAGER, by, why)
