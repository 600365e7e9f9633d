"""What the person takes away: their assessment in plain sentences, on a page and as a PDF, nothing of it said twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.resources import as_file, files
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.assessment import queries
from throughcare.casework.assessment.queries import AssessmentSeen, ScoreSeen, TierSeen
from throughcare.casework.assessment.rules.needs.handed_over import areas_told_of
from throughcare.casework.assessment.rules.needs.views import AreaView, Readiness
from throughcare.casework.assessment.rules.predictors import INSTRUMENTS, OF_A_GROUP
from throughcare.faces.assessment.own_words import SUBJECTS
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .what_happens_next import Part, what_happens_next

_SILENT = {Readiness.DID_NOT_ANSWER, Readiness.NOT_PRESENT}
OF_THESE = "These figures describe a group of people; they do not say what you will do."
_NEWER_FIRST = ("arp", "vrp", "svrp", "dc-srp", "iic-srp", "csrp")


@dataclass(frozen=True)
class Handed:
    """The whole summary as it is read: whose it is, of which day, and its parts."""

    name: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]
    made: str


@page(Permission.LOOK_AT_PEOPLE)
def own_summary(request: Asking, person_id: UUID) -> HttpResponse:
    """What the person may take away: their assessment in plain words, made to be printed."""
    context = about(request, person_id, "Assessment")
    handed = handed_to(request, person_id, context)
    context |= {"heading": "Your assessment", "handed": handed, "pdf": f"{context['base']}/own-summary.pdf"}
    return render(request, "assessment/own_summary.html", context)


@page(Permission.LOOK_AT_PEOPLE)
def own_summary_pdf(request: Asking, person_id: UUID) -> HttpResponse:
    """The same as a PDF whose headings and lists are tagged, so that it can be read aloud; its name names nobody."""
    handed = handed_to(request, person_id, about(request, person_id, "Assessment"))
    answer = HttpResponse(as_pdf(handed), content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="your-assessment.pdf"'
    return answer


def as_pdf(handed: Handed) -> bytes:
    """The summary set by Typst as PDF/UA-1, which it checks; every word of it is handed over as data, never as markup."""
    import typst

    with as_file(files("throughcare.faces.assessment") / "print" / "own_summary.typ") as template:
        data = {"data": json.dumps(asdict(handed))}
        return bytes(typst.compile(str(template), sys_inputs=data, pdf_standards="ua-1"))


def handed_to(request: Asking, person_id: UUID, context: dict[str, object]) -> Handed:
    """Everything the person is told, sentence by sentence."""
    today = day_of(request.at)
    found = queries.summary_for(person_id, on=today)
    seen = found.assessment
    parts = _parts(seen) if seen else []
    parts += [
        what_happens_next(request, person_id, seen, today),
        Part("How likely further offences are", tuple(_chances(found.scores))),
        Part("How closely we work with you", (_tier_words(found.tier),)),
    ]
    return Handed(
        name=str(getattr(context["person"], "name", "")),
        lead=_lead(seen),
        parts=tuple(one for one in parts if one.sentences or one.items),
        made=f"Made on {today:%-d %B %Y}.",
    )


def _lead(seen: AssessmentSeen | None) -> tuple[str, ...]:
    right = "Tell your officer if anything here looks wrong: it can be put right."
    if seen is None or seen.signed_at is None:
        return ("No assessment of you has been finished yet.", right)
    return (
        f"We finished this assessment with you on {day_of(seen.signed_at):%-d %B %Y}. It says in plain words what we wrote down.",
        right,
    )


def _parts(seen: AssessmentSeen) -> list[Part]:
    told = areas_told_of(seen.views, seen.sections)
    both = tuple(
        f"{_capital(area)}: there is something to build on, and help may be useful too." for area in told.both
    )
    return [
        Part("What is going well", items=tuple(f"{_capital(area)}." for area in told.going_well)),
        Part("What is going well and could go better", items=both),
        Part("Where help may be useful", items=tuple(f"{_capital(area)}." for area in told.help_useful)),
        Part("What you said", items=tuple(_said_by(seen.views.values()))),
    ]


def _capital(area: str) -> str:
    return first_capital(SUBJECTS[area])


def _said_by(views: Iterable[AreaView]) -> Iterable[str]:
    """What the person said of each area, in their words; the same said of several areas stands once, with all of them."""
    same: dict[tuple[str, str], list[str]] = {}
    for view in views:
        own = view.own_view
        if own is not None and (own.words.strip() or own.readiness not in _SILENT):
            stance = "" if own.readiness in _SILENT else f"“{own.readiness.value}.”"
            words = f"“{own.words.strip()}”" if own.words.strip() else ""
            same.setdefault((stance, words), []).append(SUBJECTS[view.area])
    for (stance, words), subjects in same.items():
        yield f"About {_together(subjects)}: {' '.join(one for one in (stance, words) if one)}"


def _together(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _chances(scores: tuple[ScoreSeen, ...]) -> list[str]:
    """One sentence for each thing foretold, by the newer instrument where two foretell the same."""
    chosen: dict[str, str] = {}
    for one in sorted(scores, key=lambda s: s.instrument not in _NEWER_FIRST):
        foretold = INSTRUMENTS[one.instrument].words
        applies = one.score is not None and one.band not in {"", "not_applicable"} and not one.outcome
        if applies and foretold not in chosen:
            chosen[foretold] = one.sentence.replace(f" {OF_A_GROUP}", "")
    return [*chosen.values(), *([OF_THESE] if chosen else [])]


def _tier_words(now: TierSeen | None) -> str:
    if now is None or (not now.tier and now.outcome == "awaiting_assessment"):
        return "We have not yet worked out how often we should see you. Until then your officer decides with you."
    if not now.tier:
        return "You are not under supervision now."
    sure = " This may change when we know more." if now.provisional else ""
    return f"Your tier is {now.tier}. The tier says how much contact and support your supervision should have.{sure}"
