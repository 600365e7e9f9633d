"""An area's figures: people under supervision by month, tier, sentence, need and requirement, and what became of them.

Every figure was withheld and rounded before it was stored; nobody is named, and no page can ask for a finer one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from throughcare.evidence.extracts.queries import published
from throughcare.evidence.extracts.queries.counting import NEED, REQUIREMENT
from throughcare.evidence.extracts.rules.figures import UNKNOWN, YES, change_in_words
from throughcare.faces.web.look import charts
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Row, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import cause_words, first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models

from ..answers.words import percent
from . import area_picture

ADDRESS = "/area-figures"
WITHHELD = Unknown("Withheld")
Figures = dict[str, int | None]


@dataclass(frozen=True)
class Drawn:
    """One chart of the page with its table: values by name, those withheld left out of the chart alone."""

    name: str
    title: str
    column: str
    alt: str
    values: Figures
    beside: Figures | None = None

    @property
    def table(self) -> Table:
        """The table that stands with the chart."""
        more = [Column("Not known", numeric=True)] if self.beside is not None else []
        rows = [
            [name, shown(many), *([shown(self.beside.get(name))] if self.beside is not None else [])]
            for name, many in self.values.items()
        ]
        return Table(self.title, [Column(self.column), Column("People", numeric=True), *more], rows)


def shown(many: int | None) -> object:
    """A figure as a page shows it: rounded, or withheld."""
    return WITHHELD if many is None else many


def own_areas(request: Asking) -> list[str]:
    """The areas in which the viewer's organisation, or one that shares with it, is appointed as any body."""
    today, ours = day_of(request.at), request.member.organisation_id
    sharing = [one.shared_by_id for one in access.agreements_with(ours, at=request.at)]
    told = set(published.places_told_of())
    appointed = {area for body in [ours, *sharing] for area in models.areas_of_organisation(body, today)}
    nearest = (
        next((above for above in models.areas_from(area) if above in told), None) for area in appointed
    )
    return sorted({area for area in nearest if area})


def names_of_areas() -> dict[str, str]:
    """The name of every area by its code."""
    return {area.code: area.name for area in models.areas()}


class Choice(PlainForm):
    """Which area."""

    area = forms.ChoiceField(label="Area")


def _chosen(request: Asking) -> Choice:
    """The form as asked; the viewer's own area unless another was asked for."""
    told, names = published.places_told_of(), names_of_areas()
    first = own_areas(request) or told
    form = Choice({"area": request.GET.get("area", first[0] if first else "")})
    form.fields["area"].choices = [(code, names.get(code, code)) for code in told]  # type: ignore[attr-defined]
    return form


@page(Permission.LOOK_AT_AREA_FIGURES)
def figures(request: Asking) -> HttpResponse:
    """The figures of one area, and whom the viewer's own team may see and why."""
    form = _chosen(request)
    context: dict[str, Any] = {
        "heading": "Area figures",
        "choice": form,
        "button": "Show",
        "seen": _seen(request),
    }
    if not form.fields["area"].choices:  # type: ignore[attr-defined]
        return render(request, "outcomes/area.html", {**context, "none": True})
    if not form.is_valid():
        return render(request, "outcomes/area.html", {**context, "form": form})
    area = form.cleaned_data["area"]
    told = published.told_of(area)
    months = months_of(area, told)
    picture = mark_safe(area_picture.drawn(months))
    context |= {
        "heading": names_of_areas().get(area, area),
        "caption": f"People under supervision on {told[-1].on:%-d %B %Y}",
        "summary": _summary(told),
        "drawn": [
            (one, f"{ADDRESS}/chart/{one.name}.svg?{urlencode({'area': area})}")
            for one in drawn_of(told)
            if not (picture and one.name == "months")
        ],
        "picture": picture,
        "months": area_picture.table(months),
        "became": _became(published.told_of(area, published.BECAME)),
    }
    return render(request, "outcomes/area.html", context)


def months_of(area: str, told: list[published.Told]) -> list[area_picture.Month]:
    """The months of an area as its picture asks for them: people by tier, and who came and went where that is published."""
    flows = {one.on: one.figures for one in published.told_of(area, published.FLOW)}
    return [
        area_picture.Month(
            one.on,
            _people(one),
            _worded(one.figures["tier"]) if "tier" in one.figures else {},
            flows.get(one.on, {}).get("came"),
            flows.get(one.on, {}).get("went"),
        )
        for one in told
    ]


@page(Permission.LOOK_AT_AREA_FIGURES)
def chart(request: Asking, name: str) -> HttpResponse:
    """One chart of an area's figures; ``-desk`` after its name draws it for a page's full width."""
    form = _chosen(request)
    told = published.told_of(form.cleaned_data["area"]) if form.is_valid() else []
    wanted = name.removesuffix("-desk")
    found = next((one for one in drawn_of(told) if one.name == wanted), None) if told else None
    if found is None:
        raise Http404
    return charts.as_response(_drawing(found, told, wide=charts.DESK if wanted != name else charts.WIDE))


