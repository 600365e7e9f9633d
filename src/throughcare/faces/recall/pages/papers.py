"""One version of a recall's papers as a PDF that can be read aloud; opened only by those named."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from throughcare.casework.recall import queries
from throughcare.casework.recall.queries import PaperSeen, RecallSeen
from throughcare.casework.recall.rules import QUESTIONS, Length, PaperKind
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import LONDON

TITLES = {PaperKind.REPORT: "Request for recall", PaperKind.LETTER: "Decision not to recall"}


@page(May.ASK_FOR_RECALL)
def recall_paper(request: Asking, recall_id: UUID, paper_number: int) -> HttpResponse:
    """A version as PDF/UA-1; its name names nobody. 404 to whoever is not named on the recall."""
    seen = queries.recall(recall_id)
    found = queries.papers_of(recall_id, at=request.at) if seen else []
    paper = next((one for one in found if one.row.number == paper_number), None)
    if seen is None or paper is None:
        raise Http404
    person = about(request, seen.row.person_id, "Recall")["person"]
    answer = HttpResponse(
        as_pdf(told(seen, paper, person.name, person.date_of_birth)), content_type="application/pdf"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="recall-papers-{paper_number}.pdf"'
    return answer


def as_pdf(said: dict[str, Any]) -> bytes:
    """The papers set by Typst as PDF/UA-1, which it checks; every word of them is handed over as data, never as markup."""
    import typst

    with as_file(files("throughcare.faces.recall") / "print" / "recall_paper.typ") as template:
        return bytes(
            typst.compile(str(template), sys_inputs={"data": json.dumps(said)}, pdf_standards="ua-1")
        )


def told(seen: RecallSeen, paper: PaperSeen, name: str, born: Any) -> dict[str, Any]:
    """Every word of a version, part by part."""
    written = paper.row
    letter = written.kind == PaperKind.LETTER
    parts = [
        ("What led to it", [written.led_to]),
        ("Why they are not recalled" if letter else "How they responded", [written.response]),
        ("Conditions not kept", [written.conditions]),
        ("What was tried", [first_capital(one) for one in written.tried]),
        *((one["heading"], one["lines"]) for one in written.facts),
        ("The recall", [] if letter else _decision(seen)),
        ("Answers that decide its length", [] if letter else _answers(seen)),
        (
            "Signed",
            [f"{who}, {role}, {at.astimezone(LONDON):%H:%M on %-d %B %Y}" for who, role, at in paper.signed],
        ),
    ]
    return {
        "title": TITLES[PaperKind(written.kind)],
        "whose": f"{name}, born {born:%-d %B %Y}" if born else f"{name}, date of birth not known",
        "version": f"Version {written.number}, written by {paper.author} at {written.at.astimezone(LONDON):%H:%M on %-d %B %Y}",
        "parts": [
            {"heading": heading, "lines": [one for one in lines if one]}
            for heading, lines in parts
            if any(lines)
        ],
        "page": "Page",
        "lang": "en",
        "closed": f"For those named on it alone: {', '.join(one.name for one in seen.readers)}.",
    }


def _decision(seen: RecallSeen) -> list[str]:
    row = seen.row
    lines = [
        f"{first_capital(row.ground)}. {first_capital(row.urgency)} in urgency.",
        f"Group of sentence: {row.sentence_group}",
    ]
    if row.length:
        lines.append(
            f"Fixed term of {row.days} days" if row.length == Length.FIXED_TERM else "Standard recall"
        )
    return lines


def _answers(seen: RecallSeen) -> list[str]:
    told = [f"{QUESTIONS[name]}: {said}" for name, said in seen.row.answers.items()]
    return [f"A new offence: {seen.row.new_offence}", *told] if told else []
