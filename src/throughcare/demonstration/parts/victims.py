"""Victims in the demonstration: at each stage of the scheme, of people sentenced for a violent or sexual offence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.actions import Reach
from throughcare.casework.victims.queries import CoveredSeen
from throughcare.casework.victims.rules import (
    Choice,
    Going,
    LetterMove,
    Means,
    StageKind,
    StatementMove,
    VictimKind,
    VictimMove,
)
from throughcare.casework.victims.rules.enquiries import EnquiryAnswer
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

from ..days import instant
from ..history import History
from ..part import Finish, Part

_NAMES = ("Alex", "Jo", "Sam", "Pat", "Kim", "Robin", "Chris", "Lee", "Ashley", "Terry", "Jamie", "Drew")
_SURNAMES = (
    "Hollis",
    "Marsden",
    "Pryce",
    "Okafor",
    "Rowntree",
    "Sandhu",
    "Whitlock",
    "Yeo",
    "Barrow",
    "Cairns",
    "Dunn",
    "Ely",
)
_LETTER = Reach(Means.LETTER, address="Flat 2, 14 Mill Lane", safe_times="Never at weekends")
_CALLED = Reach(
    Means.TELEPHONE,
    telephone="01632 960123",
    safe_times="Tuesdays after six",
    never="Leave no message",
    interpreter="Urdu",
)
_CHECKED = {"right": (True, ""), "again": (False, "Say first that they need do nothing.")}
_AREA = "54.5742 -1.2350\n54.5790 -1.2290\n54.5801 -1.2101\n54.5725 -1.2050\n54.5690 -1.2200"
_PLACES = ("Flat 4, 9 Mill Row", "the estate north of the ring road", "31 Canal Street")
_SAID = "I still look behind me on my own street. I want to be told before anything changes, and to be able to walk to work."
_CHOSEN = (StageKind.RELEASE, StageKind.RECALL, StageKind.PAROLE, StageKind.LICENCE)


def victims(history: History, given: Finish) -> None:
    """A victim at each stage, by an officer of each team that keeps victims told; and what the police still owe."""
    begun = instant(history.as_at - timedelta(days=8), 10)
    ours = {history.staff.bodies.victim_team, *history.staff.bodies.units.values()}
    team = [one for one in members.members_who_may(May.KEEP_VICTIMS_TOLD, at=begun) if one.unit_id in ours]
    signed_in = history.staff.signed_in("victim liaison officer", begun)
    for by in [one for one in team if signed_in is None or one.id == signed_in.id]:
        with viewing(by, begun):
            found = [
                one
                for one in sorted(queries.covered_sentences(), key=_latest_first)
                if one.awaits_referral and one.row.imposed_on < history.as_at - timedelta(days=20)
            ]
            others = queries.colleagues(by=by, at=begun)
        checker = members.member(others[0].member_id, at=begun) if others else None
        for number, (one, (_, course)) in enumerate(zip(found, _COURSES, strict=False)):
            _Course(by, one, history.as_at, number, checker).take(course)
    for number, place in enumerate(_PLACES):
        _asked_about(history, team, number, place)


def _asked_about(history: History, team: list[Member], number: int, place: str) -> None:
    """An address proposed for somebody in custody is asked about, whoever they are; the earliest was answered, and is told by now."""
    inside = history.ordered(lambda h: "offender manager" in h.holder and h.inside_on(history.as_at))
    at = instant(history.as_at - timedelta(days=15 if number == 0 else 2), 10)
    asker = members.member(inside[number].holder["offender manager"], at=at) if number < len(inside) else None
    if asker is None or not asker.may(May.ASK_ABOUT_ADDRESS):
        return
    try:
        made = actions.ask_about_address(
            by=asker, at=at, person_id=inside[number].case.person_id, place=place
        )
    except Refused:
        return
    for one in team if number == 0 else []:
        with viewing(one, at):
            theirs = made in {asked.id for asked in queries.enquiries_to_answer(at=at)}
        if theirs:
            actions.answer_enquiry(
                by=one, at=at + timedelta(hours=2), enquiry_id=made, answer=EnquiryAnswer.NO
            )
            return


def _latest_first(one: CoveredSeen) -> int:
    """What is owed of a sentence of long ago would be years late."""
    return -one.row.imposed_on.toordinal()


class _Course:
    """One victim's way, a day at a time from eight days ago."""

    def __init__(
        self, by: Member, covered: CoveredSeen, as_at: date, number: int, checker: Member | None
    ) -> None:
        self.by, self.covered, self.number, self.checker = by, covered, number, checker
        self.day = as_at - timedelta(days=8)
        self.victim: UUID | None = None

    @property
    def at(self) -> datetime:
        """Now, on its way."""
        return instant(self.day, 11)

    def take(self, course: Callable[[_Course], object]) -> None:
        """The whole of a way."""
        course(self)

    def register(
        self, kind: VictimKind = VictimKind.VICTIM, reach: Reach = _LETTER, speaks_for: UUID | None = None
    ) -> _Course:
        """Register somebody, as referred a week after the sentence."""
        name = f"{_NAMES[self.number % len(_NAMES)]} {_SURNAMES[(self.number * 5 + (kind is VictimKind.CHILD)) % len(_SURNAMES)]}"
        self.victim = actions.register_victim(
            by=self.by, at=self.at, covered_id=self.covered.row.id, name=name, kind=kind, reach=reach, speaks_for_id=speaks_for,
            referred_on=self.covered.row.imposed_on + timedelta(days=7), referred_by="The witness care unit",
        )  # fmt: skip
        return self

    def move(self, move: VictimMove, **said: object) -> _Course:
        """Move them on, a day later."""
        self.day += timedelta(days=1)
        with viewing(self.by, self.at):
            seen = queries.victim(self.victim) if self.victim else None
        assert seen is not None, "whoever registered somebody holds their record"
        given = {"victim_id": self.victim, "version": seen.row.version, "move": move, "on": self.day}
        actions.move_victim(by=self.by, at=self.at, **(given | said))  # type: ignore[arg-type]
        return self

    def written(self, kind: VictimKind = VictimKind.VICTIM) -> _Course:
        """The first letter has gone."""
        return self.register(kind).offered("right", "sent")

    def offered(self, *moves: str) -> _Course:
        """The first letter is written, a colleague named, and it goes as far as its moves say, a day later."""
        assert self.victim is not None
        self.day += timedelta(days=1)
        self._goes(actions.draft_letter(by=self.by, at=self.at, victim_id=self.victim), moves)
        return self

    def in_it(self, choice: Choice, **said: object) -> _Course:
        """They came in."""
        return self.written().move(VictimMove.OPT_IN, choice=choice, **said)

    def told(self, stage: StageKind, *moves: str) -> _Course:
        """A stage is reached, a colleague named once, and a letter about it goes as far as its moves say."""
        assert self.victim is not None
        reached = actions.record_stage(
            by=self.by, at=self.at, covered_id=self.covered.row.id, stage=stage, on=self.day
        )
        self._goes(
            actions.draft_letter(by=self.by, at=self.at, victim_id=self.victim, stage_id=reached), moves
        )
        return self

    def _goes(self, letter: UUID, moves: tuple[str, ...]) -> None:
        assert self.victim is not None
        if self.checker is None or not moves:
            return
        with viewing(self.by, self.at):
            seen = queries.victim(self.victim)
            held = {one.member_id for one in seen.holders} if seen else set()
        if self.checker.id not in held:
            actions.name_checker(by=self.by, at=self.at, victim_id=self.victim, member_id=self.checker.id)
        for version, move in enumerate(moves, 1):
            self._letter(letter, version, move)

    def states(self, *, submitted: bool) -> _Course:
        """They are asked about a hearing to come, say what they say, and agree to it where it is submitted."""
        assert self.victim is not None
        made = actions.ask_for_statement(
            by=self.by, at=self.at, victim_id=self.victim, hearing_on=self.day + timedelta(days=75)
        )
        of = {"by": self.by, "at": self.at, "statement_id": made}
        actions.write_statement(version=1, words=_SAID, **of)  # type: ignore[arg-type]
        if submitted:
            how = {"move": StatementMove.SUBMIT, "on": self.day, "agreed": True}
            actions.move_statement(version=2, **(of | how))  # type: ignore[arg-type]
        return self

    def asks(self) -> _Course:
        """They ask for an area to be kept free."""
        actions.ask_for_condition(
            by=self.by, at=self.at, victim_id=self.victim or UUID(int=0), code="exclusion-zone", area=_AREA,
            said={"where": "the streets about the old market"}, until=self.day + timedelta(days=365),
        )  # fmt: skip
        return self

    def _letter(self, letter: UUID, version: int, move: str) -> None:
        of = {"at": self.at, "letter_id": letter, "version": version}
        if move in _CHECKED and self.checker:
            right, note = _CHECKED[move]
            actions.check_letter(by=self.checker, right=right, note=note, **of)  # type: ignore[arg-type]
        elif move == "sent":
            with viewing(self.by, self.at):
                seen = queries.letter(letter)
            means = Means(seen.to.row.means) if seen else Means.LETTER
            going = Going(means, safely=True, in_language=True)
            actions.send_letter(by=self.by, on=self.day, going=going, **of)  # type: ignore[arg-type]
        elif move != "named":
            self._hear(move, of)

    def _hear(self, move: str, of: dict[str, object]) -> None:
        note = "They thank us, and ask who they can ring at night." if move == LetterMove.ANSWER else ""
        actions.hear_letter(by=self.by, move=LetterMove(move), on=self.day, note=note, **of)  # type: ignore[arg-type]

    def child(self) -> _Course:
        """A child, and a parent who answers for them."""
        self.register(VictimKind.CHILD, Reach(Means.NONE))
        self.number += 1
        return self.register(VictimKind.REPRESENTATIVE, _CALLED, self.victim).offered("right", "sent")


