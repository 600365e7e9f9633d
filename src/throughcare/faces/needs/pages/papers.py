"""The forms of an intention: its paper, and the steps it takes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from throughcare.casework.interventions.rules.words import need_areas
from throughcare.commissioning.needs import queries
from throughcare.commissioning.needs.rules.intentions import Answer, Paper, Scope, Stage, Way
from throughcare.commissioning.needs.rules.seats import Seat, Vote
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.operating_model.rules import Function

PENCE = Decimal(100)


def box(label: str, help_text: str = "", *, required: bool = False, most: int = 2000) -> forms.CharField:
    """A box for some sentences."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=most, widget=area)


def _choices(*values: str) -> list[tuple[str, str]]:
    return [(value, first_capital(value)) for value in values]


class PaperForm(SentOnce, PlainForm):
    """What an intention says."""

    title = forms.CharField(label="Title", max_length=120)
    need = forms.ChoiceField(label="Need")
    function = forms.ChoiceField(label="What is to be provided")
    place = forms.ChoiceField(label="Area")
    scope = forms.ChoiceField(label="Bought for", choices=_choices(*(one.value for one in Scope)))
    priority = forms.IntegerField(
        label="Priority", min_value=1, max_value=5, help_text="From 1, the first, to 5."
    )
    budget = forms.DecimalField(
        label="Budget in a year, in pounds", min_value=0, max_digits=12, decimal_places=2
    )
    because = box("Why")
    demand_low = forms.IntegerField(label="People in a year, at the fewest", required=False, min_value=0)
    demand_high = forms.IntegerField(label="People in a year, at the most", required=False, min_value=0)
    way = forms.ChoiceField(label="Make it or buy it", choices=_choices(*(one.value for one in Way)))
    way_because = box("What was weighed, and why so")
    conflicts = box("Interests of whoever appraised it", "Say “none declared” where there are none.")
    equality = box("What it means for each protected group")
    small_providers = box("What it means for small providers")
    mainstream = forms.ChoiceField(
        label="Is a mainstream service open to these people already?",
        choices=_choices(*(one.value for one in Answer)),
    )
    mainstream_words = box("Which, and why more is needed")
    differs = box("What differs from the wider intention", "Of a local addition alone.")
    asked = box("Who was consulted on the difference", "Of a local addition alone.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = sorted(queries.names_of_places().items(), key=lambda one: one[1])
        bought = [(one, Function(one).label) for one in queries.functions_bought()]
        for name, choices in (
            ("need", [(code, one.name) for code, one in need_areas().items()]), ("function", bought), ("place", places)
        ):  # fmt: skip
            self.fields[name].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]

    def paper(self) -> Paper:
        """The paper that a valid form says."""
        given = {
            name: self.cleaned_data[name] for name in Paper.__dataclass_fields__ if name in self.cleaned_data
        }
        given |= {
            "scope": Scope(given["scope"]), "way": Way(given["way"]), "mainstream": Answer(given["mainstream"]),
            "budget_pence": int(self.cleaned_data["budget"] * PENCE),
        }  # fmt: skip
        return Paper(**given)


def initial_of(paper: Paper) -> dict[str, Any]:
    """What the form shows of a paper."""
    kept = {
        name: str(value) if isinstance(value, Scope | Way | Answer) else value
        for name, value in vars(paper).items()
    }
    return {**kept, "budget": Decimal(paper.budget_pence) / PENCE}


class Cite(SentOnce, PlainForm):
    """Which figure of need."""

    place = forms.ChoiceField(
        label="Area of the figure", help_text="Its latest quarter is cited, and stays as it is."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = queries.names_of_places()
        told = [(code, names.get(code, code)) for code in queries.places_told_of()]
        self.fields["place"].choices = [("", "Choose"), *told]  # type: ignore[attr-defined]


class Consult(SentOnce, PlainForm):
    """Until when, and why so short."""

    closes = DayField(label="Last day to say something")
    shorter_because = box("Why it is shorter than twelve weeks", "Where it is.", most=500)


class Say(SentOnce, PlainForm):
    """What one has to say, with a vote where there is one."""

    words = box("What you have to say", required=True)
    vote = forms.ChoiceField(label="Your organisation's vote", required=False)

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seat is not Seat.VOTE:
            del self.fields["vote"]
        else:
            votes = [("", "No vote"), *_choices(*(one.value for one in Vote))]
            self.fields["vote"].choices = votes  # type: ignore[attr-defined]


class AnswerForm(SentOnce, PlainForm):
    """An answer to something that was said."""

    words = box("Your answer", "Everybody who may look at the intention reads it.", required=True)
    changed = forms.BooleanField(label="Something was changed for it", required=False)


class Move(SentOnce, PlainForm):
    """The next stage, and why."""

    to = forms.ChoiceField(label="It becomes")
    because = box("Why", required=True, most=1000)

    def __init__(self, *args: Any, onward: tuple[Stage, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "Choose"), *_choices(*(one.value for one in onward))]  # type: ignore[attr-defined]


class Gap(SentOnce, PlainForm):
    """A gap that one meets."""

    need = forms.ChoiceField(label="Need")
    place = forms.ChoiceField(label="Area")
    words = box(
        "What is missing", "Name nobody, and say nothing that tells of one person.", required=True, most=1000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = [(code, one.name) for code, one in need_areas().items()]
        places = sorted(queries.names_of_places().items(), key=lambda one: one[1])
        for name, choices in (("need", needs), ("place", places)):
            self.fields[name].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]
