"""Recording risk: what will follow is shown first, and a fall is asked for and answered by somebody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.queries import Foreseen, LoweringSeen
from throughcare.casework.supervision.rules.risk import ORDER, LoweringState, words
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Lines, Link, Row, Unknown
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import COHORT_WORDS, first_capital, risk_tag, state_tag
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Cohort, Risk, Rsr

from .case_forms import open_case


class RecordRisk(SentOnce, OfVersion, PlainForm):
    """The risk of serious harm, what else the operating model divides cases by, and why; ``seen`` marks what was shown."""

    risk = forms.ChoiceField(
        label="Risk of serious harm",
        widget=forms.RadioSelect,
        choices=[(one.value, first_capital(words(one))) for one in ORDER],
    )
    rsr = forms.ChoiceField(
        label="Risk of serious recidivism, against the cut-off",
        required=False,
        widget=forms.RadioSelect,
        choices=[(one.value, first_capital(one.value.replace("_", " "))) for one in Rsr],
    )
    cohorts = forms.MultipleChoiceField(
        label="Groups this person belongs to",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(cohort.value, COHORT_WORDS[cohort]) for cohort in Cohort],
    )
    because = CountedField(label="Reason", limit=500)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_risk(self) -> Risk:
        """The choice as a value."""
        return Risk(self.cleaned_data["risk"])

    def clean_rsr(self) -> Rsr | None:
        """The choice as a value; none made keeps what is recorded."""
        return Rsr(self.cleaned_data["rsr"]) if self.cleaned_data["rsr"] else None

    def clean_cohorts(self) -> tuple[Cohort, ...]:
        """The choices as values."""
        return tuple(Cohort(one) for one in self.cleaned_data["cohorts"])


@page(Permission.RECORD_ON_TIMELINE)
def risk(request: Asking, person_id: UUID) -> HttpResponse:
    """Record the risk of serious harm: first what will follow is shown, then it is done, or asked for when it is a fall."""
    seen = open_case(request, person_id)
    start = {name: getattr(seen.case, name) for name in ("version", "risk", "rsr", "cohorts")}
    form = RecordRisk(request.POST or None, initial=start)
    foreseen: Foreseen | None = None
    if request.method == "POST" and form.is_valid():
        foreseen = _foreseen(request, seen.case.id, form.cleaned_data)
        if form.cleaned_data.pop("seen") == foreseen.follows.mark and _done(
            request, form, seen.case.id, foreseen
        ):
            return redirect("person", person_id=person_id)
        shown = request.POST.copy()
        shown["seen"] = foreseen.follows.mark
        form.data = shown
    context = about(request, person_id, "Summary") | {
        "heading": "Record risk",
        "form": form,
        "submit": _button(foreseen),
        "cancel": f"/people/{person_id}",
        "waiting": queries.lowering_waiting(seen.case.id),
        "follows": _rows(foreseen) if foreseen else None,
        "foreseen": foreseen,
        "stands": words(foreseen.stands) if foreseen else "",
    }
    return render(request, "supervision/risk.html", context)


def _foreseen(request: Asking, case_id: UUID, said: dict[str, Any]) -> Foreseen:
    wanted = {name: said[name] for name in ("risk", "rsr", "cohorts")}
    return queries.risk_foreseen(case_id, at=request.at, **wanted)


def _done(request: Asking, form: RecordRisk, case_id: UUID, foreseen: Foreseen) -> bool:
    if foreseen.falls:
        said = "Asked for. Nothing changes until somebody who may countersign agrees."
        done = do(request, form, actions.ask_to_lower_risk, case_id=case_id)
    else:
        said = "Risk recorded."
        done = do(request, form, actions.record_risk, case_id=case_id, seen=foreseen.follows.mark)
    if done:
        messages.success(request, said)
    return done


def _button(foreseen: Foreseen | None) -> str:
    if foreseen is None:
        return "Show what will follow"
    level = words(foreseen.follows.after.risk)
    return f"Ask to lower the risk to {level}" if foreseen.falls else f"Record {level} risk"


def _rows(foreseen: Foreseen) -> list[Row]:
    follows = foreseen.follows
    told = [foreseen.members.get(one, "not known") for one in follows.told]
    seniors = [f"{name}, who leads the team" for name in foreseen.seniors if name not in told]
    ending = [
        f"{first_capital(one.kind.value)}: {foreseen.members.get(one.member_id, 'not known')} stops, and the role passes to"
        f" {foreseen.organisations[follows.passes_to[one.kind]]}"
        for one in follows.ending
    ]
    gaps = [f"{first_capital(kind.value)}: nobody, until somebody is appointed" for kind in follows.gaps]
    return [
        Row(
            "Risk of serious harm",
            Lines(first_capital(words(follows.after.risk)), [f"now {words(foreseen.stands)}"]),
        ),
        Row("Tier", _tier_words(*follows.tiers)),
        Row(
            f"Who hands over, under {foreseen.model}",
            _lines(ending, "Nobody: every role stays with whoever holds it"),
        ),
        Row("Roles that nobody will hold", _lines(gaps, "None")),
        Row(
            "Management oversight",
            "Added: the manager is kept, and a senior oversees" if follows.oversight else "No change",
        ),
        Row("Who is told", _lines([*told, *seniors], "Nobody holds a role in this case")),
    ]


def _tier_words(now: str, then: str) -> str:
    if now == then:
        return f"Stays {now}" if now else "None, and there will be none"
    return f"{then or 'None'}, now {now or 'none'}"


def _lines(lines: list[str], otherwise: str) -> Lines | str:
    return Lines(lines[0], lines[1:]) if lines else otherwise


class AnswerLowering(SentOnce, PlainForm):
    """Agree or refuse, and why; ``seen`` marks what was shown to follow."""

    agreed = forms.ChoiceField(
        label="Answer",
        widget=forms.RadioSelect,
        choices=[("yes", "Agree: the risk is lowered now"), ("no", "Refuse: the risk stays as it is")],
    )
    because = CountedField(label="Reason", limit=500, required=False, help_text="Needed when you refuse.")
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_agreed(self) -> bool:
        """The choice as yes or no."""
        return bool(self.cleaned_data["agreed"] == "yes")


@page(Permission.LOOK_AT_PEOPLE)
def lowering(request: Asking, lowering_id: UUID) -> HttpResponse:
    """See a lowering of risk that was asked for; answer it where one may, with what will follow in view."""
    asked = queries.lowering(lowering_id)
    if asked is None:
        raise Http404
    waits = asked.state is LoweringState.ASKED
    foreseen = _of(request, asked) if waits else None
    may = (
        waits
        and request.member.may(Permission.COUNTERSIGN_ASSESSMENT)
        and asked.asked_by != request.member.id
    )
    start = {"seen": foreseen.follows.mark} if foreseen else {}
    form = AnswerLowering(request.POST or None, initial=start) if may else None
    if request.method == "POST" and form is not None and form.is_valid():
        agreed = form.cleaned_data["agreed"]
        if do(request, form, actions.answer_lowering, lowering_id=asked.id):
            messages.success(request, "The risk is lowered." if agreed else "Refused.")
            return redirect("person", person_id=asked.person_id)
    context = about(request, asked.person_id, "Summary") | {
        "heading": "Lowering of risk",
        "form": form,
        "asked": asked,
        "rows": _asked_rows(asked),
        "follows": _rows(foreseen) if foreseen else None,
        "may_withdraw": waits and asked.asked_by == request.member.id,
    }
    return render(request, "supervision/lowering.html", context)


def _of(request: Asking, asked: LoweringSeen) -> Foreseen:
    rsr = Rsr(asked.rsr) if asked.rsr else None
    cohorts = tuple(Cohort(one) for one in asked.cohorts) if asked.cohorts is not None else None
    return queries.risk_foreseen(
        asked.case_id, at=request.at, risk=Risk(asked.to_risk), rsr=rsr, cohorts=cohorts
    )


def _asked_rows(asked: LoweringSeen) -> list[Row]:
    answered = Lines(asked.answerer, [asked.answer] if asked.answer else [])
    return [
        Row("From", risk_tag(asked.from_risk)),
        Row("To", risk_tag(asked.to_risk)),
        Row("Against", asked.against),
        Row("Why", asked.because),
        Row("Asked by", asked.asker),
        Row("Asked", asked.asked_at),
        Row("State", state_tag(asked.state.value)),
        Row("Answered by", answered if asked.answerer else Unknown("Not answered yet")),
    ]


@page(Permission.RECORD_ON_TIMELINE)
def withdraw_lowering(request: Asking, lowering_id: UUID) -> HttpResponse:
    """Take back what one asked for."""
    back = f"/lowerings/{lowering_id}"
    if request.method != "POST":
        return redirect(back)
    return press(
        request, actions.withdraw_lowering, "The request is taken back.", back, lowering_id=lowering_id
    )


def falls_to_agree(request: Asking) -> list[Matter]:
    """The falls in risk that wait for the viewer's agreement, as home shows them."""
    if not request.member.may(Permission.COUNTERSIGN_ASSESSMENT):
        return []
    return [
        Matter(
            kind="countersignature",
            what=f"{one.asker} asks to lower the risk from {words(Risk(one.from_risk))} to {words(Risk(one.to_risk))}",
            do=Link("Read and answer", f"/lowerings/{one.id}"),
            since=day_of(one.asked_at),
            person_id=one.person_id,
            risk=one.from_risk,
        )
        for one in queries.lowerings_to_answer(request.member)
    ]