_COURSES: tuple[tuple[str, Callable[[_Course], object]], ...] = (
    ("referred", lambda one: one.register(reach=_CALLED)),
    ("its first letter waits to be checked", lambda one: one.register().offered("named")),
    ("its first letter is checked, to be sent", lambda one: one.register().offered("right")),
    ("written to", lambda one: one.written()),
    (
        "each stage",
        lambda one: one.in_it(Choice.STAGES, stages=_CHOSEN).told(StageKind.LICENCE, "right", "sent"),
    ),
    (
        "a letter waits to be checked",
        lambda one: one.in_it(Choice.STAGES, stages=_CHOSEN).told(StageKind.PAROLE, "named"),
    ),
    (
        "checked, to be sent",
        lambda one: one.in_it(Choice.STAGES, stages=_CHOSEN).told(StageKind.PAROLE, "right"),
    ),
    (
        "to be written anew",
        lambda one: one.in_it(Choice.STAGES, stages=_CHOSEN).told(StageKind.LICENCE, "again"),
    ),
    (
        "answered",
        lambda one: one.in_it(Choice.STAGES, stages=_CHOSEN).told(
            StageKind.LICENCE, "right", "sent", "they answered"
        ),
    ),
    ("a letter each year", lambda one: one.in_it(Choice.YEARLY)),
    ("a condition asked for", lambda one: one.in_it(Choice.YEARLY).asks()),
    ("the month of release", lambda one: one.in_it(Choice.MONTH_OF_RELEASE)),
    ("later", lambda one: one.written().move(VictimMove.LATER)),
    ("out", lambda one: one.written().move(VictimMove.OPT_OUT)),
    (
        "out and back",
        lambda one: (
            one.in_it(Choice.YEARLY).move(VictimMove.OPT_OUT).move(VictimMove.OPT_IN, choice=Choice.YEARLY)
        ),
    ),
    ("no answer", lambda one: one.written().move(VictimMove.NO_ANSWER)),
    ("no trace", lambda one: one.written().move(VictimMove.NO_TRACE)),
    ("a child", lambda one: one.child()),
    ("bereaved", lambda one: one.written(VictimKind.BEREAVED)),
)
PART = Part(at_the_end={64: victims})
