"""What an assessment comes to: scores with every term, the tier with every step, and what the person may take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.queries import ScoreSeen, TierSeen
from throughcare.casework.assessment.rules.predictors import INSTRUMENTS, words
from throughcare.casework.assessment.rules.tier import step_words
from throughcare.casework.assessment.rules.tier.registers import KINDS
from throughcare.faces.web.look import charts
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Tag, Unknown, Why
from throughcare.faces.web.page import Asking, page, press
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import as_read, first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .assessments import level_words
from .costs import costs_table

BAND: dict[str, Any] = {"low": "green", "medium": "yellow", "high": "red", "very_high": "red"}
_SHOWN = 12


SCORED = [
    Column("Instrument"),
    Column("Foretells"),
    Column("Score (points)", numeric=True),
    Column("Band"),
    Column("Could be"),
    Column("Scored"),
]


@page(Permission.LOOK_AT_PEOPLE)
def scores(request: Asking, person_id: UUID) -> HttpResponse:
    """Every instrument's score, and what each that refused is missing."""
    context = about(request, person_id, "Assessment")
    rows = queries.scores_of(person_id)
    base = f"{context['base']}/scores"
    open_now = queries.under_way(person_id)
    costs = queries.costs_of(open_now, at=request.at) if open_now else ()
    journey = f"{context['base']}/assessments/{open_now}"
    writes = request.member.may(Permission.WRITE_ASSESSMENT)
    context |= {
        "heading": "Scores",
        "tables": [
            _given(rows, base),
            _refused(rows, base),
            *([costs_table(costs, journey, writes=writes)] if open_now else []),
        ],
    }
    return render(request, "assessment/beside.html", context)


def _given(rows: Sequence[ScoreSeen], base: str) -> Table:
    found = [
        [
            Link(one.instrument.upper(), f"{base}/{one.id}"),
            INSTRUMENTS[one.instrument].words,
            _mark(one),
            _band(one),
            _between(one),
            day_of(one.scored_at),
        ]
        for one in rows
        if not one.refused
    ]
    return Table("Scored", SCORED, found, empty="Nothing has been scored yet.")


def _refused(rows: Sequence[ScoreSeen], base: str) -> Table:
    found = [
        [Link(one.instrument.upper(), f"{base}/{one.id}"), INSTRUMENTS[one.instrument].words, one.refused]
        for one in rows
        if one.refused
    ]
    return Table(
        "Could not be scored",
        [Column("Instrument"), Column("Foretells"), Column("What is missing")],
        found,
        empty="Every instrument gave a score." if rows else "No instrument has been tried yet.",
    )


def _mark(one: ScoreSeen) -> object:
    if one.score is None:
        return first_capital(one.outcome.replace("_", " ")) if one.outcome else Unknown("Does not apply")
    return f"{one.score:g}" if one.scale == "points" else f"{one.score:g}%"


def _band(one: ScoreSeen) -> object:
    if not one.band or one.band == "not_applicable":
        return Unknown("No band")
    return Tag(first_capital(one.band.replace("_", " ")), BAND[one.band])


def _between(one: ScoreSeen) -> str:
    if one.lowest is None or one.highest is None or one.lowest == one.highest:
        return "Nothing missing"
    return f"{one.lowest:g} to {one.highest:g}"


def _by_which_rules(one: ScoreSeen) -> str:
    """The edition, and how offences were put into its kinds, behind a word: they matter to whoever checks it."""
    mapped = (
        f"offences put into kinds by {one.offence_mapping}"
        if one.offence_mapping
        else "no offence put into a kind"
    )
    return f"Edition {one.edition}; {mapped}."


@page(Permission.LOOK_AT_PEOPLE)
def score(request: Asking, person_id: UUID, score_id: UUID) -> HttpResponse:
    """One score: in words, its terms as a chart and a table, what is missing, and every input with its source."""
    context = about(request, person_id, "Assessment")
    one = _score_or_404(person_id, score_id)
    rows = [
        Row("In words", one.sentence or one.refused),
        Row("Score", _mark(one) if not one.refused else Unknown("Not scored")),
        Row("Band", _band(one)),
        Row("Rests on", first_capital(one.basis) if one.basis else Unknown("Nothing yet")),
        Row("By which rules", Why(_by_which_rules(one), "Show")),
        Row("Scored", one.scored_at),
    ]
    if one.components:
        rows.append(
            Row("Made of", Lines("", [f"{n.upper()}: {_percent(mark)}" for n, mark in one.components]))
        )
    context |= {
        "heading": f"{one.instrument.upper()}: {INSTRUMENTS[one.instrument].words}",
        "rows": rows,
        "chart": f"{context['base']}/scores/{one.id}/chart.svg" if one.terms else "",
        "terms": _terms_table(one),
        "missing": _missing_table(one),
        "inputs": _inputs_table(one),
        "back_to_scores": f"{context['base']}/scores",
    }
    return render(request, "assessment/score.html", context)


def _score_or_404(person_id: UUID, score_id: UUID) -> ScoreSeen:
    found = queries.score(score_id)
    if found is None or found[0] != person_id:
        raise Http404
    return found[1]


