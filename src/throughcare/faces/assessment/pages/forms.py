"""The forms of an assessment, made from its questions, each answer shown with where it came from."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from throughcare.casework.assessment.queries import AssessmentSeen, HarmSeen
from throughcare.casework.assessment.rules.harm.analysis import (
    EnquiryMade,
    HarmAnalysis,
    Imminence,
    Measure,
    RiskTo,
    Screened,
)
from throughcare.casework.assessment.rules.harm.tables import HarmTable
from throughcare.casework.assessment.rules.needs.newer_set import set_questions
from throughcare.casework.assessment.rules.needs.sections import AnswerSet, areas, sections_of_area
from throughcare.casework.assessment.rules.questions import VIEW_PARTS, Asked, Question, questions_of
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce

AS_BEFORE = "Asked as in the older sections"
_NOBODY_SAYS = [("", "Not answered yet")]


class PartForm(SentOnce, OfVersion, PlainForm):
    """A form of which any part may be left for later: nothing in it is called optional, and nothing is needed."""

    def shown_as_asked(self) -> PartForm:
        """The same, so that no question is marked as optional: it is asked, and may wait."""
        for name, field in self.fields.items():
            field.required = name not in {"idempotency_key", "version"} or field.required
        return self


class AnswersForm(PartForm):
    """One page of questions."""

    def __init__(self, seen: AssessmentSeen, page: str, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": seen.version, **_initial(seen, page)}
        super().__init__(*args, **kwargs)
        self.page = page
        self.of_set = AnswerSet(seen.answer_set) is AnswerSet.STRENGTHS_AND_NEEDS
        for question in asked_on(seen, page):
            self.fields[question.name] = _field(question, _provenance(seen, question.name))
        for field in () if seen.editable else self.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs["disabled"] = True

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


class ScreeningForm(PartForm):
    """The screening questions of the analysis of harm, and whether the person is in custody."""

    in_custody = forms.BooleanField(label="The person is in custody", required=False)

    def __init__(self, harm: HarmSeen, table: HarmTable, version: int, *args: Any, **kwargs: Any) -> None:
        said = {name: answer.value for name, answer in harm.analysis.screening.items()}
        kwargs["initial"] = {"version": version, "in_custody": harm.analysis.in_custody, **said}
        super().__init__(*args, **kwargs)
        choices = [(one.value, one.value.capitalize()) for one in Screened]
        for name, words in table.screening.items():
            self.fields[name] = forms.ChoiceField(
                label=words, choices=choices, widget=forms.RadioSelect, required=False
            )

    def changed(self, analysis: HarmAnalysis) -> dict[str, Any]:
        """The parts of the analysis that this form sets."""
        parts = {"idempotency_key", "version", "in_custody"}
        said = {n: Screened(v) for n, v in self.cleaned_data.items() if n not in parts and v}
        return {"screening": said, "in_custody": self.cleaned_data["in_custody"]}


class RiskForm(PartForm):
    """The risk to one group."""

    level = forms.ChoiceField(label="Level of risk", widget=forms.RadioSelect)
    nature = CountedField(label="Nature of the harm", limit=2000, rows=3, required=False)
    imminence = forms.ChoiceField(label="How soon it could come", required=False, widget=forms.RadioSelect)
    circumstances = CountedField(label="What would raise it", limit=2000, rows=3, required=False)
    lowered_by = CountedField(label="What would lower it", limit=2000, rows=3, required=False)
    who = CountedField(label="Who in particular", limit=300, rows=2, required=False)

    def __init__(
        self, harm: HarmSeen, table: HarmTable, group: str, version: int, *args: Any, **kwargs: Any
    ) -> None:
        self.group = group
        held = next((one for one in harm.analysis.risks if one.group == group), None)
        kwargs["initial"] = {"version": version, **(_of_risk(held) if held else {})}
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = list(table.levels.items())  # type: ignore[attr-defined]
        soon = [(one.value, one.value.capitalize()) for one in Imminence]
        self.fields["imminence"].choices = soon  # type: ignore[attr-defined]

    def changed(self, analysis: HarmAnalysis) -> dict[str, Any]:
        """The parts of the analysis that this form sets."""
        said = self.cleaned_data
        imminence = Imminence(said["imminence"]) if said["imminence"] else None
        risk = RiskTo(
            self.group,
            said["level"],
            said["nature"],
            imminence,
            said["circumstances"],
            said["lowered_by"],
            said["who"],
        )
        others = tuple(one for one in analysis.risks if one.group != self.group)
        return {"risks": (*others, risk)}


def _of_risk(risk: RiskTo) -> dict[str, Any]:
    return {**vars(risk), "imminence": risk.imminence.value if risk.imminence else ""}


class EnquiryForm(PartForm):
    """One enquiry of another agency: when it was asked, when answered, and what it found."""

    asked = DayField(label="Date asked")
    answered = DayField(label="Date answered", required=False)
    found = CountedField(label="What it found", limit=2000, rows=3, required=False)

    def __init__(self, harm: HarmSeen, code: str, version: int, *args: Any, **kwargs: Any) -> None:
        self.code = code
        held = next((one for one in harm.analysis.enquiries if one.enquiry == code), None)
        kwargs["initial"] = {"version": version, **(vars(held) if held else {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Answered not before it was asked."""
        said: dict[str, Any] = super().clean() or {}
        asked, answered = said.get("asked"), said.get("answered")
        if asked and answered and answered < asked:
            self.add_error("answered", "Date answered must be on or after the date asked")
        return said

    def changed(self, analysis: HarmAnalysis) -> dict[str, Any]:
        """The parts of the analysis that this form sets."""
        said = self.cleaned_data
        made = EnquiryMade(self.code, said["asked"], said["answered"], said["found"])
        others = tuple(one for one in analysis.enquiries if one.enquiry != self.code)
        return {"enquiries": (*others, made)}


