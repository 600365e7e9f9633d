"""What a court's result says of how a sentence runs: after which other, beside which, or nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .matter import Matter, OffenceSaid, ResultSaid
from .prompts import CONCURRENT, CONSECUTIVE, NO, spelt


class Which(StrEnum):
    """Which sentence another runs after or beside, where no offence is named."""

    NAMED = "named"
    THE_OTHER = "the other"
    EACH_OTHER = "each other"
    THE_ONE_BEFORE = "the one before"
    NOT_UNDERSTOOD = "not understood"


@dataclass(frozen=True)
class Said:
    """The offences whose sentences are named, each as its matter's reference and its id; or what was said where none is named."""

    which: Which
    offences: tuple[tuple[str, str], ...] = ()


_EACH_OTHER = re.compile(r"\b(?:to|with)? ?(?:each other|one another|all others?)\b")
_BEFORE = re.compile(r"\b(?:previous|preceding|foregoing|above|aforementioned|aforesaid)\b")
_ENDS = re.compile(r"[.;\n]|,(?!\s*\d)|\bconcurrent|\bconsecutive", re.IGNORECASE)
_COUNT = re.compile(r"\bcounts?\b")
_UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_NUMBER = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)?\b")
_FIGURES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
# Words that may stand around the offence that is named; any other leaves the phrase not understood.
_AROUND = frozenset(
    [
        "to",
        "the",
        "a",
        "an",
        "with",
        "of",
        "in",
        "on",
        "and",
        "yes",
        "y",
        "true",
        "sentence",
        "sentences",
        "term",
        "terms",
        "imposed",
        "passed",
        "given",
        "offence",
        "offences",
        "number",
        "numbers",
        "no",
        "nos",
        "count",
        "counts",
        "charge",
        "charges",
        "case",
        "urn",
        "consecutive",
        "consecutively",
        "concurrent",
        "concurrently",
        "at",
        "this",
        "hearing",
        "today",
        "for",
        "that",
        "it",
        "is",
        "be",
        "run",
        "runs",
        "running",
        "served",
        "serve",
        "other",
        "imprisonment",
        "custody",
        "custodial",
        "period",
        "detention",
        "order",
        "which",
        "same",
        "occasion",
    ]
)


def runs_after_another(result: ResultSaid) -> bool:
    """Whether a result says anywhere that it runs after another sentence."""
    return any(True for _ in _of_prompts(result, CONSECUTIVE)) or any(
        True for _ in _of_text(result, CONSECUTIVE)
    )


def runs_beside_another(result: ResultSaid) -> bool:
    """Whether a result says anywhere that it is concurrent with another sentence."""
    return any(True for _ in _of_prompts(result, CONCURRENT)) or any(
        True for _ in _of_text(result, CONCURRENT)
    )


def what_it_names(
    result: ResultSaid, own: Matter, matters: Sequence[Matter], *, after: bool = True
) -> Said | None:
    """Which offences' sentences a result runs after, or beside; None where it says nothing of the kind.

    A prompt counts before the text of the result, which often holds more than this; both where the prompt names none.
    """
    what = CONSECUTIVE if after else CONCURRENT
    prompts = [read_phrase(phrase, own, matters) for phrase in _of_prompts(result, what)]
    texts = [read_phrase(phrase, own, matters) for phrase in _of_text(result, what)]
    if not prompts and not texts:
        return None
    for read in (prompts, [*prompts, *texts]):
        named = dict.fromkeys(one for said in read if said.which is Which.NAMED for one in said.offences)
        if any(said.which is Which.NOT_UNDERSTOOD for said in read):
            return Said(Which.NOT_UNDERSTOOD)
        if named:
            return Said(Which.NAMED, tuple(named))
    return next(
        (said for said in (*prompts, *texts) if said.which is not Which.THE_OTHER), Said(Which.THE_OTHER)
    )


