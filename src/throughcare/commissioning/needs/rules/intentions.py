"""A commissioning intention: its stages, who moves it, and what it must show before it is approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, Permission, Refused, edition_on


class Stage(StrEnum):
    """Where an intention stands, in the words of its page."""

    DRAFT = "draft"
    CONSULTING = "out for consultation"
    APPROVED = "approved"
    PROCURING = "in procurement"
    DELIVERING = "delivering"
    REVIEWING = "under review"
    RENEWED = "renewed"
    DECOMMISSIONED = "decommissioned"
    DROPPED = "dropped"


WRITES, DECIDES = Permission.WRITE_INTENTION, Permission.DECIDE_INTENTION
MOVES: Mapping[Stage, Mapping[Stage, Permission]] = {
    Stage.DRAFT: {Stage.CONSULTING: WRITES, Stage.DROPPED: WRITES},
    Stage.CONSULTING: {Stage.APPROVED: DECIDES, Stage.DRAFT: WRITES, Stage.DROPPED: DECIDES},
    Stage.APPROVED: {Stage.PROCURING: DECIDES, Stage.DELIVERING: DECIDES, Stage.DROPPED: DECIDES},
    Stage.PROCURING: {Stage.DELIVERING: DECIDES, Stage.APPROVED: DECIDES, Stage.DROPPED: DECIDES},
    Stage.DELIVERING: {Stage.REVIEWING: DECIDES},
    Stage.REVIEWING: {Stage.RENEWED: DECIDES, Stage.DECOMMISSIONED: DECIDES},
    Stage.RENEWED: {Stage.REVIEWING: DECIDES},
}
"""From each stage the next ones, each with the permission of whoever may take it there; what is not here is over."""


class Scope(StrEnum):
    """For how wide an area something is bought."""

    NATIONAL = "national"
    REGIONAL = "regional"
    LOCAL = "local"


class Answer(StrEnum):
    """Yes, no, or nobody knows yet: three answers, never an empty one."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "not known"


class Way(StrEnum):
    """Whether to make a service or to buy it."""

    MAKE = "make it in-house"
    BUY = "buy it"
    UNDECIDED = "not appraised yet"


class Held(StrEnum):
    """Whether the operating model keeps what an intention is for to a public body, or lets it be competed for."""

    RESERVED = "reserved"
    COMPETED = "competed"
    BOTH = "reserved for some people and competed for others"
    UNKNOWN = "not said by the operating model in force"


@dataclass(frozen=True)
class Paper:
    """What an intention says. Money in pence a year; demand in people a year, a range and never a point.

    Empty words are not said yet. ``differs`` and ``asked`` are of a local addition: what differs, and who was consulted.
    """

    title: str
    need: str
    function: str
    place: str
    scope: Scope
    priority: int
    budget_pence: int
    because: str = ""
    demand_low: int | None = None
    demand_high: int | None = None
    way: Way = Way.UNDECIDED
    way_because: str = ""
    conflicts: str = ""
    equality: str = ""
    small_providers: str = ""
    mainstream: Answer = Answer.UNKNOWN
    mainstream_words: str = ""
    differs: str = ""
    asked: str = ""


LONGEST = 2_000
_WORDS = (
    "because",
    "way_because",
    "conflicts",
    "equality",
    "small_providers",
    "mainstream_words",
    "differs",
    "asked",
)


def check_paper(paper: Paper) -> Paper:
    """The paper with its words in order; refused where a part of it cannot be so, naming the part."""
    title = " ".join(paper.title.split())
    if not title or len(title) > 120:
        raise Refused("Give it a title of at most 120 characters.", field="title")
    if not 1 <= paper.priority <= 5:
        raise Refused("A priority is from 1, the first, to 5.", field="priority")
    if paper.budget_pence < 0:
        raise Refused("A budget is not below nothing.", field="budget_pence")
    for name in _WORDS:
        if len(getattr(paper, name)) > LONGEST:
            raise Refused(f"Say it in at most {LONGEST:,} characters.", field=name)
    low, high = paper.demand_low, paper.demand_high
    if (low is None) != (high is None) or (low is not None and high is not None and not 0 <= low < high):
        raise Refused("Demand is a range: from fewer people to more, both or neither.", field="demand_high")
    return Paper(**{**vars(paper), "title": title})


@dataclass(frozen=True)
class Approval:
    """An edition of what is asked before approval: how old a figure may be, how long a consultation must be, and the votes."""

    figure_months: int
    figure_basis: str
    consultation_days: int
    consultation: Clause
    consultation_basis: str
    joint_rule: str
    joint_basis: str


@lru_cache(maxsize=1)
def approval_editions() -> tuple[Edition[Approval], ...]:
    """Every edition, oldest first."""
    text = files(__package__).joinpath("editions", "approval.yaml").read_text("utf-8")
    return tuple(_edition(one) for one in yaml.safe_load(text))


