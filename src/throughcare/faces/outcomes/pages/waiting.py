"""What every outcomes page shows while a job works its answer out, or when that failed; and where the pages are."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from throughcare.faces.outcomes.answers import work
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Item, JobProgress
from throughcare.faces.web.page import Asking

EVERY = 5
"""Seconds after which a browser without scripts asks again; with scripts the page asks by itself, without a reload."""
PLACES = (
    ("Start", "/outcomes"),
    ("Your tables", "/outcomes/tables"),
    ("Measures", "/outcomes/measures"),
    ("Adjusted", "/outcomes/adjusted"),
    ("Forecast", "/outcomes/forecast"),
    ("Comparison", "/outcomes/comparison"),
    ("Attribution", "/outcomes/attribution"),
    ("Value", "/outcomes/value"),
    ("Payment laboratory", "/outcomes/laboratory"),
    ("Try a design", "/outcomes/pilot"),
)


def places(path: str) -> list[Item]:
    """The outcomes pages beside one another."""
    return [Item(text, href, active=path == href) for text, href in PLACES]


def answer_to(
    request: HttpRequest, asked: work.Asked, heading: str, *, may_stop: bool = False, **context: Any
) -> work.Answer | HttpResponse:
    """The answer to a question, or the page to show while there is none; a button pressed asks what failed again."""
    if request.method == "POST":
        work.ask_again(asked, _asker(request))
        return redirect(request.get_full_path())
    answer = work.answered(asked, _asker(request))
    if answer is not None and not answer.failed:
        return answer
    job = _failed(request, answer.failed) if answer else _progress(request, work.stands(asked))
    lost = answer is None and work.stands(asked).is_quiet(timezone.now())
    context = {
        "heading": heading,
        "job": job,
        "again": bool(answer) or lost,
        "every": None if answer else EVERY,
        "may_stop": may_stop and not answer,
        "sub_navigation": places(request.path),
        **context,
    }
    return render(request, "outcomes/waiting.html", context)


def _asker(request: HttpRequest) -> UUID:
    return cast(Asking, request).member.id


def _failed(request: HttpRequest, because: str) -> JobProgress:
    return JobProgress("It could not be worked out", 0, None, request.get_full_path(), failed=because)


def _progress(request: HttpRequest, stands: work.Stands) -> JobProgress:
    """How far a question is, in steps, and how long nothing has been heard of it where that is long."""
    now = timezone.now()
    said = f"Step {stands.done + 1} of {stands.of}." if stands.of else "It waits for its turn."
    if stands.is_quiet(now):
        minutes = int((now - stands.moved_at).total_seconds() // 60)
        said += f" Nothing has been heard of it for {count_of(minutes, 'minute')}: it may be lost."
    return JobProgress("Working it out", stands.done, stands.of, request.get_full_path(), said=said)
