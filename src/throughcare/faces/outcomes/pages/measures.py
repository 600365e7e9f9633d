"""Outcomes: what there is to measure, the definitions, one measure with its charts, and the people behind a cell."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from throughcare.casework.people.queries import names_of
from throughcare.evidence import outcomes as library
from throughcare.evidence.extracts.queries import numbering, sources
from throughcare.faces.outcomes.answers import words as say
from throughcare.faces.outcomes.answers import work
from throughcare.faces.web.look import charts
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Link, Table, Tag
from throughcare.faces.web.page import Asking, page, whole
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access.queries import people_granted
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission, Refused

from .saved import listed
from .waiting import answer_to, places

HEADLINE = "england-and-wales-three-month"


@page(Permission.LOOK_AT_OUTCOMES)
def start(request: Asking) -> HttpResponse:
    """What can be measured here and how it is defined."""
    found = library.definitions().values()
    table = Table(
        "Definitions",
        [
            Column("Definition"),
            Column("Events from"),
            Column("To"),
            Column("Counts"),
            Column("Rules assumed", numeric=True),
        ],
        [
            [
                Link(d.title, f"/outcomes/definitions/{d.name}"),
                d.in_force.start,
                d.in_force.end or "now",
                first_capital(d.unit.replace("_", " ")),
                len(d.assumed),
            ]
            for d in found
        ],
    )
    held = Table(
        "Tables to measure",
        [Column("Tables"), Column("What they are")],
        [
            [Link(s.title, f"/outcomes/measures?{urlencode({'tables': s.name})}"), _kind_of(s)]
            for s in sources.sources()
        ],
    )
    context = {
        "heading": "Outcomes",
        "sub_navigation": places(request.path),
        "definitions": table,
        "held": held,
        "kept": listed(request),
    }
    return render(request, "outcomes/start.html", context)


def _kind_of(source: sources.Source) -> Tag:
    if source.own:
        return Tag("Sent by your organisation", "teal")
    if source.empty:
        return Tag("Nobody in it", "grey")
    return Tag("Made up", "yellow") if source.made_up else Tag("Extract without names", "blue")


@page(Permission.LOOK_AT_OUTCOMES)
def definition(request: HttpRequest, name: str) -> HttpResponse:
    """One definition: every rule with its label and source, what it tells and what it cannot."""
    if name not in library.definitions():
        raise Http404
    found = library.definition(name)
    context = {
        "heading": found.title,
        "caption": "Definition of reoffending",
        "back": Link("Outcomes", "/outcomes"),
        "found": found,
        "table": say.rules_table(found),
    }
    return render(request, "outcomes/definition.html", context)


class Choice(PlainForm):
    """Which tables, by which definition, broken down by what."""

    tables = forms.ChoiceField(label="Tables")
    definition = forms.ChoiceField(label="Definition")
    by = forms.ChoiceField(label="Broken down by", choices=list(say.BY.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tables"].choices = [(s.name, s.title) for s in sources.sources()]  # type: ignore[attr-defined]
        self.fields["definition"].choices = [  # type: ignore[attr-defined]
            (d.name, d.title) for d in library.definitions().values()
        ]

    def clean(self) -> dict[str, Any]:
        """The breakdown is one that the tables hold."""
        cleaned: dict[str, Any] = super().clean() or {}
        check_breakdown(self, cleaned)
        return cleaned


def check_breakdown(form: PlainForm, cleaned: dict[str, Any]) -> None:
    """Say on a form that the tables chosen do not hold the breakdown chosen, and which they do."""
    if "tables" not in cleaned or "by" not in cleaned:
        return
    chosen = sources.source(cleaned["tables"])
    if not chosen.holds(cleaned["by"]):
        held = ", ".join(said for name, said in say.BY.items() if chosen.holds(name))
        form.add_error(
            "by",
            f"These tables are not told apart by {say.BY[cleaned['by']].lower()}. Choose one of: {held}.",
        )


def usual_choice(request: HttpRequest) -> dict[str, str]:
    """What is asked unless the address says otherwise: the first tables, the headline definition, a breakdown they hold."""
    found = sources.sources()
    asked = request.GET.get("tables", found[0].name)
    chosen = next((one for one in found if one.name == asked), found[0])
    by = next(name for name in say.BY if chosen.holds(name))
    return {"tables": found[0].name, "definition": HEADLINE, "by": by}


def _chosen(request: HttpRequest) -> Choice:
    """The form as asked, with what was not asked filled in."""
    return Choice({name: request.GET.get(name, value) for name, value in usual_choice(request).items()})


def first_question() -> work.Asked:
    """What this page asks of the first tables that are nobody's own, unless its address says otherwise."""
    first = next(one for one in sources.sources() if not one.own)
    usual = {"tables": first.name, "definition": HEADLINE, "by": next(iter(say.BY))}
    form = Choice(usual)
    form.is_valid()
    return _question(form)