def _edition(one: Mapping[str, Any]) -> Edition[Approval]:
    clause = Clause(one["consultation_source"], one["consultation_paragraph"])
    table = Approval(
        one["figure_months"], one["figure_basis"], one["consultation_days"], clause, one["consultation_basis"], one["joint_rule"],
        one["joint_basis"],
    )  # fmt: skip
    return Edition(f"approval from {one['from']}", Period(one["from"], one["until"]), table)


@dataclass(frozen=True)
class Consulted:
    """A consultation: from its first day to its last, why it is shorter than is asked, and what was said and answered."""

    opens: date
    closes: date
    shorter_because: str = ""
    said: int = 0
    answered: int = 0
    votes_against: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """All that approval asks beside the paper: the last day of the figure cited, the consultation, and what the model says."""

    figure_last: date | None
    consulted: Consulted | None
    held: Held
    is_addition: bool = False


OURS = "commissioning intentions, rules of approval"


def check_consultation(opens: date, closes: date, shorter_because: str) -> None:
    """Refuse a consultation that is shorter than is asked without a reason, or that ends before it begins."""
    rule = edition_on(approval_editions(), opens).table
    if closes <= opens:
        raise Refused("It must close after it opens.", field="closes")
    if (closes - opens).days < rule.consultation_days and not shorter_because.strip():
        raise Refused(
            f"A consultation is of {rule.consultation_days} days at least ({rule.consultation}). Say why this one is shorter.",
            field="shorter_because",
        )


def stands_in_the_way(paper: Paper, standing: Standing, on: date) -> list[Finding]:
    """What stands in the way of approval on a day, each with its clause; none where it may be approved."""
    rule = edition_on(approval_editions(), on).table
    return [
        *_of_the_figure(standing.figure_last, on, rule),
        *_of_the_paper(paper, standing),
        *_of_the_consultation(standing.consulted, on, rule),
    ]


def _found(letter: str, because: str) -> Finding:
    return Finding("approval", Clause(OURS, letter), because)


def _of_the_figure(last: date | None, on: date, rule: Approval) -> list[Finding]:
    if last is None:
        return [_found("a", "It cites no figure of need")]
    if last < months_before(on, rule.figure_months):
        return [
            _found("a", f"The figure it cites is of {last:%B %Y}, older than {rule.figure_months} months")
        ]
    return []


def months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last of a shorter month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (following - timedelta(days=1)).day))


def _of_the_paper(paper: Paper, standing: Standing) -> list[Finding]:
    found = []
    if not paper.equality.strip():
        found.append(_found("b", "It does not say what it means for each protected group"))
    if standing.held is Held.UNKNOWN:
        found.append(_found("c", "The operating model in force does not say whether it is reserved"))
    if standing.held is Held.RESERVED and paper.way is Way.BUY:
        found.append(_found("c", "The operating model reserves it to a public body, and it is to be bought"))
    if paper.demand_low is None:
        found.append(_found("d", "It gives no range of demand"))
    if not paper.small_providers.strip():
        found.append(_found("e", "It does not say what it means for small providers"))
    found += _of_the_mainstream(paper) + _of_the_way(paper)
    if standing.is_addition and not (paper.differs.strip() and paper.asked.strip()):
        found.append(_found("i", "A local addition says what differs and who was consulted"))
    return found


def _of_the_mainstream(paper: Paper) -> list[Finding]:
    if paper.mainstream is Answer.UNKNOWN:
        return [_found("f", "It is not known whether a mainstream service is open to these people already")]
    if paper.mainstream is Answer.YES and not paper.mainstream_words.strip():
        return [
            _found(
                "f", "A mainstream service is open to these people, and it does not say why more is bought"
            )
        ]
    return []


def _of_the_way(paper: Paper) -> list[Finding]:
    if paper.way is Way.UNDECIDED or not paper.way_because.strip():
        return [_found("g", "Whether to make it or to buy it was not appraised")]
    if not paper.conflicts.strip():
        return [_found("g", "Nobody says whether those who appraised it have an interest in either")]
    return []


def _of_the_consultation(consulted: Consulted | None, on: date, rule: Approval) -> list[Finding]:
    if consulted is None:
        return [_found("h", "Nobody was consulted")]
    found = []
    if on <= consulted.closes:
        found.append(_found("h", f"The consultation is open until {consulted.closes:%-d %B %Y}"))
    if consulted.answered < consulted.said:
        left = consulted.said - consulted.answered
        found.append(_found("h", f"{left} of {consulted.said} things said were not answered"))
    if consulted.votes_against and rule.joint_rule == "none against":
        found.append(_found("j", f"Voted against by {', '.join(consulted.votes_against)}"))
    return found


def check_move(stage: Stage, to: Stage) -> Permission:
    """The permission that a move takes; refused where there is no such move."""
    moves = MOVES.get(stage, {})
    if to not in moves:
        onward = ", ".join(moves) or "nothing: it is over"
        raise Refused(f"This is {stage}. It can become {onward}.")
    return moves[to]
