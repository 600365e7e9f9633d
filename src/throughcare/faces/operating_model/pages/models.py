"""The operating model in force, readable by anybody, with the ground of every line; models side by side."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from throughcare.faces.web.look.parts import Colour, Column, Lines, Link, Row, Table, Tag
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.operating_model import queries
from throughcare.foundation.operating_model.rules import Function, Ground, OperatingModel, presets
from throughcare.foundation.operating_model.rules.compare import (
    answer_in_words,
    compare,
    share,
    value_in_words,
)
from throughcare.foundation.operating_model.rules.handbook import for_whom
from throughcare.foundation.operating_model.rules.model import VALUES

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
_COLOURS: dict[str, Colour] = {"stated": "green", "inferred": "blue", "assumed": "orange", "external": "grey"}


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
        "table": _lines(found),
        "answers": _answers(found),
        "others": [m for m in presets() if m.name != name],
        "name": name,
    }
    return render(request, "operating_model/model.html", context)


def _values(found: OperatingModel) -> list[Row]:
    return [
        Row("Standing", first_capital(found.standing.value.replace("_", " "))),
        Row("Law by default", str(found.law)),
        Row("What its lines rest on", str(share(found))),
        *[
            Row(
                _ASKED[value],
                Lines(first_capital(value_in_words(found, value)), [str(getattr(found, value).ground)]),
            )
            for value in VALUES
        ],
    ]


def _lines(found: OperatingModel) -> Table:
    rows = [
        [
            function.label,
            first_capital(for_whom(line)),
            first_capital(found.body_name(line.held_by)),
            _footing(line.ground),
            str(line.ground),
        ]
        for function, lines in found.functions.items()
        for line in lines
    ]
    columns = [Column(w) for w in ("Function", "For whom", "Held by", "Basis", "Source, or why")]
    return Table("Who holds what", columns, rows)


def _footing(ground: Ground) -> Tag:
    if ground.unread:
        return Tag("External, unread", "red")
    return Tag(ground.basis.value.capitalize(), _COLOURS[ground.basis.value])


def _answers(found: OperatingModel) -> Table:
    """Every question that a model answers, with the ground of each."""
    rows = [
        [q.asks.words, first_capital(answer_in_words(found, q)), _footing(said.ground), str(said.ground)]
        for q, said in found.questions.items()
    ]
    columns = [Column("Question"), Column("Answer"), Column("Basis"), Column("Source, or why")]
    return Table("What else it settles", columns, rows)


def side_by_side(request: HttpRequest, name: str, other: str) -> HttpResponse:
    """Two models, function by function, where they differ."""
    one, two = _preset(name), _preset(other)
    rows = [row for row in compare(one, two, timezone.localdate()) if row.differs]
    table = Table(
        "Where they differ",
        [Column("Function"), Column("For whom"), Column(one.title), Column(two.title)],
        [
            [
                row.function.label,
                row.who,
                Lines(row.one.body_name, [row.one.ground.footing]),
                Lines(row.other.body_name, [row.other.ground.footing]),
            ]
            for row in rows
        ],
        empty="They give every function to the same bodies.",
    )
    context = {
        "heading": "Two models side by side",
        "back": Link(one.title, f"/models/{name}"),
        "table": table,
    }
    return render(request, "throughcare/list_page.html", context)
