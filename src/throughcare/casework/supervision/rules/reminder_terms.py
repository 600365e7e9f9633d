"""The dated terms of reminders: how long before, within what hours, by what, and in what words of which language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, edition_on
from throughcare.foundation.kernel.days import LONDON

from .contacts import ContactKind

DEFAULT_LANGUAGE = "English"


@dataclass(frozen=True)
class Language:
    """What is said in one language: its names, the service's own, and the words for each kind of appointment."""

    name: str
    known_as: frozenset[str]
    sender: str
    subject: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    halves: tuple[str, str]
    when: str
    kinds: Mapping[ContactKind, str]

    def said(self, kind: ContactKind, starts_at: datetime) -> str:
        """The words of a reminder, with the day and time of London."""
        local = starts_at.astimezone(LONDON)
        when = self.when.format(
            weekday=self.weekdays[local.weekday()], day=local.day, month=self.months[local.month - 1],
            hour=local.hour % 12 or 12, minute=f"{local:%M}", half=self.halves[local.hour >= 12],
        )  # fmt: skip
        return self.kinds[kind].format(when=when, sender=self.sender)


@dataclass(frozen=True)
class ReminderTerms:
    """Hours before, hours until which one is sent, the hours of the day, what it goes by in order, and the languages.

    ``under_a_condition`` says whether a number that is safe only on terms in words is used; ``again_after`` and
    ``mended_after`` are in minutes, ``asked_after`` in days.
    """

    clause: Clause
    before: tuple[int, ...]
    latest: timedelta
    opens: time
    closes: time
    channels: tuple[str, ...]
    under_a_condition: bool
    again_after: timedelta
    mended_after: timedelta
    asked_after: timedelta
    never_says: tuple[str, ...]
    languages: tuple[Language, ...]

    @property
    def kinds(self) -> frozenset[ContactKind]:
        """The kinds of appointment that are reminded of."""
        return frozenset(self.languages[0].kinds)

    def language(self, spoken: str) -> Language:
        """The language that a person's own is known as; the default where there is no template in it."""
        asked = spoken.strip().lower()
        default = next(one for one in self.languages if one.name == DEFAULT_LANGUAGE)
        return next((one for one in self.languages if asked in one.known_as), default)


class Betrays(ValueError):
    """An edition whose words would tell whoever reads them what they must not."""


@lru_cache(maxsize=1)
def reminder_editions() -> tuple[Edition[ReminderTerms], ...]:
    """Every edition of the terms in the package; raises Betrays where one says what it must not."""
    text = files(__package__).joinpath("editions", "reminders.yaml").read_text("utf-8")
    return tuple(read_edition(one) for one in yaml.safe_load(text))


def reminder_terms(day: date) -> Edition[ReminderTerms]:
    """The terms in force on a day."""
    return edition_on(reminder_editions(), day)


def read_edition(one: Mapping[str, Any]) -> Edition[ReminderTerms]:
    """One edition as it is written; raises ValueError where languages differ in their kinds, or one would go too late, or Betrays."""
    languages = tuple(_language(said) for said in one["languages"])
    if len({frozenset(language.kinds) for language in languages}) != 1:
        raise ValueError(f"{one['name']}: every language has words for the same kinds")
    if DEFAULT_LANGUAGE not in {language.name for language in languages}:
        raise ValueError(f"{one['name']}: {DEFAULT_LANGUAGE} is what is said where nothing else is")
    if min(one["before"]) <= one["latest"]:
        raise ValueError(f"{one['name']}: a reminder goes more hours before than the last at which one may")
    terms = ReminderTerms(
        clause=Clause(one["source"], one["name"]),
        before=tuple(sorted(one["before"])),
        latest=timedelta(hours=one["latest"]),
        opens=time.fromisoformat(one["opens"]),
        closes=time.fromisoformat(one["closes"]),
        channels=tuple(one["channels"]),
        under_a_condition=one["under_a_condition"],
        again_after=timedelta(minutes=one["again_after"]),
        mended_after=timedelta(minutes=one["mended_after"]),
        asked_after=timedelta(days=one["asked_after"]),
        never_says=tuple(one["never_says"]),
        languages=languages,
    )
    if told := sorted(set(betrayed(terms))):
        raise Betrays(f"{one['name']} says {', '.join(told)}, which no reminder may")
    return Edition(one["name"], Period(one["from"], one["until"]), terms)


def _language(said: Mapping[str, Any]) -> Language:
    return Language(
        name=said["name"],
        known_as=frozenset(said["known_as"]),
        sender=said["sender"],
        subject=said["subject"],
        weekdays=tuple(said["weekdays"]),
        months=tuple(said["months"]),
        halves=(said["halves"][0], said["halves"][1]),
        when=said["when"],
        kinds={ContactKind(kind): words for kind, words in said["kinds"].items()},
    )


def betrayed(terms: ReminderTerms) -> Iterator[str]:
    """The words in what would be sent that begin as none may, whatever the language."""
    for language in terms.languages:
        for written in (language.sender, language.subject, language.when, *language.kinds.values()):
            for word in re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", " ", written).lower()):
                if word.startswith(terms.never_says):
                    yield word
