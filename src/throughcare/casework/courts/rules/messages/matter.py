"""One defendant's matter in a message, and the row of court results that it becomes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from ..words import Session

OF_THE_RESULT = (
    "outcome", "report_kind", "report_due", "sentence_kind", "sentence_length", "sentence_unit", "custody_months",
    "requirements", "runs", "runs_with", "minimum_term",
)  # fmt: skip
"""The columns of a row that say what the court decided."""
_NUMBERS = frozenset({"count", "order"})


@dataclass(frozen=True)
class Day:
    """A day on which a court sits, and when in it."""

    on: date
    session: Session


@dataclass(frozen=True)
class OffenceSaid:
    """An offence in the court's own words: its id in the message, its code there, and what is said of it.

    ``count`` is its number on an indictment and ``order`` its place in the case, nought where neither is said: by them
    results name offences, and a row does not carry them.
    """

    id: str
    code: str
    title: str
    wording: str = ""
    act: str = ""
    on: str = ""
    plea: str = ""
    verdict: str = ""
    home_office_code: str = ""
    count: int = 0
    order: int = 0

    @property
    def words(self) -> str:
        """The whole of it, as it is shown to whoever settles it."""
        return "\n".join(
            part for part in (f"{self.code} {self.title}".strip(), self.wording, self.act) if part
        )


@dataclass(frozen=True)
class ResultSaid:
    """What a court decided, in its own words; prompts are label, reference and value."""

    label: str
    code: str = ""
    type_id: str = ""
    text: str = ""
    ordered_on: str = ""
    prompts: tuple[tuple[str, str, str], ...] = ()

    @property
    def words(self) -> str:
        """The whole of it, as it is shown to whoever settles it."""
        lines = [self.label or "(no label)", self.text]
        lines += [
            f"code {self.code}" if self.code else "",
            f"ordered {self.ordered_on}" if self.ordered_on else "",
        ]
        lines += [f"{label or reference}: {value}" for label, reference, value in self.prompts]
        return "\n".join(line for line in lines if line)


@dataclass
class Matter:
    """One defendant in one case, or in one application, at one hearing."""

    ref: str
    court_code: str
    days: tuple[Day, ...]
    case_number: str
    fields: dict[str, str] = field(default_factory=dict)
    offences: list[OffenceSaid] = field(default_factory=list)
    results: list[tuple[str, ResultSaid]] = field(default_factory=list)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def ask(self, about: str, said: str, because: str) -> None:
        """Keep something that has to be asked about, once."""
        if (about, said, because) not in self.asked:
            self.asked.append((about, said, because))


def ref_of(*parts: str) -> str:
    """The reference of a matter, the same whenever the same matter is sent: made of what names it in the message."""
    return str(uuid5(NAMESPACE_URL, "\n".join(parts)))


def row_of(matter: Matter) -> dict[str, str]:
    """The fields of the row of court results that a matter is, before its results are worked out."""
    first, *later = sorted(set(matter.days), key=lambda day: (day.on, day.session != Session.MORNING))
    row = dict(matter.fields) | {
        "result_ref": matter.ref,
        "court_code": matter.court_code,
        "hearing_date": first.on.isoformat(),
        "session": first.session.value,
        "case_number": matter.case_number,
        "outcome": "listed",
        "also_listed": "; ".join(f"{day.on.isoformat()} {day.session}" for day in later),
    }
    row["offences_said"] = json.dumps(
        [{k: v for k, v in vars(o).items() if v and k not in _NUMBERS} for o in matter.offences],
        ensure_ascii=False,
    )
    return {name: value for name, value in row.items() if value}


def with_asked(row: Mapping[str, str], asked: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """A row with what has to be asked about."""
    kept = [list(one) for one in asked]
    return dict(row) | ({"asked": json.dumps(kept, ensure_ascii=False)} if kept else {})


def joined(matters: Iterable[Matter]) -> list[Matter]:
    """Matters of one reference made one: what the second says of the same defendant otherwise is asked about."""
    kept: dict[str, Matter] = {}
    for matter in matters:
        known = kept.setdefault(matter.ref, matter)
        if known is matter:
            continue
        for name, value in matter.fields.items():
            if known.fields.setdefault(name, value) != value:
                known.ask(name, value, "the message says this as well: ask which is right")
        known.days = tuple(dict.fromkeys((*known.days, *matter.days)))
        ids = {offence.id for offence in known.offences}
        known.offences += [offence for offence in matter.offences if offence.id not in ids]
        known.results += [result for result in matter.results if result not in known.results]
        for asked in matter.asked:
            known.ask(*asked)
    return list(kept.values())


def digest_of_message(raw: bytes) -> str:
    """What tells a message sent again from another."""
    return hashlib.sha256(raw).hexdigest()
