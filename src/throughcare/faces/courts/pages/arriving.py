"""What of courts' results waits for whoever brings them in: refused rows, corrections, questions, files, hearings without a result."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from textwrap import shorten

from throughcare.casework.courts import queries as courts
from throughcare.faces.web.answering import risks_of
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Asked, Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel.days import day_of

from .questions import about_words

MOST, MOST_WORDS = 2000, 60
WORK = ("waiting", "running")


def arriving(request: Asking) -> list[Matter]:
    """Everything about the results of the viewer's unit that waits for a person, each with the risk that stands for them."""
    about = [*_corrected(), *_questions(), *_awaited(request)]
    risks = risks_of(one.person_id for one in about)
    known = [
        replace(one, risk=risks.get(one.person_id, "not_assessed")) if one.person_id else one for one in about
    ]
    return [*_refused(), *known, *_not_brought_in()]


def _refused() -> list[Matter]:
    """One matter a file, with how many of its rows wait."""
    rows = courts.refused_rows(most=MOST)
    many, files = Counter(row.brought_id for row in rows), {row.brought_id: row for row in reversed(rows)}
    return [
        Matter(
            kind="refused rows",
            what=f"{count_of(many[key], 'row')} refused",
            do=Link("Correct the first", f"/imports/rows/{row.id}"),
            since=day_of(row.brought.at),
            about=row.brought.file_name,
        )
        for key, row in files.items()
    ]


def _corrected() -> list[Matter]:
    return [
        Matter(
            kind="corrected result",
            what=f"The court sent the result {seen.row.result_ref} again with other contents",
            do=Link("Look at it", f"/imports/corrected/{seen.row.id}"),
            since=day_of(seen.row.brought.at),
            person_id=seen.person_id,
            about="" if seen.person_id else f"Result {seen.row.result_ref}",
        )
        for seen in courts.corrected_results(most=MOST)
    ]


def _questions() -> list[Matter]:
    return [
        Matter(
            kind="court question",
            what=_to_ask(one),
            do=Link("Settle", f"/imports/questions/{one.id}"),
            since=one.on,
            person_id=one.person_id,
        )
        for one in courts.questions_open(most=MOST)
    ]


def _to_ask(one: courts.QuestionSeen) -> str:
    """What a court is to be asked, with the beginning of its own words, so that two questions of one person differ."""
    asked = f"To ask {one.court} about {about_words(one.about).lower()}"
    return (
        f"{asked}: “{shorten(one.said, MOST_WORDS, placeholder=' …')}”"
        if one.said
        else f"{asked}: it said none"
    )


def _not_brought_in() -> list[Matter]:
    """The files that were refused or stopped, until one of the same name is brought in."""
    rows = [seen.upload for seen in courts.uploads(most=100)]
    done = {row.file_name: row.at for row in reversed(rows) if row.state == "done"}
    return [
        Matter(
            kind="not brought in",
            what=f"The file was {row.state}: {row.because or 'no reason is recorded'}",
            do=Link("Look at it", f"/imports/uploads/{row.id}"),
            since=day_of(row.at),
            about=row.file_name,
        )
        for row in rows
        if row.state in {"refused", "stopped"} and done.get(row.file_name, row.at) <= row.at
    ]


def _awaited(request: Asking) -> list[Matter]:
    return [
        Matter(
            kind="result awaited",
            what=f"No result yet of {one.court}, {one.on:%-d %B %Y}, case {one.case_number}",
            do=Link("Open the list", f"/courts/{one.hearing_id}"),
            since=one.on,
            person_id=one.person_id,
        )
        for one in courts.results_awaited(before=day_of(request.at))
    ]


def asked(request: Asking) -> list[Asked]:
    """The files that are being brought in."""
    return [
        Asked(f"To bring in {seen.upload.file_name}", "The service", f"/imports/uploads/{seen.upload.id}")
        for seen in courts.uploads()
        if seen.upload.state in WORK
    ]
