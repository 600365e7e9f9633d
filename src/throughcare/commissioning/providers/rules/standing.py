"""What follows from a passport on a day: whether it is whole, how large the provider is, what puts its bid out, what is to renew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.foundation.kernel import Clause, Finding, Refused

from .numbers import number_of
from .passport import PUBLIC_FORMS, Form, Passport, Size
from .register import Register

_OURS = Clause("Policy of this service", "a passport is whole")
LONGEST = 200


@dataclass(frozen=True)
class Standing:
    """What a passport comes to on a day: ``out`` puts a bid out, ``said`` is told to whoever reads it and puts nobody out."""

    size: Size | None
    out: tuple[Finding, ...]
    said: tuple[Finding, ...]


def check_passport(passport: Passport, register: Register) -> None:
    """Refuse a passport that is not whole: a number its form needs is lacking or malformed, a name is not its form's."""
    _check_name(passport, register)
    for kind in register.numbers:
        number = number_of(register, kind, getattr(passport, kind))
        if kind in register.needs[passport.form] and not number:
            raise Refused(f"Give the {kind} number: a {passport.form} has one.", field=kind)
    if (passport.form is Form.BEING_FORMED) is (passport.forms_by is None):
        raise Refused(
            "Give the day by which it is formed, for a body that is being formed and for no other.", field="forms_by"
        )  # fmt: skip
    for field, value in (("people", passport.people), ("turnover", passport.turnover), ("balance", passport.balance), ("employers_liability", passport.employers_liability)):  # fmt: skip
        if value is not None and not 0 <= value < 10**12:
            raise Refused("Give a whole number of nought or more.", field=field)
    _check_board(passport, register)
    _check_declarations(passport, register)


def _check_name(passport: Passport, register: Register) -> None:
    name = passport.legal_name.strip()
    if not name or len(name) > LONGEST or name[0] in "=+-@":
        raise Refused(
            f"Give the name in law, of at most {LONGEST} characters and no formula.", field="legal_name"
        )
    ends = name.casefold().endswith(register.community_interest_names)
    if passport.form is Form.COMMUNITY_INTEREST and not ends:
        raise Refused(
            f"The name of a community interest company ends in those words or in C.I.C. ({register.community_interest_clause}).",
            field="legal_name",
        )


def _check_board(passport: Passport, register: Register) -> None:
    seen: set[tuple[str, str]] = set()
    for one in passport.board:
        known = (one.name.casefold(), one.born)
        if not one.name or known in seen:
            raise Refused(f"Name each of the board once; “{one.name}” stands twice.", field="board")
        seen.add(known)
        for skill in one.skills:
            if skill not in register.board_skills:
                raise Refused(
                    f"“{skill[:40]}” is no skill of a board here: expected {', '.join(register.board_skills)}.", field="board"
                )  # fmt: skip


def _check_declarations(passport: Passport, register: Register) -> None:
    known = [asked.kind for asked in register.declarations]
    kinds = [one.kind for one in passport.declarations]
    for kind in kinds:
        if kind not in known or kinds.count(kind) > 1:
            raise Refused(f"“{kind[:60]}” is declared once or not at all: expected {', '.join(known)}.")


def size_of(passport: Passport, register: Register) -> Size | None:
    """How large a provider is; None where its people, or both turnover and balance sheet, are unknown."""
    if passport.people is None or (passport.turnover is None and passport.balance is None):
        return None
    for up in register.sizes:
        turnover = passport.turnover is not None and passport.turnover <= up.turnover
        balance = passport.balance is not None and passport.balance <= up.balance
        if passport.people < up.people and (turnover or balance):
            return up.size
    return Size.LARGE


def standing(passport: Passport, register: Register, day: date) -> Standing:
    """What a passport comes to on a day: a bid's close, or today."""
    out = [
        Finding("declarations", asked.clause, f"“{asked.kind}” {_lapsed(passport.declared(asked.kind))}")
        for asked in register.declarations
        if asked.required and not _holds(passport.declared(asked.kind), day)
    ]
    if passport.forms_by is not None and passport.forms_by < day:
        out.append(
            Finding(
                "forming", _OURS, f"It was to be formed by {passport.forms_by:%-d %B %Y}, and its passport says that it is not"
            )
        )  # fmt: skip
    covered = passport.employers_liability
    if (
        passport.form not in PUBLIC_FORMS
        and covered is not None
        and covered < register.least_employers_liability
    ):
        words = f"Its employers' liability cover is £{covered:,}, and £{register.least_employers_liability:,} is the least"
        out.append(Finding("insurance", register.employers_liability_clause, words))  # fmt: skip
    return Standing(size_of(passport, register), tuple(out), tuple(_told(passport, register, day)))


def _holds(until: date | None, day: date) -> bool:
    return until is not None and until >= day


def _lapsed(until: date | None) -> str:
    return "is not declared" if until is None else f"is declared until {until:%-d %B %Y} only"


def _told(passport: Passport, register: Register, day: date) -> list[Finding]:
    told = []
    if passport.forms_by is not None:
        words = f"It is being formed, by {passport.forms_by:%-d %B %Y}: nothing can be signed with it before"
        told.append(Finding("forming", _OURS, words))
    elif passport.accounts_to is None or _is_old(passport.accounts_to, register.accounts_months, day):
        since = "are unknown" if passport.accounts_to is None else f"end on {passport.accounts_to:%-d %B %Y}"
        told.append(Finding("accounts", register.accounts_clause, f"Its last accounts {since}"))
    if passport.form not in PUBLIC_FORMS:
        told += _board_told(passport, register)
    if not passport.links:
        told.append(Finding("links", register.board_clause, "It says of no link to any area"))
    return told


def _board_told(passport: Passport, register: Register) -> list[Finding]:
    told = []
    if len(passport.board) < register.board_at_least:
        words = f"{len(passport.board)} on its board, where {register.board_at_least} are asked for"
        told.append(Finding("board", register.board_clause, words))
    there = {skill for one in passport.board for skill in one.skills}
    lacking = [skill for skill in register.board_skills if skill not in there]
    if lacking:
        told.append(
            Finding("board", register.board_clause, f"Nobody on its board brings {', '.join(lacking)}")
        )
    return told


def _is_old(ends: date, months: int, day: date) -> bool:
    return months_between(ends, day - timedelta(days=1)) >= months


def months_between(first: date, last: date) -> int:
    """Whole months from one day to a later one."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def to_renew(passport: Passport, register: Register, day: date) -> list[tuple[str, date | None]]:
    """What is required and has lapsed, was never declared, or lapses within the days of the edition; the soonest first."""
    soon = day + timedelta(days=register.renew_days)
    due = [
        (asked.kind, passport.declared(asked.kind))
        for asked in register.declarations
        if asked.required and not _holds(passport.declared(asked.kind), soon)
    ]
    return sorted(due, key=lambda one: (one[1] is not None, one[1] or day, one[0]))
