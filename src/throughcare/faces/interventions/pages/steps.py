"""The steps that can be taken on a referral: what each is called, which side takes it, and what its form asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.interventions import actions
from throughcare.casework.interventions.queries import ReferralSeen
from throughcare.casework.interventions.rules import (
    REFERRAL_MOVES,
    Achievement,
    ReferralState,
    RefusalReason,
    StepKind,
    WithdrawalReason,
)
from throughcare.casework.supervision.rules.attendance import AT_A_SESSION, Absence, Evidence, Outcome
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access

CHOOSE = ("", "Choose")


class Plain(OfVersion, SentOnce, PlainForm):
    """A step that needs no words."""


class Noted(Plain):
    """A step with something to say."""

    note = CountedField(label="What to say", limit=5000)


def _choices(kinds: Any) -> list[tuple[str, str]]:
    return [CHOOSE, *((kind.value, first_capital(kind.value)) for kind in kinds)]


class Refusing(Noted):
    """Why somebody is not taken on."""

    reason = forms.TypedChoiceField(label="Reason", choices=_choices(RefusalReason), coerce=RefusalReason)
    field_order = ("reason", "note")


class Withdrawing(Plain):
    """Why a referral is taken back, or its end asked for."""

    reason = forms.TypedChoiceField(
        label="Reason", choices=_choices(WithdrawalReason), coerce=WithdrawalReason
    )
    note = CountedField(label="What the service should know", limit=5000, required=False)


class Assigning(Plain):
    """Which worker takes it."""

    worker = forms.ChoiceField(label="Worker")

    def clean_worker(self) -> UUID:
        """The choice as an id."""
        return UUID(self.cleaned_data["worker"])


class Planning(Plain):
    """The plan."""

    goals = CountedField(
        label="Goals", limit=5000, help_text="One on each line, in words the person would use."
    )
    sessions = forms.IntegerField(label="Number of sessions", min_value=1, max_value=200)
    note = CountedField(label="Anything else", limit=5000, required=False)

    def clean_goals(self) -> list[str]:
        """Each line as a goal."""
        return [line.strip() for line in self.cleaned_data["goals"].splitlines() if line.strip()]


class Recording(Plain):
    """What became of one session."""

    on = DayField(label="Day of the session")
    outcome = forms.TypedChoiceField(label="What came of it", choices=_choices(AT_A_SESSION), coerce=Outcome)
    absence = forms.TypedChoiceField(
        label="Why the absence is acceptable, if it is",
        choices=[("", "None"), *_choices(Absence)[1:]],
        coerce=Absence,
        empty_value=None,
        required=False,
    )
    evidence = forms.TypedChoiceField(
        label="What shows why they were absent",
        choices=[("", "Not known"), *_choices(Evidence)[1:]],
        coerce=Evidence,
        empty_value=None,
        required=False,
    )
    note = CountedField(label="Note", limit=5000, required=False)


class Concluding(Plain):
    """The report at the end: what became of each goal."""

    note = CountedField(label="What was done, and what became of it", limit=5000)

    @property
    def goals(self) -> list[str]:
        """The fields of the goals."""
        return [name for name in self.fields if name.startswith("goal_")]

    def clean(self) -> dict[str, Any]:
        """The outcomes of the goals in their order, in place of one answer each."""
        cleaned = dict(super().clean() or {})
        chosen = [cleaned.pop(name, "") for name in self.goals]
        cleaned["outcomes"] = [Achievement(one) for one in chosen if one]
        return cleaned


@dataclass(frozen=True)
class StepForm:
    """One step as a page offers it: its button, its side, its act and its form."""

    kind: StepKind
    label: str
    by_sender: bool
    act: Callable[..., object]
    form: type[Plain]
    warns: bool = False


STEPS: Mapping[str, StepForm] = {
    "accept": StepForm(StepKind.ACCEPTED, "Accept", False, actions.accept_referral, Plain),
    "return": StepForm(StepKind.RETURNED, "Return for information", False, actions.return_referral, Noted),
    "refuse": StepForm(StepKind.REFUSED, "Refuse", False, actions.refuse_referral, Refusing, True),
    "assign": StepForm(StepKind.ASSIGNED, "Give to a worker", False, actions.assign_referral, Assigning),
    "plan": StepForm(StepKind.PLANNED, "Send a plan", False, actions.send_plan, Planning),
    "session": StepForm(StepKind.SESSION, "Record a session", False, actions.record_session, Recording),
    "conclude": StepForm(
        StepKind.CONCLUDED, "Report and conclude", False, actions.conclude_referral, Concluding
    ),
    "answer": StepForm(StepKind.ANSWERED, "Answer and send again", True, actions.answer_return, Noted),
    "approve": StepForm(StepKind.PLAN_APPROVED, "Approve the plan", True, actions.approve_plan, Plain),
    "send-back": StepForm(StepKind.PLAN_RETURNED, "Send the plan back", True, actions.return_plan, Noted),
    "ask-to-end": StepForm(
        StepKind.END_ASKED, "Ask for an early end", True, actions.ask_to_end, Withdrawing, True
    ),
    "withdraw": StepForm(StepKind.WITHDRAWN, "Withdraw", True, actions.withdraw_referral, Withdrawing, True),
}


def steps_open(seen: ReferralSeen, *, sender: bool, receiver: bool) -> dict[str, StepForm]:
    """The steps that a viewer's side can take now, those that go on first."""
    moves = REFERRAL_MOVES[ReferralState(seen.line.state)]
    kinds = [step.kind for step in seen.steps]
    return {
        slug: step
        for slug, step in STEPS.items()
        if step.kind in moves
        and (sender if step.by_sender else receiver)
        and _in_turn(step.kind, kinds, seen)
    }


def _in_turn(kind: StepKind, kinds: list[str], seen: ReferralSeen) -> bool:
    plan = next((one for one in reversed(kinds) if one in _PLAN), "")
    if kind in {StepKind.PLAN_APPROVED, StepKind.PLAN_RETURNED}:
        return plan == StepKind.PLANNED
    if kind is StepKind.PLANNED:
        return StepKind.ASSIGNED in kinds and plan != StepKind.PLANNED
    if kind is StepKind.CONCLUDED:
        return StepKind.END_ASKED in kinds or seen.recorded >= (seen.sessions or 0)
    if kind is StepKind.WITHDRAWN:
        return seen.line.state != ReferralState.DELIVERING
    return True


_PLAN = {StepKind.PLANNED.value, StepKind.PLAN_RETURNED.value, StepKind.PLAN_APPROVED.value}


def form_of(step: StepForm, seen: ReferralSeen, at: Any, sent: Any) -> Plain:
    """The form of a step, with the choices that this referral gives."""
    form = step.form(sent, initial={"version": seen.version})
    if isinstance(form, Assigning):
        workers = [(str(m.id), m.name) for m in access.members_of([seen.sides.receives], at=at)]
        form.fields["worker"].choices = [CHOOSE, *workers]  # type: ignore[attr-defined]
    if isinstance(form, Concluding):
        attended = any(one.session is not None and one.session.means.took_part for one in seen.steps)
        for place, goal in enumerate(seen.goals if attended else ()):
            form.fields[f"goal_{place}"] = forms.ChoiceField(label=goal, choices=_choices(Achievement))
        form.order_fields([*form.goals, "note"])
    return form
