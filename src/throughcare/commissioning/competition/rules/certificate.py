"""A certificate that a competition's wall held: what crossed it, what was let across by two people, and what was examined."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import md5
from uuid import UUID


@dataclass(frozen=True)
class Crossed:
    """One way by which somebody could read, or did read, the other side's papers; ``what`` names it by ids and names of the database."""

    kind: str
    what: str
    at: datetime | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}" + (f", {self.at:%-d %B %Y %H:%M} UTC" if self.at else "")


@dataclass(frozen=True)
class LetAcross:
    """A crossing that two people approved: who crossed, why, from when until when."""

    member: UUID
    because: str
    opened: datetime
    closed: datetime


@dataclass(frozen=True)
class WallCertificate:
    """What was examined from the publication until an instant, and all that crossed; with nothing, the wall held."""

    competition: UUID
    start: datetime
    end: datetime
    bids: int | None
    hats: int | None
    keys: int
    lines: int
    unsealed: int
    jobs: int
    let_across: tuple[LetAcross, ...] = ()
    crossed: tuple[Crossed, ...] = ()

    @property
    def held(self) -> bool:
        """Whether nobody could cross but by a crossing that two people approved."""
        return not self.crossed


_MADE = re.compile(
    r"CREATE\s+(?:OR\s+REPLACE\s+)?FUNCTION\s+(?:public\.)?(\w+)\s*\(.*?AS\s+(\$\w*\$)(.*?)\2", re.S | re.I
)


def functions_made(texts: Iterable[str]) -> dict[str, str]:
    """Each function that these texts of SQL make, by name, with the digest of its body as the database would have it."""
    return {
        name: md5(body.encode(), usedforsecurity=False).hexdigest()
        for text in texts
        for name, _, body in _MADE.findall(text)
    }


def lines_that_tell(words: Iterable[str], lines: Iterable[str]) -> list[int]:
    """The numbers, from 1, of the lines of a log in which a word stands that stands nowhere but in the papers."""
    sought = [word for word in words if word]
    return [number for number, line in enumerate(lines, 1) if any(word in line for word in sought)]
