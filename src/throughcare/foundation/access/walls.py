"""The wall of each table: who may read and write its rows, from which policies and privileges are made.

A model says its kind of wall in a class attribute ``wall``. ``wall_sql`` turns that into row-level security; ``apply_walls``
puts it in force, as the owner, after every migration. A test holds the catalogue of the database against these declarations.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from throughcare.foundation.kernel import Permission

from .parts import Part
from .sight import visible

Policies = dict[str, tuple[str | None, str | None]]
WEB, WORKER, AUDITOR = "throughcare_web", "throughcare_worker", "throughcare_auditor"

TABLE = "THIS_TABLE"  # stands before its column, or the column would be taken for the grant's of that name
_NOT_WALLED = "({column} IS NULL OR NOT {column} = ANY ((SELECT app_walled())::uuid[]))"


def holds(permission: Permission) -> str:
    """The condition that the viewer's role carries a permission, asked once for a whole statement."""
    return f"{spelt(permission)} = ANY ((SELECT app_permissions())::text[])"


def spelt(permission: Permission) -> str:
    """A permission as SQL spells it."""
    said = permission.value.replace("'", "''")
    return f"'{said}'"


@dataclass(frozen=True)
class Written:
    """Columns that say who wrote a row and when: what they say is held against who writes, in whose name and when."""

    member: str = ""
    unit: str = ""
    organisation: str = ""
    at: str = ""
    again: bool = False
    """What is written may be asked for again, by another and later: then the columns say who asked last."""
    brought: bool = False
    """Rows may be brought in from before, in the worker alone: by members of the writer's organisation, not later than now."""
    answer: str = ""
    """The column that says who answered what the row asks: whoever changes it answers in their own name."""
    later: tuple[str, ...] = ()
    """Columns that say who did something to the row later, or when (``…_at``): whoever fills or changes one is who it says, now."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns named."""
        return tuple(column for column in (self.member, self.unit, self.organisation, self.at) if column)

    def check(self) -> str:
        """What a new row must fulfil; empty when no column says anything."""
        held = {
            "app_member": self.member,
            "app_unit": self.unit,
            "app_organisation": self.organisation,
            "app_at": self.at,
        }
        own = " AND ".join(f"{column} = (SELECT {said}())" for said, column in held.items() if column)
        done = [f"({column} IS NULL OR {column} = (SELECT {_says(column)}()))" for column in self.later]
        own = " AND ".join(filter(None, [own, *done]))
        theirs = f"{self.organisation} = (SELECT app_organisation()) AND {self.at} <= (SELECT app_at())"
        return f"(({own}) OR (current_user = '{WORKER}' AND {theirs}))" if self.brought else own

    def untrue_later(self) -> str:
        """Of a row as it was and as it is to be: that it says untruly who did something to it, or when; empty where it says nothing."""
        return " OR ".join(
            f"NEW.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column}"
            f" AND NEW.{column} IS DISTINCT FROM {_says(column)}()"
            for column in self.later
        )

    def check_answer(self) -> str:
        """What a changed row must fulfil; empty when nothing is answered."""
        return f"({self.answer} IS NULL OR {self.answer} = (SELECT app_member()))" if self.answer else ""


def _says(column: str) -> str:
    """What a column of something done later must say: the instant, or the member."""
    return "app_at" if column.endswith("_at") else "app_member"


UNSIGNED = Written()


@dataclass(frozen=True)
class Cause:
    """A kind of row that lets units see people.

    ``sql`` selects cause_id uuid, person_id uuid, unit_id uuid, shared_by uuid (the organisation that
    shares, or null when the unit's own organisation holds the person), during tstzrange.
    """

    kind: str
    purpose: str
    sql: str


@dataclass(frozen=True)
class Wall:
    """A table's wall: policies by command and privileges by role.

    ``by`` names the columns that say who wrote a row and when. They, the key, the person and what ``fixed`` names
    are written once: UPDATE is granted on the other columns alone. ``jobs`` is what the worker may try besides what the
    web may, and ``in_jobs`` the columns that the worker alone changes.
    """

    web: str = field(default="SELECT", kw_only=True)
    by: Written = field(default=UNSIGNED, kw_only=True)
    fixed: tuple[str, ...] = field(default=(), kw_only=True)
    jobs: str = field(default="", kw_only=True)
    in_jobs: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def about(self) -> tuple[str, ...]:
        """The columns that say whose a row is."""
        return ()

    @property
    def tried(self) -> str:
        """What either role may try."""
        return f"{self.web}, {self.jobs}"

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """For each command, the USING and WITH CHECK expressions; none means no rows."""
        return {}

    @property
    def secured(self) -> bool:
        """Whether row-level security is on for the table."""
        return True


