"""What each face puts on home: what waits for the viewer, their diary, what they asked of others, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.faces.web.look.parts import Link


@dataclass(frozen=True)
class Matter:
    """One thing that waits for the viewer: of which kind, in words, where it is done, about whom, and by when.

    ``kind`` is one that the order of home weighs. ``about`` names the subject where it is nobody on probation;
    ``risk`` is empty there. ``due`` None means that the thing has no day of its own: the order's edition counts one
    from ``since``, or it is due at once.
    """

    kind: str
    what: str
    do: Link
    since: date
    due: date | None = None
    person_id: UUID | None = None
    about: str = ""
    risk: str = ""


@dataclass(frozen=True)
class Noted:
    """One line of the diary: a day, what is on it, and whom or what it is about."""

    on: date
    what: str
    href: str
    person_id: UUID | None = None
    about: str = ""


@dataclass(frozen=True)
class Asked:
    """Something the viewer asked of others and that is not answered yet: what, of whom, by when."""

    what: str
    of: str
    href: str
    by: date | None = None
    person_id: UUID | None = None


@dataclass(frozen=True)
class Changed:
    """Something another did that concerns the viewer: what, who, when, and whose it is or else ``about`` what.

    ``about`` stands where the viewer does not see the person (any more), and where it is nobody's record; ``href`` is then
    where more can be read, if anywhere.
    """

    at: datetime
    what: str
    who: str
    person_id: UUID | None = None
    about: str = ""
    href: str = ""