def _drawing(one: Drawn, told: list[published.Told], wide: int) -> bytes:
    if one.name == "months":
        points = [(t.on.isoformat(), float(many)) for t in told if (many := _people(t)) is not None]
        return charts.lines(one.title, {"people": points}, unit="people", wide=wide, by_month=True)
    known = {name: float(many) for name, many in one.values.items() if many is not None}
    return charts.bars(one.title, known, unit="people", wide=wide)


def _people(told: published.Told) -> int | None:
    found: int | None = told.figures["people"]["people"]
    return found


def drawn_of(told: list[published.Told]) -> list[Drawn]:
    """The charts of an area, the newest month's but for the first; those with nothing that may be told are left out."""
    now = told[-1].figures
    needs = {name.removeprefix(NEED): now[name] for name in sorted(now) if name.startswith(NEED)}
    requirements = {
        first_capital(name.removeprefix(REQUIREMENT)): cells.get(YES)
        for name, cells in now.items()
        if name.startswith(REQUIREMENT) and YES in cells
    }
    every = [
        Drawn("months", "By month", "At the end of", "A line for the people under supervision at each month's end",
              {f"{t.on:%B %Y}": _people(t) for t in told}),
        Drawn("tier", "By tier", "Tier", "A bar for the people of each tier", _worded(now["tier"])),
        Drawn("sentence", "By sentence", "Sentence", "A bar for the people under each kind of sentence, the latest of each", _worded(now["sentence"])),
        Drawn("need", "By need", "Need", "A bar for the people whose last assessment says they have each need",
              {name: cells.get(YES) for name, cells in needs.items()}, {name: cells.get(UNKNOWN) for name, cells in needs.items()}),
        Drawn("requirement", "By requirement", "Requirement", "A bar for the people who have each requirement now", _by_name(requirements)),
    ]  # fmt: skip
    return [one for one in every if any(many is not None for many in one.values.values())]


def _worded(cells: Figures) -> Figures:
    return _by_name({first_capital(name): many for name, many in cells.items()})


def _by_name(cells: Figures) -> Figures:
    """In the order of names: what is stored keeps none."""
    return {name: cells[name] for name in sorted(cells)}


def _summary(told: list[published.Told]) -> list[Row]:
    months = [(f"{one.on:%B %Y}", _people(one)) for one in told]
    return [
        Row("People under supervision", shown(_people(told[-1]))),
        Row("Over the months told", change_in_words(months)),
    ]


def _became(told: list[published.Told]) -> Table | None:
    """What became of the area's people, as each month's extract had it; None where no extract was ever made."""
    if not told:
        return None
    rows = [
        [
            f"{one.on:%-d %B %Y}",
            one.figures.get("entries", WITHHELD),
            percent(one.figures["rate"]) if "rate" in one.figures else first_capital(one.figures["because"]),
        ]
        for one in reversed(told)
    ]
    columns = [Column("Proofs known to"), Column("Entries", numeric=True), Column("Reoffended", numeric=True)]
    return Table("What became of this area's people", columns, rows)


def _seen(request: Asking) -> Table | None:
    """Whom the viewer's own team may see, counted by why; None for those whose role opens no record."""
    if not request.member.may(Permission.LOOK_AT_PEOPLE):
        return None
    many = Counter(one.cause for one in access.granted_here(at=request.at, most=5000))
    return Table(
        "People your team may see, by why",
        [Column("Why"), Column("People", numeric=True)],
        [[first_capital(cause_words(cause)), count] for cause, count in many.most_common()],
        empty="Your team may see nobody now. An agreement and a reason, such as a joint case, let you see somebody.",
    )


def on_home(request: Asking) -> Table | None:
    """The viewer's areas with how many people each has now, every one where theirs is none; None where nothing was published."""
    names, own = names_of_areas(), own_areas(request)
    rows = []
    for code in own or published.places_told_of():
        if told := published.told_of(code):
            months = [(f"{one.on:%B %Y}", _people(one)) for one in told]
            rows.append(
                [_link(code, names.get(code, code)), shown(_people(told[-1])), change_in_words(months)]
            )
    columns = [Column("Area"), Column("People", numeric=True), Column("Over the months told")]
    return Table("Your area in figures" if own else "Areas in figures", columns, rows) if rows else None


def _link(code: str, name: str) -> object:
    from throughcare.faces.web.look.parts import Link

    return Link(name, f"{ADDRESS}?{urlencode({'area': code})}")
