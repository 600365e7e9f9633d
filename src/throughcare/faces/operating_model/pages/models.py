"""The operating model in force, readable by anybody, with the ground of every line; models side by side."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from throughcare.faces.web.look.parts import Column, Link, Row, Table
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.operating_model import queries
from throughcare.foundation.operating_model.rules import Function, OperatingModel, presets
from throughcare.foundation.operating_model.rules.compare import (
    answer_in_words,
    compare,
    share,
    value_in_words,
)
from throughcare.foundation.operating_model.rules.model import VALUES

from .by_theme import footing, opened, sections_beside, sections_of

_ASKED = {
    "walls": "Buying and providing",
    "lots": "Who draws the lots that are bid for",
    "bidding": "Who may bid",
    "payment": "What providers are paid for",
    "breach_shield": "Breach is decided apart from any contract",
    "starts_high": "Everybody newly released counts as high risk",
    "in_flight": "Cases in flight when the model changes",
    "phasing": "How the change is made",
    "rise_in_risk": "When somebody's risk rises",
}


def models(request: HttpRequest) -> HttpResponse:
    """Which model is in force where, and the models that come with the software. Anybody may read it."""
    today = timezone.localdate()
    areas = queries.areas()
    in_force = [
        (area.name, queries.model_in_force(area.code, today)) for area in areas if _settles(area.code)
    ]
    known = list(presets())
    context = {
        "heading": "Operating models",
        "lead": "An operating model says which body holds which function, for whom, and why. It is a document, not code: each line has its source.",
        "in_force": _in_force(in_force),
        "plan": plan_table(queries.planned(today)),
        "presets": _presets(known),
        "names": [m.name for m in known],
        "may_change": _may_change(request),
    }
    return render(request, "operating_model/models.html", context)


def _in_force(areas: list[tuple[str, queries.ModelInForce | None]]) -> Table:
    return Table(
        "In force today",
        [Column("Area"), Column("Model"), Column("Since"), Column("Cases in flight")],
        [
            [
                area,
                Link(f.model.title, f"/models/{f.model.name}"),
                f.start,
                first_capital(f.in_flight.value.replace("_", " ")),
            ]
            for area, f in areas
            if f
        ],
        empty="No model is in force anywhere yet.",
    )


def plan_table(rows: list[queries.Planned]) -> Table | None:
    """Which functions wait for a later day, and which model answers for them until then; none where none waits."""
    if not rows:
        return None
    return Table(
        "Phased plan: functions taken over later",
        [Column("Function"), Column("Area"), Column("Taken over on"), Column("By"), Column("Until then")],
        [[function_words(r.function), r.area, r.starts, r.model, r.before] for r in rows],
    )


def function_words(function: Function) -> str:
    """A function as it is said on a page."""
    return first_capital(function.value.replace("_", " "))


def _presets(known: list[OperatingModel]) -> Table:
    return Table(
        "Models that come with the software",
        [Column("Model"), Column("Standing"), Column("Law", numeric=True), Column("What its lines rest on")],
        [
            [
                Link(m.title, f"/models/{m.name}"),
                first_capital(m.standing.value.replace("_", " ")),
                str(m.law),
                str(share(m)),
            ]
            for m in known
        ],
    )


def _may_change(request: HttpRequest) -> bool:
    member = getattr(request, "member", None)
    return member is not None and member.may(Permission.ADOPT_MODEL)


def _settles(area: str) -> bool:
    return bool(queries.models_in_force_since(area))


def _preset(name: str) -> OperatingModel:
    for model in presets():
        if model.name == name:
            return model
    raise Http404


def model(request: HttpRequest, name: str) -> HttpResponse:
    """One model, function by function, with the basis and source of every line."""
    found = _preset(name)
    context = {
        "heading": found.title,
        "caption": "Operating model",
        "back": Link("Operating models", "/models"),
        "values": _values(found),
        "plan": plan_table(queries.planned(timezone.localdate(), model=found.name)),
        "sections": sections_of(found),
        "terms": _terms(found),
        "answers": _answers(found),
        "opened": opened(request),
        "others": [m for m in presets() if m.name != name],
        "name": name,
    }
    return render(request, "operating_model/model.html", context)


def _values(found: OperatingModel) -> list[Row]:
    return [
        Row("Standing", first_capital(found.standing.value.replace("_", " "))),
        Row("Law by default", str(found.law)),
        Row("What its lines rest on", str(share(found))),
    ]


def _terms(found: OperatingModel) -> Table:
    """How it buys, pays and changes, with the ground of each."""
    rows = [
        [
            _ASKED[value],
            first_capital(value_in_words(found, value)),
            footing(getattr(found, value).ground),
            str(getattr(found, value).ground),
        ]
        for value in VALUES
    ]
    return Table("How it buys, pays and changes", [Column(w) for w in _SETTLED], rows)


_SETTLED = ("Question", "Answer", "Basis", "Source, or why")


def _answers(found: OperatingModel) -> Table:
    """Every question that a model answers, with the ground of each."""
    rows = [
        [q.asks.words, first_capital(answer_in_words(found, q)), footing(said.ground), str(said.ground)]
        for q, said in found.questions.items()
    ]
    return Table("What else it settles", [Column(w) for w in _SETTLED], rows)


def side_by_side(request: HttpRequest, name: str, other: str) -> HttpResponse:
    """Two models, function by function, where they differ."""
    one, two = _preset(name), _preset(other)
    rows = [row for row in compare(one, two, timezone.localdate()) if row.differs]
    context = {
        "heading": "Two models side by side",
        "back": Link(one.title, f"/models/{name}"),
        "sections": sections_beside(one, two, rows),
        "opened": opened(request),
    }
    return render(request, "operating_model/beside.html", context)
