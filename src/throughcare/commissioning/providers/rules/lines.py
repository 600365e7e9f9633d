"""Facts that are typed one to a line, with semicolons between their parts; what is wrong names its line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from throughcare.foundation.kernel import Refused

from .passport import Director, Interest

MOST_LINES, LONGEST = 60, 200
_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")


def board_from(typed: str) -> tuple[Director, ...]:
    """The board: name; month of birth (or nothing); skills with commas between them."""
    return tuple(_director(number, parts) for number, parts in _lines(typed, "board", 3))


def _director(number: int, parts: Sequence[str]) -> Director:
    name, born, skills = parts
    if born and not _MONTH.fullmatch(born):
        raise Refused(
            f"Line {number}: “{born[:20]}” is no month of birth; expected one as 1970-05, or nothing.", field="board"
        )  # fmt: skip
    return Director(
        name, born, tuple(dict.fromkeys(" ".join(one.split()) for one in skills.split(",") if one.strip()))
    )


def interests_from(typed: str) -> tuple[Interest, ...]:
    """Interests: whose; in what body; what it is."""
    found = []
    for number, (whose, body, what) in _lines(typed, "interests", 3):
        if not body or not what:
            raise Refused(
                f"Line {number}: expected whose; in what body; what it is, with semicolons between them.", field="interests"
            )  # fmt: skip
        found.append(Interest(whose, body, what))
    return tuple(found)


def links_from(typed: str) -> tuple[str, ...]:
    """Local links, each in words."""
    return tuple(parts[0] for _, parts in _lines(typed, "links", 1))


def _lines(typed: str, field: str, parts: int) -> list[tuple[int, list[str]]]:
    found = []
    for number, line in enumerate(typed.splitlines(), 1):
        said = [" ".join(one.split()) for one in line.split(";")]
        if not any(said):
            continue
        if len(said) > parts or len(line) > LONGEST or not said[0] or line.strip()[0] in "=+-@":
            raise Refused(
                f"Line {number}: expected {parts} part{'s' if parts > 1 else ''} with semicolons between them, the first not"
                f" empty and no formula, of at most {LONGEST} characters.",
                field=field,
            )
        found.append((number, said + [""] * (parts - len(said))))
    if len(found) > MOST_LINES:
        raise Refused(f"There are {len(found)} lines; expected at most {MOST_LINES}.", field=field)
    return found


def as_lines(given: Sequence[Director] | Sequence[Interest] | Sequence[str]) -> str:
    """The lines that give these facts again."""
    return "\n".join(_line(one) for one in given)


def _line(one: Director | Interest | str) -> str:
    if isinstance(one, Director):
        return f"{one.name}; {one.born}; {', '.join(one.skills)}".rstrip("; ")
    return one if isinstance(one, str) else f"{one.whose}; {one.body}; {one.what}"