def _question(form: Choice, kind: str = "measure", **more: Any) -> work.Asked:
    asked = form.cleaned_data
    rules = repr(library.definition(asked["definition"]))
    made = sources.source(asked["tables"]).fingerprint + hashlib.sha256(rules.encode()).hexdigest()[:12]
    given = {name: asked[name] for name in ("tables", "definition", "by")}
    return work.Asked(kind, {**given, "made": made, **more})


@page(Permission.LOOK_AT_OUTCOMES)
def measures(request: Asking) -> HttpResponse:
    """One cohort measured: headline, breakdown, funnel, time to first, the change split, and what it cannot tell."""
    form, heading = _chosen(request), "Measure reoffending"
    if not form.is_valid():
        return render(request, "outcomes/measures.html", {"heading": heading, "choice": form, "form": form})
    answer = answer_to(request, _question(form), heading, choice=form)
    if isinstance(answer, HttpResponse):
        return answer
    asked = form.cleaned_data
    context = {
        "heading": heading,
        "sub_navigation": places(request.path),
        "choice": form,
        "source": sources.source(asked["tables"]),
        "definition": library.definition(asked["definition"]),
        "refused": answer.refused,
    }
    if not answer.refused:
        context |= _shown(answer.shown, asked, drill=request.member.may(Permission.DRILL_TO_PEOPLE))
    return render(request, "outcomes/measures.html", context)


def _shown(shown: Any, asked: dict[str, str], *, drill: bool) -> dict[str, object]:
    cells = shown["cells"]
    names = [_cell_name(asked, place, cell["labels"], drill) for place, cell in enumerate(cells)]
    return {
        "known_on": date.fromisoformat(shown["known_to"]),
        **_sources_of_charts(asked, cells),
        "cohort": say.cohort_rows(shown["whole"]),
        "cells": say.figures_table(f"By {say.BY[asked['by']].lower()}", say.BY[asked["by"]], cells, names),
        "funnel": shown["funnel"],
        "funnel_table": _funnel_table(shown["funnel"]),
        "survival": shown["survival"],
        "survival_table": _survival_table(shown["survival"]),
        "series": _series_table(shown["series"]),
        "split": shown["split"],
        "split_table": _split_table(shown["split"]),
        "on_the_way": Table(
            "Outcomes on the way",
            [Column("Outcome"), Column("Known for", numeric=True), Column("Achieved", numeric=True)],
            [
                [say.label_words(o["outcome"]), say.number(o["known"]), say.percent(o["achieved"])]
                for o in shown["on_the_way"]
            ],
            empty="These tables hold none.",
        ),
    }


def _sources_of_charts(asked: dict[str, str], cells: list[Any]) -> dict[str, object]:
    """Where the charts of a measure are, and the words of the first."""
    by = urlencode(asked)
    return {
        "cells_chart": any(isinstance(cell["binary"], list) for cell in cells),
        "cells_title": f"Reoffending by {say.BY[asked['by']].lower()}",
        "cells_alt": "Share of entries that reoffended, each with its interval",
        "cells_note": "Cells of too few people are withheld, and others with them so that nobody can subtract.",
        **{
            f"{name}_src": f"/outcomes/measures/chart/{name}.svg?{by}"
            for name in ("cells", "funnel", "survival")
        },
    }


def _cell_name(asked: dict[str, str], place: int, labels: list[str | None], drill: bool) -> object:
    name = say.name_of(labels)
    if not drill:
        return name
    return Link(
        name, "/outcomes/measures/people?" + urlencode({**asked, "cell": place}), "the people behind it"
    )


