"""What a letter or a call to a victim says at a stage, what it may never say, and how it may go."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, Refused, edition_on

from .words import Choice, Means, StageKind

YEARLY, FIRST = "yearly", "first"
LONGEST = 4000
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True)
class LetterTerms:
    """One edition of what letters say: the text of each stage and of the year, and the words that tell where somebody is."""

    clause: Clause
    basis: str
    never: tuple[str, ...]
    opening: str
    closing: str
    texts: Mapping[str, str]


@lru_cache(maxsize=1)
def letter_editions() -> tuple[Edition[LetterTerms], ...]:
    """Every edition in the package."""
    rows = yaml.safe_load(files(__package__).joinpath("editions", "letters.yaml").read_text("utf-8"))
    return tuple(
        Edition(
            row["name"], Period(row["from"], row["until"]),
            LetterTerms(Clause(row["source"], row["clause"]), row["basis"], tuple(row["never"]), row["opening"], row["closing"], row["texts"]),
        )
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True)
class Addressed:
    """To whom a letter goes and who sends it: what they chose decides whether a day or only its month is told."""

    name: str
    officer: str
    team: str
    choice: Choice | None = None


def drafted(
    stage: StageKind | None, on: date, to: Addressed, *, today: date, first: bool = False
) -> tuple[str, str]:
    """The text for a stage, where there is none of the first letter or of the year, and the edition it is of."""
    found = edition_on(letter_editions(), today)
    terms = found.table
    when = f"in {on:%B %Y}" if to.choice is Choice.MONTH_OF_RELEASE else f"on {on:%-d %B %Y}"
    body = terms.texts[stage.value if stage else FIRST if first else YEARLY].format(
        day=f"{on:%-d %B %Y}", when=when
    )
    opening = terms.opening.format(name=to.name)
    closing = terms.closing.format(officer=to.officer, team=to.team)
    return f"{opening}\n\n{body}\n\n{closing}", found.name


def tells_too_much(
    text: str, places: Iterable[str], to: Addressed, *, today: date, stage_on: date | None = None
) -> list[Finding]:
    """What a text says that no victim may be told: where somebody is held or lives, or the day to whoever chose only the month.

    The names of its reader, of its writer and of the team tell nothing, though a prison may be called the same.
    """
    terms = edition_on(letter_editions(), today).table
    known = {_IN_BRACKETS.sub("", place).strip() for place in places}
    for name in filter(None, (to.name, to.officer, to.team)):
        text = text.replace(name, "")
    said = [word for word in (*terms.never, *sorted(known)) if _stands(word, text)]
    said += [found[0] for found in _POSTCODE.finditer(text)]
    found = [
        Finding("victim_letter_place", terms.clause, f"“{word}” tells where somebody is held or lives")
        for word in said
    ]
    if to.choice is Choice.MONTH_OF_RELEASE and stage_on and _stands(f"{stage_on:%-d %B}", text):
        because = "they chose to be told only the month, and this tells the day"
        found.append(Finding("victim_letter_month", terms.clause, because))
    return found


def _stands(word: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE))


def check_text(text: str, findings: Collection[Finding]) -> str:
    """A text fit to be sent; refused with every reason why it is not."""
    plain = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not plain:
        raise Refused("Write what they are told.", field="text")
    if len(plain) > LONGEST:
        raise Refused(f"At most {LONGEST} characters; this has {len(plain)}.", field="text")
    if findings:
        raise Refused(f"This may not be told: {'; '.join(one.because for one in findings)}.", field="text")
    return plain


@dataclass(frozen=True)
class Going:
    """How a letter went, as whoever sent it says: by which means, whether by what they must keep to, and whether in their language."""

    means: Means
    safely: bool
    in_language: bool


def check_goes(going: Going, *, chosen: Means, safe_times: str, never: str, interpreter: str) -> None:
    """Refuse a letter or a call that goes otherwise than its reader asked."""
    if chosen is Means.NONE:
        raise Refused("They are not to be written to or called. Nothing is sent.", field="means")
    if going.means is not chosen:
        raise Refused(
            f"They asked to be reached by {chosen}. Send it so, or ask them first and change how they are reached.",
            field="means",
        )
    if (safe_times or never) and not going.safely:
        asked = "; ".join(
            said
            for said in (f"safe: {safe_times}" if safe_times else "", f"never: {never}" if never else "")
            if said
        )
        raise Refused(f"Confirm that it went as they asked ({asked}).", field="safely")
    if interpreter and not going.in_language:
        raise Refused(
            f"They need {interpreter}: confirm that it went in that language, or with an interpreter.",
            field="in_language",
        )
