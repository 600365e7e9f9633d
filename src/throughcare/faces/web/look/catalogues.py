"""Catalogues of messages: read from their text and put into the form that gettext reads, without a gettext of the system."""

from __future__ import annotations

import ast
import re
import struct
from pathlib import Path

LOCALE = Path(__file__).resolve().parent / "locale"
MAGIC = 0x950412DE
_PART = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+(".*")$')


def messages(text: str) -> dict[str, str]:
    """Each message of a catalogue with its translation; plural forms are joined by a nought, as gettext keeps them."""
    found: dict[str, str] = {}
    for block in re.split(r"\n\s*\n", text.strip()):
        parts = _parts(block)
        if "msgid" not in parts:
            continue
        key = parts["msgid"] + (f"\0{parts['msgid_plural']}" if "msgid_plural" in parts else "")
        found[key] = "\0".join(said for name, said in sorted(parts.items()) if name.startswith("msgstr"))
    return found


def _parts(block: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        begun = _PART.match(line)
        if begun:
            name = begun[1]
            parts[name] = ast.literal_eval(begun[2])
        elif line.startswith('"') and name:
            parts[name] += ast.literal_eval(line)
    return parts


def compiled(text: str) -> bytes:
    """A catalogue as gettext reads it: a table of messages, one of translations, and the words of both."""
    rows = sorted((key.encode(), said.encode()) for key, said in messages(text).items())
    starts, words = 28 + 16 * len(rows), b""
    tables: list[list[tuple[int, int]]] = [[], []]
    for column in (0, 1):
        for row in rows:
            tables[column].append((len(row[column]), starts + len(words)))
            words += row[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0)
    return head + b"".join(struct.pack("<2I", *place) for table in tables for place in table) + words


def compile_all() -> None:
    """Compile every catalogue of the look beside its text."""
    for text in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        text.with_suffix(".mo").write_bytes(compiled(text.read_text("utf-8")))