def _percent(mark: float | None) -> str:
    return "does not apply" if mark is None else f"{mark:g}%"


def _terms_table(one: ScoreSeen) -> Table:
    ordered = sorted(one.terms, key=lambda term: -abs(term[1]))
    cells: list[list[object]] = [
        [first_capital(words(name).lower()), f"{added:+.3f}"] for name, added in ordered
    ]
    if one.total is not None:
        cells.append(["Together", f"{one.total:+.3f}"])
    return Table(
        f"What each answer added, on the {one.scale} scale",
        [Column("Term"), Column("Added", numeric=True)],
        cells,
    )


def _missing_table(one: ScoreSeen) -> Table:
    cells = [
        [first_capital(words(gap["name"])), f"{gap['least']:+.3f}", f"{gap['most']:+.3f}"]
        for gap in one.missing
    ]
    cells += [
        [first_capital(words(name)), trouble["because"], ""]
        for trouble in one.troubles
        for name in trouble["fields"]
    ]
    columns = [Column("Answer"), Column("Least it could add"), Column("Most it could add")]
    return Table("What is missing", columns, cells, empty="Nothing is missing.")


def _inputs_table(one: ScoreSeen) -> Table:
    cells = [
        [
            first_capital(words(name)),
            _said(given["value"]),
            as_read(given["on"]) or Unknown("No day"),
            given["source"],
        ]
        for name, given in one.inputs
    ]
    columns = [Column("Answer"), Column("Value"), Column("Day"), Column("Source")]
    return Table("What it was worked out from", columns, cells, empty="Nothing was used.")


def _said(value: object) -> object:
    if isinstance(value, list):
        return ", ".join(str(one).replace("_", " ") for one in value) or "none of these"
    read = as_read(value)
    return read.replace("_", " ") if isinstance(read, str) else read


@page(Permission.LOOK_AT_PEOPLE)
def chart(request: Asking, person_id: UUID, score_id: UUID) -> HttpResponse:
    """The contributions of one score, drawn: the largest, and the rest together."""
    one = _score_or_404(person_id, score_id)
    ordered = sorted(one.terms, key=lambda term: -abs(term[1]))
    values = {first_capital(words(name).lower()): round(added, 2) for name, added in ordered[:_SHOWN]}
    if len(ordered) > _SHOWN:
        values["All the rest"] = round(sum(added for _, added in ordered[_SHOWN:]), 2)
    title = f"What each answer added to {one.instrument.upper()}"
    return charts.as_response(charts.bars(title, values, unit=f"added, on the {one.scale} scale"))


@page(Permission.LOOK_AT_PEOPLE)
def tier(request: Asking, person_id: UUID) -> HttpResponse:
    """The tier: the step that decided it, every other step, why it is provisional, and every tier before."""
    context = about(request, person_id, "Tier")
    if request.method == "POST":
        said = "Worked out again from what is recorded."
        return press(request, actions.decide_tier, said, f"{context['base']}/tier", person_id=person_id)
    now = queries.tier_of(person_id)
    context |= {
        "level": level_words(person_id),
        "heading": "Tier",
        "tier": now,
        "tag": tier_tag(now),
        "steps": _steps_table(now) if now else None,
        "history": _history_table(queries.tier_history(person_id)),
        "registered": Table(
            "What is registered",
            [Column("What"), Column("Value"), Column("Since")],
            [
                [
                    KINDS.get(one.kind, one.kind),
                    one.value.replace("_", " ") or "Registered",
                    day_of(one.during.lower),
                ]
                for one in queries.registrations_of(person_id)
            ],
            empty="Nothing that a tier looks at is registered.",
        ),
        "may_decide": request.member.may(Permission.DECIDE_TIER),
        "href": f"{context['base']}/tier",
    }
    return render(request, "assessment/tier.html", context)


def tier_tag(now: TierSeen | None) -> Tag:
    """A tier as a tag; why there is none is said, never left out."""
    if now is None:
        return Tag("Not worked out yet", "orange")
    if not now.tier:
        words = first_capital(now.outcome.replace("_", " "))
        return Tag(words, "orange" if now.outcome == "awaiting_assessment" else "grey")
    colour: Any = "red" if now.tier[0] in "AB" else "yellow" if now.tier[0] in "CD" else "green"
    return Tag(f"Tier {now.tier}{', provisional' if now.provisional else ''}", colour)


def _steps_table(now: TierSeen) -> Table:
    cells = [
        [
            first_capital(step_words(step["name"])),
            "Does not apply" if step["gave"] is None else step["gave"],
            step["because"],
            Tag("Decided it", "blue") if step["name"] in now.decided_by else "No",
        ]
        for step in now.steps
    ]
    columns = [Column("Step"), Column("Gave"), Column("Because"), Column("Decided")]
    return Table("Every step", columns, cells, empty="No step was taken.")


def _history_table(rows: list[TierSeen]) -> Table:
    cells = [
        [one.since, one.until or "now", tier_tag(one), one.because, Lines(one.edition, [])] for one in rows
    ]
    columns = [Column("From"), Column("Until"), Column("Tier"), Column("Because"), Column("Edition")]
    return Table("Every tier so far", columns, cells, empty="No tier has been worked out.")