class PlanForm(PartForm):
    """The plan: for each kind of measure, what will be done and by whom."""

    def __init__(self, harm: HarmSeen, table: HarmTable, version: int, *args: Any, **kwargs: Any) -> None:
        held = {one.kind: one for one in harm.analysis.plan}
        kwargs["initial"] = {"version": version}
        for kind, one in held.items():
            kwargs["initial"] |= {f"{kind}.what": one.what, f"{kind}.by_whom": one.by_whom}
        super().__init__(*args, **kwargs)
        self.kinds = tuple(table.measures)
        for kind, words in table.measures.items():
            self.fields[f"{kind}.what"] = CountedField(
                label=f"{words}: what", limit=2000, rows=3, required=False
            )
            self.fields[f"{kind}.by_whom"] = forms.CharField(
                label=f"{words}: by whom", max_length=200, required=False
            )

    def changed(self, analysis: HarmAnalysis) -> dict[str, Any]:
        """The parts of the analysis that this form sets."""
        said = self.cleaned_data
        plan = (Measure(kind, said[f"{kind}.what"], said[f"{kind}.by_whom"]) for kind in self.kinds)
        return {"plan": tuple(one for one in plan if one.what.strip() or one.by_whom.strip())}


class StepForm(SentOnce, OfVersion, PlainForm):
    """A step in an assessment's life that needs no reason."""


class StepWithReason(StepForm):
    """A step that needs one."""

    because = CountedField(label="Reason", limit=500)


class SignForm(StepForm):
    """Signing, and whether somebody else should countersign even where the level does not ask for it."""

    countersign = forms.BooleanField(label="Ask for a countersignature", required=False)


__all__ = [
    "AnswersForm",
    "EnquiryForm",
    "PlanForm",
    "RiskForm",
    "ScreeningForm",
    "SignForm",
    "StepForm",
    "StepWithReason",
    "asked_on",
]
