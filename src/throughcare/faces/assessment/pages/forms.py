"""The forms of an assessment, made from its questions, each answer shown with where it came from."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from throughcare.casework.assessment.queries import AssessmentSeen
from throughcare.casework.assessment.rules.needs.drafts import is_on_record
from throughcare.casework.assessment.rules.needs.newer_set import set_questions
from throughcare.casework.assessment.rules.needs.sections import AnswerSet, areas, sections_of_area
from throughcare.casework.assessment.rules.questions import VIEW_PARTS, Asked, Question, questions_of
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce

AS_BEFORE = "Asked as in the earlier questions"
_NOBODY_SAYS = [("", "Not answered yet")]


class PartForm(SentOnce, OfVersion, PlainForm):
    """A form of which any part may be left for later: nothing in it is called optional, and nothing is needed."""

    def shown_as_asked(self) -> PartForm:
        """The same, so that no question is marked as optional: it is asked, and may wait."""
        for name, field in self.fields.items():
            field.required = name not in {"idempotency_key", "version"} or field.required
        return self

    def only_read(self) -> None:
        """Put every box beyond writing in: what it shows can no longer be changed."""
        for field in self.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs["disabled"] = True


class AnswersForm(PartForm):
    """One page of questions."""

    def __init__(self, seen: AssessmentSeen, page: str, correcting: str, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": seen.version, **_initial(seen, page)}
        super().__init__(*args, **kwargs)
        self.page = page
        self.of_set = AnswerSet(seen.answer_set) is AnswerSet.STRENGTHS_AND_NEEDS
        known = {one.name for one in on_record(seen, page)} - {correcting}
        for question in asked_on(seen, page):
            if question.name in known:
                continue
            self.fields[question.name] = _field(question, _provenance(seen, question.name))
        if not seen.editable:
            self.only_read()

    @property
    def answers(self) -> dict[str, object]:
        """What was answered, as an action takes it."""
        kept = {name: self.cleaned_data.get(name) for name in self.fields}
        return {
            name: _kept(value) for name, value in kept.items() if name not in {"idempotency_key", "version"}
        }

    def _of_area(self) -> list[tuple[str, list[str]]]:
        """The items of the older sections, those asked alone; before them the newer set's own questions, if it is that."""
        parts = [
            (section.title, [item for item in section.items if item in self.fields])
            for section in sections_of_area(self.page)
        ]
        if not self.of_set:
            return parts
        own = [name for name in self.fields if name in set_questions()]
        return [(areas()[self.page], own), (AS_BEFORE, [item for _, items in parts for item in items])]

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields under their headings: sections, other questions, the judgement, the person's own view."""
        views = [f"{self.page}.{part}" for part in VIEW_PARTS]
        found: list[tuple[str, list[str]]] = []
        if self.page in areas():
            found += self._of_area()
        held = {name for _, names in found for name in names} | set(views) | {"idempotency_key", "version"}
        found.append(("", [name for name in self.fields if name not in held]))
        if self.page in areas():
            own = [f"{self.page}.readiness", f"{self.page}.words"]
            found.append(("Your judgement", [name for name in views if name not in {*own, views[-1]}]))
            found += [("The person's own view", own), ("Leaving this area out", [views[-1]])]
        return [(heading, [self[name] for name in names]) for heading, names in found if names]


def asked_on(seen: AssessmentSeen, page: str) -> tuple[Question, ...]:
    """The questions of a page, by the assessment's own set and the answers so far."""
    return questions_of(page, AnswerSet(seen.answer_set), seen.answers)


def on_record(seen: AssessmentSeen, page: str) -> list[Question]:
    """The questions of a page that nobody is asked, as a register answers them."""
    asked = asked_on(seen, page)
    return [one for one in asked if one.name in seen.answers and is_on_record(seen.answers[one.name])]


def _initial(seen: AssessmentSeen, page: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in asked_on(seen, page):
        answer = seen.answers.get(question.name)
        if answer is None or answer.value is None:
            continue
        value: Any = list(answer.value) if isinstance(answer.value, tuple) else answer.value
        found[question.name] = date.fromisoformat(value) if question.asked is Asked.DAY else value
    return found


def _provenance(seen: AssessmentSeen, name: str) -> str:
    if name in seen.left_open and (name not in seen.answers or seen.answers[name].value is None):
        return f"Left open: {seen.left_open[name]}."
    answer = seen.answers.get(name)
    if answer is None or answer.value is None or answer.sure:
        return ""
    then = "Saving this page confirms it." if seen.editable else "It was not confirmed."
    return f"From {answer.source}, {answer.at:%-d %B %Y}. {then}"


def _field(question: Question, help_text: str) -> forms.Field:
    given: dict[str, Any] = {"label": question.words, "required": False, "help_text": help_text}
    if question.asked is Asked.ONE_OF:
        return forms.ChoiceField(choices=question.choices, widget=forms.RadioSelect, **given)
    if question.asked is Asked.SOME_OF:
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=question.choices, widget=widget, **given)
    if question.asked is Asked.DAY:
        return DayField(**given)
    if question.asked is Asked.NUMBER:
        return forms.IntegerField(
            min_value=question.lowest,
            max_value=question.highest,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            **given,
        )
    if question.asked is Asked.WORDS:
        return CountedField(limit=4000, rows=3, **given)
    return forms.CharField(max_length=5, **given)


def _kept(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else value


class StepForm(SentOnce, OfVersion, PlainForm):
    """A step in an assessment's life that needs no reason."""


class StepWithReason(StepForm):
    """A step that needs one."""

    because = CountedField(label="Reason", limit=500)


class Countersigning(StepForm):
    """What whoever reads an assessment decides: to countersign it, with a comment or without, or to send it back with one."""

    decision = forms.ChoiceField(
        label="What you decide",
        widget=forms.RadioSelect,
        choices=[("countersign", "Countersign"), ("return", "Send it back for changes")],
    )
    because = CountedField(
        label="Comment",
        limit=500,
        rows=4,
        required=False,
        help_text="The officer reads it. Needed when you send the assessment back.",
    )
    second = forms.BooleanField(label="Ask for a second countersignature", required=False)

    def clean(self) -> dict[str, Any]:
        """Nothing is sent back without saying why."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("decision") == "return" and not said.get("because", "").strip():
            self.add_error("because", "Say what is to be changed")
        return said


class SignForm(StepForm):
    """Signing, and whether somebody else should countersign even where the level does not ask for it."""

    countersign = forms.BooleanField(label="Ask for a countersignature", required=False)


__all__ = [
    "AnswersForm",
    "Countersigning",
    "PartForm",
    "SignForm",
    "StepForm",
    "StepWithReason",
    "asked_on",
    "on_record",
]