def read_phrase(phrase: str, own: Matter, matters: Sequence[Matter]) -> Said:
    """Which offences of a defendant's matters a phrase names: by number, count, id, code, title, or number of the case."""
    text = _plain(phrase)
    within, text = _case_named(text, own, matters)
    named: list[tuple[str, str]] = []
    for matter in [within] if within is not own else [own, *(m for m in matters if m is not own)]:
        text = _by_words(text, matter, named)
    each_other, text = bool(_EACH_OTHER.search(text)), _EACH_OTHER.sub(" ", text)
    before, text = bool(_BEFORE.search(text)), _BEFORE.sub(" ", text)
    numbers = [int(number) for number in _NUMBER.findall(text)]
    found = [_numbered(within, number, by_count=bool(_COUNT.search(text))) for number in numbers]
    rest = [word for word in re.findall(r"[^\W_]+", _NUMBER.sub(" ", text)) if word not in _AROUND]
    if rest or None in found or (each_other and (before or numbers or named)):
        return Said(Which.NOT_UNDERSTOOD)
    named += [(within.ref, one.id) for one in found if one is not None]
    if named:
        return Said(Which.NAMED, tuple(named))
    if within is not own:
        return Said(Which.NOT_UNDERSTOOD)
    return Said(Which.EACH_OTHER if each_other else Which.THE_ONE_BEFORE if before else Which.THE_OTHER)


def _of_prompts(result: ResultSaid, what: re.Pattern[str]) -> Iterator[str]:
    """What follows each time that a prompt says a word of itself."""
    for label, reference, value in result.prompts:
        asked = spelt(label, reference)
        if found := what.search(value):
            yield value[found.end() :]
        elif CONSECUTIVE.search(asked) and CONCURRENT.search(asked):
            continue  # which of the two it is, the value says
        elif (found := what.search(asked)) and value.strip().casefold() not in NO:
            yield f"{asked[found.end() :]} {value}"


def _of_text(result: ResultSaid, what: re.Pattern[str]) -> Iterator[str]:
    """The same of the words of a result, to the end of what is said of it."""
    for text in (result.label, result.text):
        for found in what.finditer(text):
            yield _ENDS.split(text[found.end() :], maxsplit=1)[0]


def _plain(phrase: str) -> str:
    text = " ".join(phrase.casefold().split())
    text = re.sub(
        r"\b(offences?|counts?|charges?) (one|two|three|four|five|six|seven|eight|nine|ten)\b", _figure, text
    )
    return re.sub(rf"\b({'|'.join(_ORDINALS)})\b", lambda m: str(_ORDINALS.index(m[1]) + 1), text)


def _figure(found: re.Match[str]) -> str:
    return f"{found[1]} {_FIGURES.index(found[2]) + 1}"


def _case_named(text: str, own: Matter, matters: Sequence[Matter]) -> tuple[Matter, str]:
    for matter in matters:
        number = matter.case_number.casefold()
        if len(number) >= 4 and number in text:
            return matter, text.replace(number, " ")
    return own, text


def _by_words(text: str, matter: Matter, named: list[tuple[str, str]]) -> str:
    """The text without the ids, titles and codes that name one offence of a matter alone, which are kept."""
    for offence in matter.offences:
        if offence.id and _UUID.fullmatch(offence.id) and offence.id in text:
            named.append((matter.ref, offence.id))
            text = text.replace(offence.id, " ")
    for name in ("title", "code"):
        said = [str(getattr(offence, name)).casefold() for offence in matter.offences]
        for offence, words in sorted(zip(matter.offences, said, strict=True), key=lambda one: -len(one[1])):
            if len(words) > 3 and said.count(words) == 1 and words in text:
                named.append((matter.ref, offence.id))
                text = text.replace(words, " ")
    return text


def _numbered(matter: Matter, number: int, *, by_count: bool) -> OffenceSaid | None:
    """The offence of a number: its count where counts are said, else its order in the case, else its place."""
    for given in ([o.count for o in matter.offences] if by_count else [], [o.order for o in matter.offences]):
        if given and all(given) and len(set(given)) == len(given):
            return dict(zip(given, matter.offences, strict=True)).get(number)
    return matter.offences[number - 1] if 0 < number <= len(matter.offences) else None
