"""The parts of a page as plain values: a view makes them, a template shows them.

Each small part (`Tag`, `Link`, `Unknown`, `Clock`, `Lines`) turns itself into HTML wherever it is put: in a
table cell, in a summary row, in running text. Larger parts are shown by the tag of the same name.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from throughcare.faces.web.look import formats

Colour = Literal[
    "grey",
    "blue",
    "teal",
    "green",
    "yellow",
    "orange",
    "red",
    "magenta",
    "purple",
]


class Shown(ABC):
    """Something that is its own HTML wherever a template puts it."""

    @abstractmethod
    def __html__(self) -> SafeString:
        """The part as safe HTML."""

    def __str__(self) -> str:
        return self.__html__()


@dataclass(frozen=True)
class Tag(Shown):
    """A status in a few words; the colour helps, the words say it."""

    text: str
    colour: Colour = "grey"

    def __html__(self) -> SafeString:
        return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', self.colour, self.text)


@dataclass(frozen=True)
class Link(Shown):
    """A link; `about` is read out after the text, so that ten links called "Change" differ."""

    text: str
    href: str
    about: str = ""

    def __html__(self) -> SafeString:
        hidden = (
            format_html('<span class="govuk-visually-hidden"> {}</span>', self.about) if self.about else ""
        )
        return format_html('<a class="govuk-link" href="{}">{}{}</a>', self.href, self.text, hidden)


@dataclass(frozen=True)
class Why(Shown):
    """Why something is so, folded away behind one word: the source is there for whoever asks, and in nobody's way."""

    because: str
    ask: str = "Why?"

    def __html__(self) -> SafeString:
        """A details element, which opens without JavaScript."""
        return format_html(
            '<details class="tc-why"><summary class="tc-why__ask">{}</summary><p class="tc-why__because">{}</p></details>',
            self.ask,
            self.because,
        )


@dataclass(frozen=True)
class Unknown(Shown):
    """A value that is not known, with why: "Awaiting assessment", "Not asked", "Withheld"."""

    because: str = formats.NOT_RECORDED

    def __html__(self) -> SafeString:
        return formats.unknown(self.because)


@dataclass(frozen=True)
class Lines(Shown):
    """Several values in one cell, each on its own line; the first is the one that matters, and is left out when empty."""

    first: object
    rest: Sequence[object] = ()

    def __html__(self) -> SafeString:
        below = format_html_join(
            "", '<span class="tc-line">{}</span>', ((formats.shown(v),) for v in self.rest)
        )
        if self.first == "" and self.rest:
            return below
        return format_html(
            '<span class="tc-line tc-line--first">{}</span>{}', formats.shown(self.first), below
        )


@dataclass(frozen=True)
class Clock(Shown):
    """How long something has waited or has left, in working days, against its limit.

    `limit` None means that no limit applies. At the limit it is due; past it, late.
    """

    days: int
    limit: int | None = None
    saying: str = "waiting"

    @property
    def state(self) -> Literal["running", "due", "late"]:
        """Whether the limit is still ahead, reached today, or past."""
        if self.limit is None or self.days < self.limit:
            return "running"
        return "due" if self.days == self.limit else "late"

    @property
    def words(self) -> str:
        """The clock in words, so that colour carries nothing alone."""
        many = formats.count_of(self.days, "working day") if self.days else "less than a working day"
        base = f"{self.saying} {many}".strip()
        if self.limit is None or self.state == "running" or self.saying == "late by":
            return base
        if self.state == "due":
            return f"{base}, due today" if self.days else "due today"
        return f"{base}, {self.days - self.limit} late"

    def __html__(self) -> SafeString:
        return format_html('<span class="tc-clock tc-clock--{}">{}</span>', self.state, self.words)


@dataclass(frozen=True)
class Item:
    """One entry of a navigation, sub-navigation or breadcrumb trail; `count` is what waits there."""

    text: str
    href: str = ""
    active: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Row:
    """One row of a summary list: what, its value, and what may be done about it."""

    key: str
    value: object
    actions: Sequence[Link] = ()


@dataclass(frozen=True)
class Column:
    """A table column; `sort` is the name that the address carries when the table is ordered by it."""

    heading: str
    numeric: bool = False
    sort: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its caption says what it holds; `order` is the sort in force, `-name` when falling.

    The first cell of each row names the row. On a phone each row becomes a small list with its headings.
    `empty` is what is said when there is no row. `people` makes each row a few lines on a phone, for long lists.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    order: str = ""
    empty: str = "There is nothing to show."
    show_caption: bool = True
    dense: bool = True
    people: bool = False

    @property
    def size(self) -> Literal["few", "some", "many"]:
        """How many columns it has, which settles how narrow a place it fits before it becomes a list."""
        many = len(self.columns)
        return "few" if many < 3 else "some" if many < 6 else "many"


@dataclass(frozen=True)
class Happening:
    """One thing that happened, for a timeline."""

    title: str
    when: date | datetime
    by: str = ""
    body: object = ""
    href: str = ""
    tag: Tag | None = None


@dataclass(frozen=True)
class Identity:
    """The bar that says whose page this is, on every page about one person.

    `born` None shows as not known. `identifiers` are pairs of kind and number; `alerts` come first in the eye.
    """

    name: str
    born: date | None
    today: date
    href: str = ""
    identifiers: Sequence[tuple[str, object]] = ()
    facts: Sequence[tuple[str, object]] = ()
    alerts: Sequence[Tag] = ()
    restricted: str = ""

    @property
    def age(self) -> int | None:
        """Whole years today, or None when the date of birth is not recorded."""
        return None if self.born is None else formats.age_on(self.born, self.today)


@dataclass(frozen=True)
class Task:
    """One line of a task list; a status in plain text means that nothing is left to do."""

    title: str
    status: Tag | str
    href: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Panel:
    """One tab: its title, its place in the address (`#key`), and what it holds."""

    key: str
    title: str
    content: object


@dataclass(frozen=True)
class JobProgress:
    """How far a job has come; `total` None when that cannot be known. `href` is the page to ask again."""

    title: str
    done: int
    total: int | None
    href: str
    finished: bool = False
    failed: str = ""
    unit: str = "row"
    said: str = ""

    @property
    def words(self) -> str:
        """The progress in words; `said` in place of a count where steps of several kinds are taken."""
        if self.failed or (self.said and not self.finished):
            return self.failed or self.said
        if self.finished:
            return f"Finished: {formats.count_of(self.done, self.unit)}."
        of = f" of {self.total:,}" if self.total is not None else ""
        return f"{self.done:,}{of} {self.unit}s so far."


@dataclass(frozen=True)
class Step:
    """One page number of a pagination; number None is a gap."""

    number: int | None
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class Pages:
    """Where a list stands: the page shown, of how many, and how many things in all (None when not counted)."""

    number: int
    of: int
    total: int | None = None
    noun: str = "result"
    per_page: int = field(default=25)

    @property
    def many(self) -> str:
        """The noun of more than one: `noun` is "case", or "person,people" where an s is not enough."""
        one, _, more = self.noun.partition(",")
        return more or f"{one}s"
