"""How often a person is to be seen by their supervision package: what is done of it, what is left, by when, and why."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.supervision import queries
from throughcare.casework.supervision.rules.package_terms import NOT_KNOWN
from throughcare.faces.web.look.parts import Lines, Row, Tag, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of


@page(Permission.LOOK_AT_PEOPLE)
def seeing(request: Asking, person_id: UUID) -> HttpResponse:
    """How often a person is to be seen, and whether they may check in remotely."""
    context = about(request, person_id, "Summary", part=Part.CONTACTS)
    case: queries.CaseSeen | None = context["case"]
    today = day_of(request.at)
    found = queries.how_often([case.case.id], on=today).get(case.case.id) if case else None
    context |= {
        "heading": "How often they are seen",
        "rows": _rows(request, found) if found else [],
        "because": [first_capital(str(one)) for one in found.seeing.findings] if found else [],
    }
    return render(request, "supervision/seeing.html", context)


def _rows(request: Asking, found: queries.HowOften) -> list[Row]:
    seen, today = found.seeing, day_of(request.at)
    rows = [
        Row("Package", Unknown("Not known yet") if seen.package == NOT_KNOWN else seen.package),
        Row("Phase", first_capital(seen.phase.words)),
    ]
    if seen.early_needed is not None:
        attended = f"{seen.early_attended} of {seen.early_needed} weekly appointments attended, {seen.early_left} left"
        rows.append(Row("Early engagement", attended))
    if seen.by is not None:
        late = [Tag("Overdue", "red")] if seen.by < today else []
        rows.append(Row("Next weekly appointment by", Lines(f"{seen.by:%-d %B %Y}", late)))
    rows += [Row("This year of the sentence", _year(seen.allowance))] if seen.allowance else []
    third = f"{seen.final_third_from:%-d %B %Y}" if seen.final_third_from else Unknown("No day is known")
    return [*rows, Row("Final third from", third), Row("Remote check-in", _check_in(found))]


def _year(year: queries.Allowance) -> Lines:
    used = f"{year.used} used, {year.made} made"
    until = f"until the day before {year.over_on:%-d %B %Y}"
    if year.most is None:
        return Lines(f"No most applies: {used}", [until])
    more = [f"{year.beyond} more than the most"] if year.beyond else []
    more += [f"The most would be {year.most_if} if what is not recorded is so"] if year.most_if else []
    return Lines(f"{year.left} left of at most {year.most}: {used}", [until, *more])


def _check_in(found: queries.HowOften) -> object:
    said = found.check_in
    if said.eligible is None:
        return Unknown(f"Not known: it turns on {', '.join(said.to_ask)}")
    return Lines("May check in remotely" if said.eligible else "May not", [str(said.finding)])