def _under(web: str, seen: str, added: str, changed: str, kept: str = "") -> Policies:
    """Policies of the commands a role may try: for what it sees, adds and changes, to ``kept``; it takes away what it sees."""
    made: Policies = {"SELECT": (seen, None), "INSERT": (None, added), "UPDATE": (changed, kept or changed)}
    made["DELETE"] = (seen, None)
    return {command: made[command] for command in made if command in web}


@dataclass(frozen=True)
class PersonWall(Wall):
    """Rows about a person: read and written only under a live grant to one of the viewer's units.

    ``part``: of which part of the record a row is, None for what every grant shows; it is seen under a grant that opens that part, or by the organisation whose
    the row is. ``recorded_by``: whose the row is; a standing wall hides the other side's. ``first``: under which the worker alone may insert
    before a grant exists. ``and_of``: a second person whom whoever reads or writes sees too. ``seen_if``: what a row must fulfil
    besides to be read or written. ``only``: what a new row must
    fulfil besides, ``while_so`` one that is to be changed, ``kept_so`` one that was.
    """

    column: str = "person_id"
    web: str = field(default="SELECT, INSERT, UPDATE", kw_only=True)
    part: Part | None = Part.REST
    recorded_by: str = ""
    first: str = ""
    and_of: str = ""
    seen_if: str = ""
    only: str = ""
    while_so: str = ""
    kept_so: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """The person."""
        return (self.column,)

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """Select, insert and update under the same condition."""
        seen = _both(self._opened(), self.seen_if)
        seen = _both(seen, visible(self.and_of) if self.and_of else "")
        seen = _both(seen, _NOT_WALLED.format(column=self.recorded_by) if self.recorded_by else "")
        first = f"({seen} OR (current_user = '{WORKER}' AND {self.first}))" if self.first else seen
        changed, kept = _both(seen, self.while_so), _both(seen, self.kept_so)
        return _under(self.tried, seen, _both(first, self.only), changed, kept)

    def _opened(self) -> str:
        opened = visible(self.column, self.part)
        if not (self.part and self.recorded_by):
            return opened
        ours = f"{self.recorded_by} = (SELECT app_organisation())"
        return f"({opened} OR ({ours} AND {visible(self.column)}))"


def _both(one: str, other: str) -> str:
    return f"({one} AND {other})" if other else one


@dataclass(frozen=True)
class Reference(Wall):
    """Rows everybody signed in may read; written only by members who hold a permission, if any may.

    ``once`` rows are never changed. ``only``: what a new row must fulfil besides, ``while_so`` one that is to be changed, ``kept_so`` one that was.
    """

    kept_by: Permission | None = None
    once: bool = field(default=False, kw_only=True)
    only: str = field(default="", kw_only=True)
    while_so: str = field(default="", kw_only=True)
    kept_so: str = field(default="", kw_only=True)

    @property
    def privileges(self) -> str:
        """What the web role may try."""
        if not self.kept_by:
            return "SELECT"
        return "SELECT, INSERT" if self.once else "SELECT, INSERT, UPDATE"

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """Readable by all; kept by holders of the permission."""
        made: dict[str, tuple[str | None, str | None]] = {"SELECT": ("true", None)}
        if self.kept_by:
            keeper = holds(self.kept_by)
            changed, kept = _both(keeper, self.while_so), _both(keeper, self.kept_so)
            made |= {"INSERT": (None, _both(keeper, self.only))}
            made |= {} if self.once else {"UPDATE": (changed, kept)}
        return made


@dataclass(frozen=True)
class KeptBy(Wall):
    """Rows about a person that only holders of a permission who can see the person may read or write."""

    permission: Permission
    column: str = "person_id"
    web: str = field(default="SELECT, INSERT, UPDATE", kw_only=True)

    @property
    def about(self) -> tuple[str, ...]:
        """The person."""
        return (self.column,)

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """Both the permission and a grant."""
        both = f"({holds(self.permission)} AND {visible(self.column)})"
        return {"SELECT": (both, None), "INSERT": (None, both), "UPDATE": (both, both)}


@dataclass(frozen=True)
class OwnRows(Wall):
    """Rows that belong to one member."""

    column: str = "member_id"
    web: str = field(default="SELECT, INSERT", kw_only=True)

    @property
    def about(self) -> tuple[str, ...]:
        """The member."""
        return (self.column,)

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """Only one's own."""
        own = f"{self.column} = (SELECT app_member())"
        return _under(self.web, own, own, own)