def _funnel_table(funnel: Any) -> Table | None:
    if "because" in funnel:
        return None
    return Table(
        f"About the target of {100 * funnel['target']:.1f}%",
        [Column("Place"), Column("Where it stands")],
        [[n, first_capital(standing)] for n, _, _, standing in funnel["places"]],
    )


def _survival_table(survival: Any) -> Table | None:
    if "because" in survival:
        return None
    return Table(
        "Not reoffended by",
        [Column("Day", numeric=True), Column("Still free", numeric=True)],
        [[day, say.percent(rest)] for day, *rest in survival["points"]],
    )


def _series_table(series: list[Any]) -> Table:
    rows: list[list[object]] = []
    for one in series:
        if "break" in one:
            differing = ", ".join(name.replace("_", " ") for name in one["break"])
            rows.append([Tag("Break", "red"), f"Not comparable across this line: {differing} differ", ""])
        else:
            rows.append([say.label_words(one["year"]), one["definition"], say.percent(one["binary"])])
    return Table(
        "Year by year", [Column("Year"), Column("Definition"), Column("Reoffended", numeric=True)], rows
    )


def _split_table(split: Any) -> Table | None:
    if "because" in split:
        return None
    rows = [
        [f"Who they were: {name}", say.points(part), _share(part, split["change"])]
        for name, part in split["make_up"].items()
    ]
    rows.insert(
        0, ["What people did (rates)", say.points(split["rate"]), _share(split["rate"], split["change"])]
    )
    rows.append(["The whole change", say.points(split["change"]), "100%"])
    return Table(
        f"From {split['first']} to {split['last']}",
        [Column("Part"), Column("Change", numeric=True), Column("Share", numeric=True)],
        rows,
    )


def _share(part: float, change: float) -> str:
    return f"{100 * part / change:.0f}%" if change else "none"


@page(Permission.LOOK_AT_OUTCOMES)
def measure_chart(request: HttpRequest, name: str) -> HttpResponse:
    """One chart of a measure, drawn when the measure was worked out."""
    form = _chosen(request)
    return drawn(_question(form) if form.is_valid() else None, name)


def drawn(asked: work.Asked | None, name: str) -> HttpResponse:
    """A kept chart as an answer to a browser; 404 when there is none."""
    svg = work.chart(asked, name) if asked else None
    if svg is None:
        raise Http404
    return charts.as_response(svg)


@page(Permission.DRILL_TO_PEOPLE)
def people(request: Asking) -> HttpResponse:
    """The people behind one cell: of those in the extract, only whom the viewer may see anyway."""
    form = _chosen(request)
    cell = whole(request.GET.get("cell", ""), -1)
    if not form.is_valid() or cell < 0:
        raise Refused("Choose a cell from a table of measures.")
    back = Link("Measure reoffending", "/outcomes/measures?" + urlencode(form.cleaned_data))
    answer = answer_to(request, _question(form, "people", cell=cell), "People behind a figure", back=back)
    if isinstance(answer, HttpResponse):
        return answer
    if answer.refused:
        raise Refused(answer.refused)
    asked = form.cleaned_data["tables"]
    of = sources.source(asked)
    made_up = of.made_up
    seen = {} if made_up or of.own else _whom_seen(request, asked, set(answer.shown["numbers"]))
    context = {
        "heading": "People behind a figure",
        "caption": say.name_of(answer.shown["labels"]),
        "back": back,
        "made_up": made_up,
        "own": of.own,
        "counted": answer.shown.get("told"),
        "table": Table(
            "People you may see",
            [Column("Person"), Column("Born")],
            [[Link(one.name, f"/people/{id}"), one.date_of_birth] for id, one in seen.items()],
            empty="None of them is somebody you may see.",
        ),
        "seen": len(seen),
    }
    return render(request, "outcomes/people.html", context)


def _whom_seen(request: Asking, tables: str, numbers: set[int]) -> dict[Any, Any]:
    """Of the people granted to the viewer, those with one of these numbers, through the wall once more."""
    key, salt = numbering.key(sources.folder()), sources.told_of(tables)["salt"]
    granted = people_granted(at=request.at)
    wanted = [one for one in granted if numbering.number_of(one, key, salt) in numbers]
    found = names_of(wanted)
    concerns(list(found))
    return dict(sorted(found.items(), key=lambda item: item[1].name))
