"""What is said of a section besides its score: its links to harm and reoffending, the strengths in it,
and the person's own view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from throughcare.foundation.kernel import Clause, Finding, Refused

from .sections import areas

SIGNING = Clause("Assessment policy", "what must be there before signing")


class Linked(Enum):
    """Whether a section is linked to something; NOT_KNOWN must be said, never left blank."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not known"


class Readiness(Enum):
    """What the person says about changing, in their own terms; two of them say that we do not know."""

    ALREADY_CHANGED = "I have already made changes"
    CHANGING = "I am making changes"
    WANTS_AND_KNOWS_HOW = "I want to make changes and know how"
    WANTS_HELP = "I want to make changes and need help"
    THINKING = "I am thinking about making changes"
    NOT_WANTED = "I do not want to make changes"
    NOT_NEEDED = "I do not need to make changes"
    DID_NOT_ANSWER = "I do not want to answer"
    NOT_PRESENT = "the person was not there to ask"


@dataclass(frozen=True)
class OwnView:
    """The person's own view of an area: where they stand on change, and their words."""

    readiness: Readiness
    words: str = ""


@dataclass(frozen=True)
class AreaView:
    """The practitioner's judgement of an area, with why, and the person's own view of it."""

    area: str
    linked_to_harm: Linked
    linked_to_reoffending: Linked
    strengths: Linked
    because: str
    own_view: OwnView | None = None

    def __post_init__(self) -> None:
        if self.area not in areas():
            raise Refused(f"{self.area} is not an area of the strengths-and-needs set", field="area")


@dataclass(frozen=True)
class Gap:
    """Something that is missing, in words, and where it is answered: ``page`` of the journey, and the question on it."""

    because: str
    page: str
    question: str = ""


def gaps_to_sign(views: Mapping[str, AreaView], not_asked: Mapping[str, str]) -> list[Gap]:
    """What stands between an assessment and a signature, each with its place; ``not_asked`` says why an area is left out.

    An area left out without a reason, a judgement without one, and a person not asked are each named.
    """
    found: list[Gap] = []
    for area, title in areas().items():
        if area in views:
            found += _gaps_in(views[area], title)
        elif not not_asked.get(area, "").strip():
            found.append(Gap(f"{title} is not assessed, and no reason is given", area, f"{area}.harm"))
    return found


def _gaps_in(view: AreaView, title: str) -> list[Gap]:
    found = []
    if not view.because.strip():
        because = f"{title}: say why it is, or is not, linked to harm and reoffending"
        found.append(Gap(because, view.area, f"{view.area}.because"))
    if view.own_view is None:
        because = f"{title}: the person's own view is not recorded, not even that they were not asked"
        found.append(Gap(because, view.area, f"{view.area}.readiness"))
    return found


def missing_for_signing(views: Mapping[str, AreaView], not_asked: Mapping[str, str]) -> list[Finding]:
    """The same as findings of the policy."""
    gaps = gaps_to_sign(views, not_asked)
    return [Finding("missing_for_signing", SIGNING, one.because) for one in gaps]


def strengths(views: Sequence[AreaView]) -> list[AreaView]:
    """The areas in which there is something to build on, those tied to harm first."""
    found = [view for view in views if view.strengths is Linked.YES]
    return sorted(found, key=lambda view: (view.linked_to_harm is not Linked.YES, view.area))
