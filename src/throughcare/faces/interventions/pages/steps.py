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
    LONGEST_SESSION,
    REFERRAL_MOVES,
    Achievement,
    AmendedBy,
    ReferralState,
    RefusalReason,
    StepKind,
    WithdrawalReason,
    may_be_taken,
)
from throughcare.casework.supervision.rules.attendance import AT_A_SESSION, Absence, Evidence, Outcome
from throughcare.faces.web.look.fields import CountedField, DayField, UnitInput
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


class Amending(Plain):
    """Why they were referred, as it is to say now, and why it is amended."""

    because = CountedField(label="What the person needs, and why this service", limit=1000)
    reason = CountedField(
        label="Why it is amended", limit=1000, help_text="The service is told, and sees what it said before."
    )


class AmendingPlan(Planning):
    """The plan as it is to say now, and why it is amended."""

    reason = CountedField(
        label="Why it is amended", limit=1000, help_text="The team that sent the person is told, and sees what it said before."
    )  # fmt: skip

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        del self.fields["note"]


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
    minutes = forms.IntegerField(
        label="How long it took", min_value=1, max_value=LONGEST_SESSION, required=False, widget=UnitInput(after="minutes"),
        help_text="Where they took part.",
    )  # fmt: skip
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
    """One step as a page offers it: its button, its side (None: whichever has something to read), its act and its form."""

    kind: StepKind
    label: str
    by_sender: bool | None
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
    "read": StepForm(
        StepKind.READ, "Say that you have read the amendment", None, actions.read_amendment, Plain
    ),
    "amend": StepForm(
        StepKind.AMENDED, "Amend why they were referred", True, actions.amend_referral, Amending
    ),
    "amend-plan": StepForm(StepKind.AMENDED, "Amend the plan", False, actions.amend_plan, AmendingPlan),
    "resume": StepForm(StepKind.RESUMED, "Say that it goes on", True, actions.resume_referral, Noted),
    "withdraw": StepForm(StepKind.WITHDRAWN, "Withdraw", True, actions.withdraw_referral, Withdrawing, True),
}


def steps_open(seen: ReferralSeen, *, sender: bool, receiver: bool) -> dict[str, StepForm]:
    """The steps that a viewer's side can take now, those that go on first."""
    moves = REFERRAL_MOVES[ReferralState(seen.line.state)]
    kinds = [step.kind for step in seen.steps]
    reads = (sender and AmendedBy.SENDER in seen.unread) or (receiver and AmendedBy.SERVICE in seen.unread)
    on_side = {True: sender, False: receiver, None: reads}
    return {
        slug: step
        for slug, step in STEPS.items()
        if step.kind in moves
        and on_side[step.by_sender]
        and _in_turn(step.kind, kinds, seen)
        and (slug != "amend-plan" or _has_a_plan(kinds))
    }


def _has_a_plan(kinds: list[str]) -> bool:
    """Whether a plan stands that can be amended: sent or approved, and not sent back."""
    plan = next((one for one in reversed(kinds) if one in _PLAN), "")
    return plan in {StepKind.PLANNED, StepKind.PLAN_APPROVED}


def _in_turn(kind: StepKind, kinds: list[str], seen: ReferralSeen) -> bool:
    plan = next((one for one in reversed(kinds) if one in _PLAN), "")
    if not may_be_taken(kind, [StepKind(one) for one in kinds]) or (kind is StepKind.RESUMED and seen.away):
        return False
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


def _as_it_stands(step: StepForm, seen: ReferralSeen) -> dict[str, Any]:
    """What an amendment begins from."""
    if step.form is Amending:
        return {"because": seen.because}
    return {"goals": "\n".join(seen.goals), "sessions": seen.sessions} if step.form is AmendingPlan else {}


def form_of(step: StepForm, seen: ReferralSeen, at: Any, sent: Any) -> Plain:
    """The form of a step, with the choices that this referral gives."""
    form = step.form(sent, initial={"version": seen.version, **_as_it_stands(step, seen)})
    if isinstance(form, Assigning):
        workers = [(str(m.id), m.name) for m in access.members_of([seen.sides.receives], at=at)]
        form.fields["worker"].choices = [CHOOSE, *workers]  # type: ignore[attr-defined]
    if isinstance(form, Concluding):
        attended = any(one.session is not None and one.session.means.took_part for one in seen.steps)
        for place, goal in enumerate(seen.goals if attended else ()):
            form.fields[f"goal_{place}"] = forms.ChoiceField(label=goal, choices=_choices(Achievement))
        form.order_fields([*form.goals, "note"])
    return form
