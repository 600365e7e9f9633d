"""The forms of a plan: a goal, a step, how each stands, what the person said, a review, a ready plan, and the end of an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.assessment.rules.needs.sections import sections
from throughcare.casework.courts.queries import SentenceSeen
from throughcare.casework.planning.actions import NewStep
from throughcare.casework.planning.queries import GoalSeen, OfficerSays, StepSeen
from throughcare.casework.planning.rules import (
    AS_USUAL,
    GOAL_MOVES,
    STEP_MOVES,
    AnswerKind,
    GoalMark,
    PlanTemplate,
    StepMark,
    Whose,
)
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.unsent import KeptWhenSignedOut
from throughcare.faces.web.value_words import first_capital

CHOOSE = ("", "Choose")
YES_NO = [CHOOSE, ("yes", "Yes"), ("no", "No"), ("unknown", "I do not know")]
_SAID: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}


def step_of(cleaned: dict[str, Any]) -> NewStep | None:
    """The step that a form tells; None when it tells none."""
    what, whose, by = cleaned.pop("what"), cleaned.pop("whose"), cleaned.pop("by_when")
    return NewStep(what, whose, by) if what.strip() else None


class NewGoalStep(SentOnce, KeptWhenSignedOut, PlainForm):
    """One step of a goal."""

    what = CountedField(label="What is to be done", limit=300, rows=2)
    whose = forms.ChoiceField(
        label="Who does it", choices=[(one.value, first_capital(one.value)) for one in Whose]
    )
    by_when = DayField(label="Day it is to be done by, if there is one", required=False)


class NewGoal(NewGoalStep):
    """A goal and its first step."""

    words = CountedField(
        label="What is to be reached",
        limit=300,
        rows=2,
        help_text="In the person's own words, where you can.",
    )
    need = forms.ChoiceField(label="Need it is for", required=False)
    wanted_by = DayField(
        label="Day it is to be reached by", required=False, help_text="Leave empty for a goal for later."
    )
    field_order = ("words", "need", "wanted_by", "what", "whose", "by_when")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        needs = [(code, section.title) for code, section in sections().items()]
        self.fields["need"].choices = [("", "None of the assessment's needs"), *needs]  # type: ignore[attr-defined]
        self.fields["what"].label, self.fields["what"].required = (
            "First step towards it, if there is one",
            False,
        )


class Marking(SentOnce, PlainForm):
    """How a goal or a step stands, of which day, and why."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="How it stands")
    on = DayField(label="Day")
    note = CountedField(label="On what that rests, or why", limit=1000, rows=3, required=False)

    def offer(self, goal: GoalSeen, step: StepSeen | None) -> None:
        """Offer what can be recorded now, and carry how much was recorded when it was shown.

        What is sent may be any mark: that it cannot be made any more is said by whoever makes it, with why.
        """
        moves = STEP_MOVES[step.state] if step is not None else GOAL_MOVES[goal.state]
        every = StepMark if step is not None else GoalMark
        self._choose(every if self.is_bound else moves)
        self.initial.setdefault("seen", goal.seen)

    def catch_up(self, goal: GoalSeen, step: StepSeen | None) -> int | None:
        """How much was recorded when this was written, where more is now; what is sent next is on top of it, knowingly."""
        moves = STEP_MOVES[step.state] if step is not None else GOAL_MOVES[goal.state]
        self._choose(moves)
        seen = self.cleaned_data.get("seen") if self.is_bound else None
        if seen is None or seen >= goal.seen:
            return None
        self.data = {**{name: self.data.get(name) for name in self.data}, "seen": goal.seen}
        return int(seen)

    def _choose(self, marks: Iterable[GoalMark | StepMark]) -> None:
        self.fields["kind"].choices = [CHOOSE, *((one.value, first_capital(one.value)) for one in marks)]  # type: ignore[attr-defined]


class Answering(SentOnce, PlainForm):
    """What the person said of the plan."""

    kind = forms.TypedChoiceField(
        label="What they said",
        choices=[CHOOSE, *((one.value, first_capital(one.value)) for one in AnswerKind)],
        coerce=AnswerKind,
    )
    reason = CountedField(
        label="Why, if they did not agree or could not answer", limit=500, rows=3, required=False
    )
    on = DayField(label="Day they said so")


class Reviewing(SentOnce, KeptWhenSignedOut, PlainForm):
    """What changed since the plan was last looked at."""

    changed = CountedField(label="What has changed, and what follows", limit=1000, rows=5)
    on = DayField(label="Day of the review")
    seen_every_days = forms.TypedChoiceField(
        label="How often they are seen from now on",
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *given: Any, every: Sequence[int], stands: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        usual = [(str(AS_USUAL), "As often as their risk says")] if stands else []
        less = [(str(days), f"Less often, for good compliance: every {days} days") for days in every]
        field = self.fields["seen_every_days"]
        field.choices = [("", "As it is now"), *usual, *less]  # type: ignore[attr-defined]
        if not usual and not less:
            del self.fields["seen_every_days"]


class Laying(SentOnce, PlainForm):
    """Which parts of a ready plan are left out, and why."""

    def __init__(self, *given: Any, template: PlanTemplate, **named: Any) -> None:
        super().__init__(*given, **named)
        for part in template.modules:
            self.fields[f"out_{part.key}"] = forms.CharField(
                label=f"Why “{part.goal}” is left out",
                help_text="Leave empty to take it in.",
                required=False,
                max_length=300,
            )

    def left_out(self) -> dict[str, str]:
        """The parts left out with their reasons, taken from the cleaned answers."""
        names = [name for name in self.cleaned_data if name.startswith("out_")]
        said = {name.removeprefix("out_"): self.cleaned_data.pop(name) for name in names}
        return {key: reason for key, reason in said.items() if reason.strip()}


class EndingOrder(OfVersion, SentOnce, PlainForm):
    """What only the responsible officer knows before an order ends."""

    has_court_review = forms.ChoiceField(label="Whether the court reviews this order", choices=YES_NO)
    more_to_instruct = forms.ChoiceField(
        label="Whether more is to be instructed under a requirement", choices=YES_NO
    )
    more_to_plan = forms.ChoiceField(label="Whether a goal is to be added to the plan", choices=YES_NO)

    def __init__(self, *given: Any, sentence: SentenceSeen, **named: Any) -> None:
        super().__init__(*given, **named)
        for one in sentence.requirements:
            if one.ended_on is None and (one.at_most or not one.is_counted):
                self.fields[f"complied_{one.id}"] = forms.ChoiceField(
                    label=f"Whether {one.kind} was complied with", choices=YES_NO
                )

    def says(self) -> OfficerSays:
        """What the officer says, taken from the cleaned answers; "I do not know" stays unknown."""
        said = {
            name: _SAID[self.cleaned_data.pop(name)]
            for name in list(self.cleaned_data)
            if name in self._asked()
        }
        complied = {
            UUID(name.removeprefix("complied_")): answer
            for name, answer in said.items()
            if name.startswith("complied_")
        }
        return OfficerSays(
            said["has_court_review"], said["more_to_instruct"], said["more_to_plan"],
            {key: answer for key, answer in complied.items() if answer is not None},
        )  # fmt: skip

    def _asked(self) -> set[str]:
        return {name for name in self.fields if name not in {"version", "idempotency_key"}}


def start_on(today: date) -> dict[str, Any]:
    """Today, for a form that asks for a day."""
    return {"on": today}
