"""What leaves a trial of designs: one page to print, its tables as a file, and a design as an operating model to adopt."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from throughcare.faces.outcomes.answers import piloting, work
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.page import Asking, page
from throughcare.foundation.kernel import Permission, Refused

from .pilot import ADDRESS, FIXED, Choice, chosen, question
from .pilot_tables import figures, levels

COLUMNS = ("table", "whose", "what", "unit", "first", "second", "difference", "low", "high")
WARNING = "Made up: nobody in it is or was anybody, and every size of an effect was put in."
FIGURES_OF_A_BRIEF = 6


def _answer(request: Asking) -> tuple[Choice, Any] | None:
    """The trial that the address asks for and what came of it; None where it was not tried or could not be."""
    form = chosen(request)
    found = work.answered(question(form), request.member.id) if form.is_valid() else None
    return None if found is None or found.failed or found.refused else (form, found.shown)


def _to_the_trial(request: HttpRequest) -> HttpResponse:
    return redirect(f"{ADDRESS}?{request.GET.urlencode()}")


@page(Permission.LOOK_AT_OUTCOMES)
def brief(request: Asking) -> HttpResponse:
    """A trial on one page: what may be said, six figures, what nobody measured, and what it cannot tell."""
    found = _answer(request)
    if found is None:
        return _to_the_trial(request)
    form, shown = found
    asked = request.GET.urlencode()
    mean, chance, ignorance = shown["bars"]
    context = {
        "heading": f"{shown['names'][1]} against {shown['names'][0]}",
        "caption": "Brief on a trial with made-up people",
        "back": Link("Try a design", f"{ADDRESS}?{asked}"),
        "headline": shown["headline"],
        "said": f"{mean:+.2f} in 100 more or fewer reoffend: {chance:.2f} either way by chance, {ignorance:.2f} by what is not known.",
        "size": piloting.SIZES[form.cleaned_data["size"]][0],
        "says": [(name, "; ".join(says)) for name, says in zip(shown["names"], shown["says"], strict=True)],
        "src": f"{ADDRESS}/chart/difference.svg?{asked}",
        "levels": levels(shown),
        "figures": figures(shown, FIGURES_OF_A_BRIEF),
        "fixed": FIXED,
    }
    return render(request, "outcomes/pilot_brief.html", context)


@page(Permission.LOOK_AT_OUTCOMES)
def tables(request: Asking) -> HttpResponse:
    """Every table of a trial as one CSV file, which says in its first line what it is."""
    found = _answer(request)
    if found is None:
        return _to_the_trial(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="trial-of-designs.csv"'
    lines = csv.writer(answer)
    lines.writerow([WARNING])
    lines.writerow(COLUMNS)
    lines.writerows(_rows(found[1]))
    return answer


def _rows(shown: Any) -> Iterator[list[object]]:
    first, second = (as_text(name) for name in shown["names"])
    yield ["designs", "", "", "", first, second, "", "", ""]
    for name, unit, one, other, by, low, high in shown["figures"]:
        yield ["figures", "everybody", name, unit, one, other, by, low, high]
    yield from _money(shown)
    for area, _, _, *told in shown["places"]:
        for (name, unit), found in zip(shown["place_figures"], told, strict=True):
            yield ["areas", as_text(area), name, unit, *found]
    for table, rows in shown["whom"].items():
        for row in rows:
            yield [table, *row]
    for name, unit, level, size, by, low, high in shown["levels"]:
        yield [
            "nobody measured",
            f"{name} {level} {size:g}",
            "People reoffending",
            unit,
            "",
            "",
            by,
            low,
            high,
        ]
    for title, chance, something, under in shown["payments"]:
        yield ["payment", title, "Paid for chance and under the second", "pounds for 1,000", chance, under, "", something, ""]  # fmt: skip


def _money(shown: Any) -> Iterator[list[object]]:
    for name, unit, one, other, by, low, high in shown["costs"]:
        yield ["costs", "", name, unit, one, other, by, low, high]
    for title, body, profit, loses, failed, steps, _ in shown["providers"]:
        whose, steps_in = as_text(f"{title}: {body}").replace("_", " "), steps.replace("_", " ")
        told = {"profit": profit, "contracts that lose": loses, "contracts that fail": failed}
        for what, number in told.items():
            yield ["providers", whose, f"{what} ({steps_in} steps in)", "in 100", number, "", "", "", ""]


def as_text(words: str) -> str:
    """Words that a spreadsheet does not take for a formula."""
    return f"'{words}" if words[:1] in {"=", "+", "-", "@", "\t", "\r"} else words


@page(Permission.LOOK_AT_OUTCOMES)
def model(request: Asking) -> HttpResponse:
    """A design as the operating model that would be adopted."""
    try:
        text = piloting.model_named(request.GET.get("design", ""))
    except Refused as refusal:
        messages.error(request, refusal.because)
        return redirect(ADDRESS)
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="operating-model.yaml"'
    return answer