@dataclass(frozen=True)
class UnitRows(Wall):
    """Rows that belong to a unit: read and written from that unit or from above it.

    ``by_jobs`` rows are added in the worker alone; ``settled_if`` is what a row must fulfil to be changed.
    """

    column: str = "unit_id"
    web: str = field(default="SELECT, INSERT, UPDATE", kw_only=True)
    by_jobs: bool = field(default=False, kw_only=True)
    settled_if: str = field(default="", kw_only=True)

    @property
    def about(self) -> tuple[str, ...]:
        """The unit."""
        return (self.column,)

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """The viewer's units only."""
        ours = f"{self.column} = ANY ((SELECT app_units())::uuid[])"
        added = f"({ours} AND current_user = '{WORKER}')" if self.by_jobs else ours
        changed = f"({ours} AND {self.settled_if})" if self.settled_if else ours
        return _under(self.tried, ours, added, changed)


@dataclass(frozen=True)
class AwaitedRows(UnitRows):
    """Rows of a unit that wait for a job: the service too finds and settles them, in the worker alone."""

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """The viewer's units, or the sweep's member in the worker; only a unit adds rows of its own."""
        made = super().policies()
        ours = made["SELECT"][0]
        sweeping = f"current_user = '{WORKER}' AND {holds(Permission.SETTLE_WORK)}"
        either = f"({ours} OR ({sweeping}))"
        return made | {"SELECT": (either, None), "UPDATE": (either, either)}


@dataclass(frozen=True)
class Custom(Wall):
    """Rows whose policies no common kind describes, written out."""

    web: str = field(default="SELECT", kw_only=True)
    rules: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """As written."""
        return self.rules


@dataclass(frozen=True)
class GrantRows(Wall):
    """Grants to the viewer's own units; nobody writes them."""

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """Read those of one's units."""
        return {"SELECT": ("unit_id = ANY ((SELECT app_units())::uuid[])", None)}


# Who, at which instant and in which transaction: what a line of a ledger says must be so. Before anybody has signed in
# there is no instant of a viewing, and the line is written at the transaction's own.
IN_ITS_OWN_NAME = (
    "member_id IS NOT DISTINCT FROM (SELECT app_member()) AND txid = pg_current_xact_id()::text::bigint"
    " AND written_at = transaction_timestamp() AND (at = (SELECT app_at()) OR (SELECT app_at()) IS NULL"
    " AND at BETWEEN transaction_timestamp() - interval '1 hour' AND clock_timestamp() + interval '1 minute')"
)
_UNDER_ITS_OWN_HAT = (
    "unit_id IS NOT DISTINCT FROM (SELECT app_unit()) AND role = (SELECT app_role())"
    " AND organisation_id IS NOT DISTINCT FROM (SELECT app_organisation())"
)


@dataclass(frozen=True)
class Ledger(Wall):
    """A ledger: lines may be added in the viewer's own name, and never changed, removed or read by web."""

    web: str = field(default="INSERT", kw_only=True)

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """Add only, in one's own name and transaction; the auditor reads."""
        return {"INSERT": (None, f"({IN_ITS_OWN_NAME} AND {_UNDER_ITS_OWN_HAT})")}


@dataclass(frozen=True)
class Plumbing(Wall):
    """Tables of the machinery, without personal records of people on probation; no row policies."""

    web: str = field(default="SELECT, INSERT, UPDATE, DELETE", kw_only=True)

    @property
    def secured(self) -> bool:
        """Privileges alone guard it."""
        return False


@dataclass(frozen=True)
class Unseen(Plumbing):
    """Machinery that web may add to and read back, not change."""


@dataclass(frozen=True)
class Closed(Wall):
    """Tables that neither web nor worker may touch."""

    web: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Published(Wall):
    """Suppressed figures: everybody may read them, only the worker writes them."""

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """Readable by all."""
        return {"SELECT": ("true", None)}


def privileges_of(wall: Wall) -> str:
    """The privileges of the web role on a table with this wall."""
    return wall.privileges if isinstance(wall, Reference) else wall.web


def causes() -> list[Cause]:
    """Every registered cause of grants, from the models that declare ``causes``."""
    from django.apps import apps

    found: list[Cause] = []
    for model in apps.get_models():
        found.extend(getattr(model, "causes", ()))
    return sorted(found, key=lambda cause: cause.kind)
