"""A report on outcomes: one form, one question answered by a job, a figure with its table, and what it cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughcare.faces.outcomes.answers import work
from throughcare.faces.web.look.forms import PlainForm

from .measures import drawn
from .waiting import answer_to, places

TEMPLATE = "outcomes/report.html"
Shows = Callable[[Mapping[str, Any], Mapping[str, str]], dict[str, object]]


@dataclass(frozen=True)
class Report:
    """One kind of report: its heading and address, its form as usually filled in, its question, and how it shows."""

    heading: str
    address: str
    chart: str
    button: str
    form: Callable[[HttpRequest], PlainForm]
    question: Callable[[PlainForm], work.Asked]
    shows: Shows

    def page(self, request: HttpRequest) -> HttpResponse:
        """The report, or the form alone when it is not filled in, or the page that waits for the job."""
        form = self.form(request)
        context: dict[str, Any] = {
            "heading": self.heading,
            "choice": form,
            "button": self.button,
            "sub_navigation": places(request.path),
        }
        if not form.is_valid():
            return render(request, TEMPLATE, context | {"form": form})
        asked = self.question(form)
        answer = answer_to(request, asked, self.heading, choice=form, button=self.button)
        if isinstance(answer, HttpResponse):
            return answer
        context |= {"refused": answer.refused}
        if not answer.refused:
            context |= self._figure(asked, form) | self.shows(answer.shown, form.cleaned_data)
        return render(request, TEMPLATE, context)

    def drawing(self, request: HttpRequest, name: str) -> HttpResponse:
        """One chart of the report."""
        form = self.form(request)
        return drawn(self.question(form) if form.is_valid() else None, name)

    def _figure(self, asked: work.Asked, form: PlainForm) -> dict[str, object]:
        if work.chart(asked, self.chart) is None:
            return {"figure_src": None}
        return {"figure_src": f"{self.address}/chart/{self.chart}.svg?{urlencode(form.cleaned_data)}"}
