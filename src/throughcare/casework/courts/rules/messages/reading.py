"""A file of the courts' messages: one message, a list of them, one a line, or a daily list in its envelope."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ..stream import Line, Unreadable
from .common_platform import read_hearing
from .disposals import HowItRuns, gather, settle
from .dividing import divided
from .element import Element, Faults, Json
from .magistrates import read_case, read_list
from .matter import Matter, row_of, with_asked
from .meanings import Meanings
from .naming import name_offences
from .running import Part, link_together, without_lost_links
from .tidying import tidied
from .xml import NotXml, read_xml

_NAMES_ONE = re.compile(rb'"(hearing|caseId|caseNo|Message)"\s*:')
LARGEST_MESSAGE = 10 * 1024 * 1024
# What reading can raise over a message's values, whatever they are: the message's fault, never the file's.
_NEVER_STOPS = (ValueError, ArithmeticError, LookupError, TypeError, RecursionError)


@dataclass
class MessageSaid:
    """One message: its kind, its matters, or every fault for which it is refused whole; ``text`` is it as it came."""

    kind: str
    text: str
    matters: list[Matter] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)


def is_message(start: bytes) -> bool:
    """Whether a file's first bytes are those of XML, or of JSON that names a hearing or a magistrates' case."""
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return bare.startswith(b"<") or (bare[:1] in (b"{", b"[") and _NAMES_ONE.search(bare) is not None)


def messages_in(raw: bytes) -> Iterator[MessageSaid]:
    """Every message of a file; one that is wrong is given with its faults, and never raises."""
    text = raw.decode("utf-8-sig", "replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")
    if raw.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        yield _xml(raw, text)
        return
    try:
        whole = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        yield from _by_line(text)
        return
    for one in whole if isinstance(whole, list) else [whole]:
        yield _json(one, text if one is whole else _spelt(one))


def _by_line(text: str) -> Iterator[MessageSaid]:
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        yield MessageSaid("nothing", "", faults=[("", "the file is empty: expected a message")])
        return
    read: list[tuple[str, Json, bool]] = []
    for line in lines:
        try:
            read.append((line, json.loads(line), True))
        except (ValueError, RecursionError):
            read.append((line, None, False))
    if not any(good for _, _, good in read):
        yield MessageSaid("nothing", text, faults=[("", "this is neither JSON nor XML")])
        return
    for line, value, good in read:
        yield _json(value, line) if good else MessageSaid("nothing", line, faults=[("", "this is not JSON")])


def _spelt(one: Json) -> str:
    return json.dumps(one)


def _xml(raw: bytes, text: str) -> MessageSaid:
    try:
        value = read_xml(raw)
    except (NotXml, RecursionError) as wrong:
        return MessageSaid("daily list", text, faults=[("", str(wrong))])
    return _read("daily list", Element("", value, Faults()), text)


def _json(value: Json, text: str) -> MessageSaid:
    if isinstance(value, dict) and isinstance(value.get("Message"), str) and "hearing" not in value:
        try:  # as a queue delivers it: the message is a text within
            value = json.loads(str(value["Message"]))
        except (ValueError, RecursionError):
            return MessageSaid("nothing", text, faults=[("Message", "is not JSON")])
    element = Element("", value, Faults())
    if not isinstance(value, dict) or not ("hearing" in value or "caseId" in value or "caseNo" in value):
        because = "names neither a hearing (hearing) nor a magistrates' case (caseId, caseNo)"
        return MessageSaid("nothing", text, faults=[("", because)])
    return _read("hearing" if "hearing" in value else "case", element, text)


_READERS = {"hearing": read_hearing, "case": read_case, "daily list": read_list}


def _read(kind: str, element: Element, text: str) -> MessageSaid:
    try:
        matters = _READERS[kind](element)
    except _NEVER_STOPS as wrong:
        return MessageSaid(kind, text, faults=[("", f"cannot be read ({type(wrong).__name__})")])
    faults = element.faults.found
    return MessageSaid(kind, text, [] if faults else matters, faults)


def message_lines(raw: bytes, meanings: Meanings, *, today: date) -> Iterator[Line | Unreadable]:
    """The rows of court results in a file of messages, numbered from one; a message that is refused is one of them."""
    number = 0
    for message in messages_in(raw):
        if message.faults:
            number += 1
            yield Unreadable(number, "; ".join(f"{p} {b}".strip() for p, b in message.faults), message.text)
        for fields in _rows(message.matters, meanings, today):
            number += 1
            yield Line(number, fields)


def _rows(matters: list[Matter], meanings: Meanings, today: date) -> Iterator[dict[str, str]]:
    """The rows of a message: of each matter one for each sentence, with how these run beside one another."""
    parts = [(matter, one) for matter in matters for one in divided(matter, meanings)]
    made = [Part(whole, one, gather(one, meanings)) for whole, one in parts]
    link_together(made)
    for part, row in without_lost_links([(part, _row(part, meanings, today)) for part in made]):
        yield with_asked(row, part.matter.asked)


def _row(part: Part, meanings: Meanings, today: date) -> dict[str, str]:
    matter = part.matter
    name_offences(matter, meanings)
    runs = part.how_it_runs() if part.passed.one_sentence else HowItRuns()
    row = settle(matter, row_of(matter), part.passed, runs)
    try:
        return tidied(matter, row, today=today)
    except _NEVER_STOPS as wrong:
        matter.ask("", "", f"could not be looked through ({type(wrong).__name__})")
    return row
