"""The forms of the analysis of harm: screening, the risk to each group, enquiries, and the plan."""

from __future__ import annotations

from typing import Any

from django import forms

from throughcare.casework.assessment.queries import HarmSeen
from throughcare.casework.assessment.rules.harm.analysis import (
    EnquiryMade,
    HarmAnalysis,
    Imminence,
    Measure,
    RiskTo,
    Screened,
)
from throughcare.casework.assessment.rules.harm.tables import HarmTable
from throughcare.faces.web.look.fields import CountedField, DayField

from .forms import PartForm


class ScreeningForm(PartForm):
    """The screening questions of the analysis of harm; whether the person is in custody is asked where no case says."""

    in_custody = forms.BooleanField(label="The person is in custody", required=False)

    def __init__(
        self, harm: HarmSeen, table: HarmTable, version: int, custody: bool | None, *args: Any, **kwargs: Any
    ) -> None:
        said = {name: answer.value for name, answer in harm.analysis.screening.items()}
        kwargs["initial"] = {"version": version, "in_custody": harm.analysis.in_custody, **said}
        super().__init__(*args, **kwargs)
        self.custody = custody
        if custody is not None:
            del self.fields["in_custody"]
        choices = [(one.value, one.value.capitalize()) for one in Screened]
        for name, words in table.screening.items():
            self.fields[name] = forms.ChoiceField(
                label=words, choices=choices, widget=forms.RadioSelect, required=False
            )

    def changed(self, analysis: HarmAnalysis) -> dict[str, Any]:
        """The parts of the analysis that this form sets."""
        parts = {"idempotency_key", "version", "in_custody"}
        said = {n: Screened(v) for n, v in self.cleaned_data.items() if n not in parts and v}
        known = self.cleaned_data["in_custody"] if self.custody is None else self.custody
        return {"screening": said, "in_custody": known}


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
    """The plan: for each kind of measure, what will be done, by whom and by which day."""

    def __init__(self, harm: HarmSeen, table: HarmTable, version: int, *args: Any, **kwargs: Any) -> None:
        held = {one.kind: one for one in harm.analysis.plan}
        kwargs["initial"] = {"version": version}
        for kind, one in held.items():
            kwargs["initial"] |= {f"{kind}.what": one.what, f"{kind}.by_whom": one.by_whom}
            kwargs["initial"][f"{kind}.by_day"] = one.by_day
        super().__init__(*args, **kwargs)
        self.kinds = tuple(table.measures)
        for kind, words in table.measures.items():
            self.fields[f"{kind}.what"] = CountedField(
                label=f"{words}: what", limit=2000, rows=3, required=False
            )
            self.fields[f"{kind}.by_whom"] = forms.CharField(
                label=f"{words}: by whom, by name", max_length=200, required=False
            )
            self.fields[f"{kind}.by_day"] = DayField(label=f"{words}: by which day", required=False)

    def changed(self, analysis: HarmAnalysis) -> dict[str, Any]:
        """The parts of the analysis that this form sets."""
        said = self.cleaned_data
        plan = (
            Measure(kind, said[f"{kind}.what"], said[f"{kind}.by_whom"], said[f"{kind}.by_day"])
            for kind in self.kinds
        )
        return {"plan": tuple(one for one in plan if one.what.strip() or one.by_whom.strip())}
