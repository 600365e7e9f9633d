"""What the person takes away: their assessment in plain sentences, on a page and as a PDF, nothing of it said twice.

It is in Welsh for whoever's first language is recorded as Welsh, and in English for everybody else; their officer may read
either. What somebody wrote of them stands in the language in which it was written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.resources import as_file, files
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from throughcare.casework.assessment import queries
from throughcare.casework.assessment.queries import AssessmentSeen, ScoreSeen, TierSeen
from throughcare.casework.assessment.rules.needs.handed_over import areas_told_of
from throughcare.casework.assessment.rules.needs.views import AreaView, Readiness
from throughcare.casework.assessment.rules.predictors import INSTRUMENTS, OF_A_GROUP
from throughcare.casework.assessment.rules.predictors.sentences import FORETOLD
from throughcare.casework.people.rules.languages import ENGLISH, WELSH, written_to_in
from throughcare.faces.assessment.own_words import SUBJECTS
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from .what_happens_next import Part, told_day, what_happens_next

_SILENT = {Readiness.DID_NOT_ANSWER, Readiness.NOT_PRESENT}
OF_THESE = "These figures describe a group of people; they do not say what you will do."
_NEWER_FIRST = ("arp", "vrp", "svrp", "dc-srp", "iic-srp", "csrp")


@dataclass(frozen=True)
class Handed:
    """The whole summary as it is read, in one language: whose it is, of which day, and its parts."""

    name: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]
    made: str
    whose: str = ""
    title: str = "Your assessment"
    lang: str = "en"
    page: str = "Page"


@page(Permission.LOOK_AT_PEOPLE)
def own_summary(request: Asking, person_id: UUID) -> HttpResponse:
    """What the person may take away: their assessment in plain words, made to be printed."""
    context = about(request, person_id, "Assessment")
    spoken = language_for(request, context["person"])
    handed = handed_to(request, person_id, context, spoken)
    other = ENGLISH if spoken == WELSH else WELSH
    context |= {
        "heading": "Your assessment",
        "handed": handed,
        "pdf": f"{context['base']}/own-summary.pdf?in={spoken}",
        "other": f"{context['base']}/own-summary?in={other}",
        "other_words": "Read it in English" if other == ENGLISH else "Read it in Welsh",
    }
    return render(request, "assessment/own_summary.html", context)


@page(Permission.LOOK_AT_PEOPLE)
def own_summary_pdf(request: Asking, person_id: UUID) -> HttpResponse:
    """The same as a PDF whose headings and lists are tagged, so that it can be read aloud; its name names nobody."""
    context = about(request, person_id, "Assessment")
    handed = handed_to(request, person_id, context, language_for(request, context["person"]))
    answer = HttpResponse(as_pdf(handed), content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="your-assessment.pdf"'
    return answer


def as_pdf(handed: Handed) -> bytes:
    """The summary set by Typst as PDF/UA-1, which it checks; every word of it is handed over as data, never as markup."""
    import typst

    with as_file(files("throughcare.faces.assessment") / "print" / "own_summary.typ") as template:
        data = {"data": json.dumps(asdict(handed))}
        return bytes(typst.compile(str(template), sys_inputs=data, pdf_standards="ua-1"))


def language_for(request: HttpRequest, person: object) -> str:
    """The language in which somebody is told: the one asked for, else Welsh where it is recorded as their first."""
    asked = request.GET.get("in", "")
    if asked in {ENGLISH, WELSH}:
        return asked
    return written_to_in(str(getattr(person, "first_language", "")))


def is_alive(context: dict[str, object]) -> bool:
    """Whether no death is recorded of the person that a page is about."""
    return getattr(context["person"], "died_on", None) is None


def handed_to(request: Asking, person_id: UUID, context: dict[str, object], spoken: str = ENGLISH) -> Handed:
    """Everything the person is told, sentence by sentence, in one language; Refused of somebody who died."""
    if not is_alive(context):
        raise Refused("A death of this person is recorded, and nothing is handed to them.")
    with translation.override("cy" if spoken == WELSH else "en-gb"):
        return _handed(request, person_id, str(getattr(context["person"], "name", "")), spoken)


def _handed(request: Asking, person_id: UUID, name: str, spoken: str) -> Handed:
    today = day_of(request.at)
    found = queries.summary_for(person_id, on=today)
    seen = found.assessment
    parts = _parts(seen) if seen else []
    parts += [
        what_happens_next(request, person_id, seen, today),
        Part(_("How likely further offences are"), tuple(_chances(found.scores))),
        Part(_("How closely we work with you"), (_tier_words(found.tier),)),
    ]
    return Handed(
        name=name,
        lead=_lead(seen),
        parts=tuple(one for one in parts if one.sentences or one.items),
        made=_("Made on %(day)s.") % {"day": told_day(today)},
        whose=_("This is for %(name)s.") % {"name": name},
        title=_("Your assessment"),
        lang=spoken,
        page=_("Page"),
    )


def _lead(seen: AssessmentSeen | None) -> tuple[str, ...]:
    right = _("Tell your officer if anything here looks wrong: it can be put right.")
    if seen is None or seen.signed_at is None:
        return (_("No assessment of you has been finished yet."), right)
    finished = _(
        "We finished this assessment with you on %(day)s. It says in plain words what we wrote down."
    ) % {"day": told_day(day_of(seen.signed_at))}
    return finished, right


def _parts(seen: AssessmentSeen) -> list[Part]:
    told = areas_told_of(seen.views, seen.sections)
    both = tuple(
        _("%(area)s: there is something to build on, and help may be useful too.") % {"area": _capital(area)}
        for area in told.both
    )
    return [
        Part(_("What is going well"), items=tuple(f"{_capital(area)}." for area in told.going_well)),
        Part(_("What is going well and could go better"), items=both),
        Part(_("Where help may be useful"), items=tuple(f"{_capital(area)}." for area in told.help_useful)),
        Part(_("What you said"), items=tuple(_said_by(seen.views.values()))),
    ]


def _capital(area: str) -> str:
    return first_capital(_(SUBJECTS[area]))


def _said_by(views: Iterable[AreaView]) -> Iterable[str]:
    """What the person said of each area, in their words; the same said of several areas stands once, with all of them."""
    same: dict[tuple[str, str], list[str]] = {}
    for view in views:
        own = view.own_view
        if own is not None and (own.words.strip() or own.readiness not in _SILENT):
            stance = "" if own.readiness in _SILENT else f"“{_(own.readiness.value)}.”"
            words = f"“{own.words.strip()}”" if own.words.strip() else ""
            same.setdefault((stance, words), []).append(_(SUBJECTS[view.area]))
    for (stance, words), subjects in same.items():
        said = " ".join(one for one in (stance, words) if one)
        yield _("About %(subjects)s: %(said)s") % {"subjects": _together(subjects), "said": said}


def _together(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _chances(scores: tuple[ScoreSeen, ...]) -> list[str]:
    """One sentence for each thing foretold, by the newer instrument where two foretell the same."""
    chosen: dict[str, str] = {}
    for one in sorted(scores, key=lambda s: s.instrument not in _NEWER_FIRST):
        foretold = INSTRUMENTS[one.instrument].words
        applies = one.score is not None and one.band not in {"", "not_applicable"} and not one.outcome
        if applies and foretold not in chosen:
            chosen[foretold] = chance_told(one).replace(f" {OF_A_GROUP}", "")
    return [*chosen.values(), *([_(OF_THESE)] if chosen else [])]


def chance_told(one: ScoreSeen) -> str:
    """What a score says, as it was worded when it was made; in another language worded anew from its figures."""
    if not translation.get_language().startswith("cy"):
        return one.sentence
    foretold = {"often": _often(one.score or 0), "what": _(FORETOLD[one.instrument])}
    said = (
        _("Of people with answers like yours, %(often)s are convicted of %(what)s within two years.")
        % foretold
    )
    if one.band:
        said += " " + _("We call that %(band)s.") % {"band": _(one.band.replace("_", " "))}
    if one.missing and one.lowest is not None and one.highest is not None and one.lowest != one.highest:
        between = {"low": _often(one.lowest), "high": _often(one.highest)}
        said += (
            " "
            + _(
                "Some answers are not given yet. With them the figure would be somewhere from %(low)s to %(high)s."
            )
            % between
        )
    return said


def _often(mark: float) -> str:
    if mark >= 1:
        return _("about %(number)s in every 100") % {"number": f"{mark:.0f}"}
    if mark >= 0.05:
        return _("about %(number)s in every 1,000") % {"number": f"{mark * 10:.0f}"}
    return _("fewer than 1 in every 1,000")


def _tier_words(now: TierSeen | None) -> str:
    if now is None or (not now.tier and now.outcome == "awaiting_assessment"):
        return _(
            "We have not yet worked out how often we should see you. Until then your officer decides with you."
        )
    if not now.tier:
        return _("You are not under supervision now.")
    said = _(
        "Your tier is %(tier)s. The tier says how much contact and support your supervision should have."
    ) % {"tier": now.tier}
    return f"{said} {_('This may change when we know more.')}" if now.provisional else said
