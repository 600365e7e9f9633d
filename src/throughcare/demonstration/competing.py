"""Who judges the competitions of the demonstration, what bidders answer, and what they are scored."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from throughcare.commissioning.competition import actions, queries
from throughcare.foundation.access import actions as access
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing

from .days import instant
from .history import History

_ANSWERS = (
    ("Work with an aim: each person leaves with a skill that an employer here asks for, and a reference.",
     "Vans from six places in each area, evenings and weekends; a women's team with its own rooms.",
     "Both councils' parks, two housing associations, and the allotments of Billingham."),
    ("One worker for each person from the first week to six months after the last; a plan that both sign.",
     "Rooms in the libraries of Bishop Auckland, Peterlee and Redcar, and a bus fare for whoever needs it.",
     "The food bank, the credit union and a builders' merchant that takes people on."),
    ("Women are met by women, in a house where their children are welcome; debt, violence and health come first.",
     "A house in each area, and visits at home for whoever lives more than an hour away.",
     "The refuge, two surgeries and the children's centres; volunteers stay on when the contract ends."),
    ("Groups of eight with the manual that was accredited, and catch-up for each session that was missed.",
     "Daytime and evening groups in Durham and Middlesbrough; a remote group for whoever works shifts.",
     "The college lends rooms. We leave trained tutors."),
)  # fmt: skip
_SCORES = ((4, 3, 4), (4, 4, 3), (5, 4, 4), (3, 2, 2))
_CRITERIA = ("Stopping", "Reach", "Links")
_WHY = {
    2: "Says what, but shows little of how often or how well.",
    3: "Most of it is shown; the figures are for one area alone.",
    4: "Answers all of it, and names who does what.",
    5: "Answers all of it, and shows what became of people.",
}


def answered(number: int) -> str:
    """The answers of the bidder of that number, as lines of its bid."""
    said = _ANSWERS[number % len(_ANSWERS)]
    return "".join(f'  {name}: "{words}"\n' for name, words in zip(_CRITERIA, said, strict=True))


def colleague(history: History, buyer: Member, name: str, role: str) -> Member:
    """Somebody else of the commissioner's team."""
    at = instant(history.as_at - timedelta(days=120), 9)
    email = f"{name.lower().replace(' ', '.')}@commissioners.example"
    account = access.make_account(by=history.staff.by, at=at, email=email, name=name, password=None)
    made = access.add_member(
        by=history.staff.by, at=at, unit_id=buyer.unit_id, role=role, name=name, account_id=account
    )  # fmt: skip
    found = members.member(made, at=instant(history.as_at, 8))
    assert found is not None
    return found


class Panel:
    """Two who evaluate and one who moderates, of the commissioner's team: the second and the moderator are those who sign in."""

    def __init__(self, history: History, buyer: Member) -> None:
        self._history, self._buyer = history, buyer
        at = instant(history.as_at, 8)
        second = history.staff.signed_in("evaluator", at) or colleague(
            history, buyer, "Tom Oduya", "evaluator"
        )
        self._evaluators = [colleague(history, buyer, "Ines Harker", "evaluator"), second]
        self._moderator = history.staff.signed_in("moderator", at) or colleague(
            history, buyer, "Ruth Castellan", "moderator"
        )

    def judges(self, competition: UUID, *, days: int) -> None:
        """Score every answer, agree where they differ, and sign."""
        self.scores(competition, days=days, by=2)
        at = instant(self._history.as_at - timedelta(days=days - 2), 14)
        with viewing(self._moderator, at):
            seen = queries.competition(competition, self._moderator, at=at)
            found = queries.scores(seen)
            apart = [
                (one.id, name) for one in found.readable for name in _CRITERIA if found.given((one.id, name)).stands is None
            ]  # fmt: skip
            least = {answer: min(found.given(answer).scores) for answer in apart}
        for opened, name in apart:
            actions.agree_score(
                by=self._moderator, at=at, competition_id=competition, opened_id=opened, criterion=name,
                score=least[opened, name], because="Talked through: what more was promised is not shown.",
            )  # fmt: skip
        actions.sign_quality(by=self._moderator, at=at, competition_id=competition)

    def scores(self, competition: UUID, *, days: int, by: int) -> None:
        """Name the panel; of the evaluators the first ``by`` score every answer and hand in."""
        at = instant(self._history.as_at - timedelta(days=days), 10)
        for who, part in [*((one, "evaluator") for one in self._evaluators), (self._moderator, "moderator")]:
            actions.name_to_panel(by=self._buyer, at=at, competition_id=competition, who=who.id, part=part)
        for turn, who in enumerate(self._evaluators[:by]):
            self._score(competition, who, turn, at + timedelta(hours=1 + turn))

    def _score(self, competition: UUID, who: Member, turn: int, at: datetime) -> None:
        with viewing(who, at):
            found = queries.scores(queries.competition(competition, who, at=at)).readable
        for number, one in enumerate(found):
            for place, name in enumerate(_CRITERIA):
                given = _SCORES[number % len(_SCORES)][place] - (turn and place == number % 3)
                actions.score_answer(
                    by=who, at=at, competition_id=competition, opened_id=one.id, criterion=name, score=given,
                    because=_WHY.get(given, _WHY[2]),
                )  # fmt: skip
        actions.hand_in_scores(by=who, at=at, competition_id=competition)
