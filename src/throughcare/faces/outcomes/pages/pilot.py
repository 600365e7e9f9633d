"""Try a design before it is law: two of them on the same made-up people, one picture, and what it cannot tell."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from throughcare.evidence.pilot.design import PRESENT, design_from
from throughcare.faces.outcomes.answers import piloting, work
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Link, Row
from throughcare.faces.web.page import Asking, page
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.operating_model.rules import presets

from . import pilot_tables
from .measures import drawn
from .waiting import answer_to, places

HEADING = "Try a design"
ADDRESS = "/outcomes/pilot"
LARGEST = 200_000
FIXED = (
    "Nobody in it is real, and no figure is a forecast of any real area.",
    "Sizes of effects are assumed and not found: what goes in comes out.",
    "Staff do not learn, and courts answer a breach by a fixed share.",
    "Crime by people who are not supervised is absent.",
)


class Choice(PlainForm):
    """Which two designs, and how large a trial."""

    one = forms.ChoiceField(label="Design")
    other = forms.ChoiceField(label="Against")
    size = forms.ChoiceField(
        label="How large", choices=[(name, said[0]) for name, said in piloting.SIZES.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(model.name, model.title) for model in presets()]
        for name in ("one", "other"):
            given = str(self.data.get(name, ""))
            own = [(given, "The design you sent")] if given.startswith(piloting.OWN) else []
            self.fields[name].choices = own + choices  # type: ignore[attr-defined]


EXAMPLE = """\
name: two-steps
model: transforming-rehabilitation-2014   # else the base, with what is changed below
base: england-and-wales-2021              # the model in force before
starts: 2026-10-05
areas: {north: 9000, south: 16000}        # people supervised in each
phases:                                   # every area in one of them
  - {from: 2026-10-05, areas: north}
  - {from: 2027-04-05, areas: south}
"""
"""A design that is brought in by two steps, as the page shows how a file is written."""


class Sent(PlainForm):
    """A design of one's own."""

    file = forms.FileField(
        label="Your design", help_text="YAML in UTF-8, as shown below. It is kept for a week."
    )


def chosen(request: HttpRequest) -> Choice:
    """The trial that the address asks for, or the usual one."""
    given = request.GET
    names = {"one": PRESENT, "other": "transforming-rehabilitation-2014", "size": "quick"}
    return Choice({name: given.get(name, usual) for name, usual in names.items()})


def question(form: Choice) -> work.Asked:
    """The question that a filled-in form asks."""
    return work.Asked("pilot", {**form.cleaned_data, "made": piloting.fingerprint()})


@page(Permission.LOOK_AT_OUTCOMES)
def pilot(request: Asking) -> HttpResponse:
    """Two designs on the same made-up people; asked for by a button, for it takes minutes."""
    form, sent = chosen(request), Sent(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "heading": HEADING, "choice": form, "sub_navigation": places(request.path), "button": "Try", "sent": sent,
        "example": EXAMPLE,
    }  # fmt: skip
    if request.FILES and sent.is_valid():
        name = _kept(sent)
        if name is not None:
            return redirect(f"{ADDRESS}?{urlencode({'one': PRESENT, 'other': name, 'size': 'quick'})}")
    elif "stop" in request.POST and form.is_valid():
        work.stop(question(form))
        return redirect(request.get_full_path())
    if sent.errors or "one" not in request.GET or not form.is_valid():
        return render(request, "outcomes/pilot.html", context)
    answer = answer_to(request, question(form), HEADING, choice=form, button="Try", may_stop=True)
    if isinstance(answer, HttpResponse):
        return answer
    context |= {"refused": answer.refused} if answer.refused else _shown(answer.shown, form.cleaned_data)
    return render(request, "outcomes/pilot.html", context)


def _kept(sent: Sent) -> str | None:
    """The name under which a design that was sent is kept; None with its first fault put on the form."""
    file = sent.cleaned_data["file"]
    content = file.read(LARGEST + 1)
    try:
        if len(content) > LARGEST:
            raise Refused(f"The file is larger than {LARGEST:,} bytes.")
        text = content.decode("utf-8")
        design_from(text, "your file")
    except UnicodeDecodeError:
        sent.add_error("file", "The file is not text in UTF-8.")
        return None
    except Refused as refusal:
        sent.add_error("file", refusal.because)
        return None
    return piloting.kept(text)


@page(Permission.LOOK_AT_OUTCOMES)
def chart(request: HttpRequest, name: str) -> HttpResponse:
    """The picture of the difference."""
    form = chosen(request)
    return drawn(question(form) if form.is_valid() else None, name)


def _shown(shown: Any, given: dict[str, str]) -> dict[str, object]:
    asked = urlencode(given)
    return {
        "headline": shown["headline"],
        "summary": _summary(shown),
        "levels": pilot_tables.levels(shown),
        "figures": pilot_tables.figures(shown),
        "matters": pilot_tables.matters(shown),
        "whom": pilot_tables.whom(shown),
        "payments": pilot_tables.payments(shown),
        "pool": shown["pool"],
        "costs": pilot_tables.costs(shown),
        "providers": pilot_tables.providers(shown),
        "out": [
            Link("Brief of one page, to print", f"{ADDRESS}/brief?{asked}"),
            Link("All tables (CSV)", f"{ADDRESS}/tables.csv?{asked}"),
            Link(
                "The second design as an operating model (YAML)",
                f"{ADDRESS}/model.yaml?{urlencode({'design': given['other']})}",
            ),
        ],
        "phases": pilot_tables.phases(given["other"]),
        "places": pilot_tables.places(shown),
        "map": f"{ADDRESS}/chart/map.svg?{asked}" if shown["mapped"] else "",
        "fixed": FIXED,
        "src": f"{ADDRESS}/chart/difference.svg?{asked}",
    }


def _summary(shown: Any) -> list[Row]:
    mean, chance, ignorance = shown["bars"]
    return [
        Row("First", f"{shown['names'][0]}: {'; '.join(shown['says'][0])}"),
        Row("Against", f"{shown['names'][1]}: {'; '.join(shown['says'][1])}"),
        Row("People", shown["people"]),
        Row("More or fewer who reoffend", f"{mean:+.2f} in 100, of the second against the first"),
        Row("By chance alone", f"{chance:.2f} either way, nine times in ten, if every assumption were true"),
        Row("By what is not known", f"{ignorance:.2f} either way, over the ranges of what is assumed"),
        Row("Chance of choosing wrongly", f"{shown['wrong']:.0%} of what may be the case"),
    ]
