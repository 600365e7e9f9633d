"""The wall of each table: who may read and write its rows, from which policies and privileges are made.

A model says its kind of wall in a class attribute ``wall``. ``wall_sql`` turns that into row-level
security; ``apply_walls`` puts it in force, as the owner, after every migration. A test compares the
catalogue of the database with these declarations, so a table without one, or with more, fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any

from throughcare.foundation.kernel import Permission

if TYPE_CHECKING:
    from django.db.models import Model

WEB, WORKER, AUDITOR = "throughcare_web", "throughcare_worker", "throughcare_auditor"

# The table's own name stands before its column, or the column would be taken for the grant's of that name.
_TABLE = "THIS_TABLE"
VISIBLE = """(EXISTS (SELECT 1 FROM access_grant g WHERE g.person_id = THIS_TABLE.{column}
  AND g.unit_id = ANY ((SELECT app_units())::uuid[]) AND g.during @> (SELECT app_at()))
  AND NOT THIS_TABLE.{column} = ANY ((SELECT app_barred())::uuid[]))"""
_NOT_WALLED = "({column} IS NULL OR NOT {column} = ANY ((SELECT app_walled())::uuid[]))"
_HOLDS = "'{permission}' = ANY ((SELECT app_permissions())::text[])"


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
    """A table's wall: policies by command and privileges by role."""

    web: str = "SELECT"

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """For each command, the USING and WITH CHECK expressions; none means no rows."""
        return {}

    @property
    def secured(self) -> bool:
        """Whether row-level security is on for the table."""
        return True


@dataclass(frozen=True)
class PersonWall(Wall):
    """Rows about a person: read and written only under a live grant to one of the viewer's units.

    ``recorded_by`` names a column holding the organisation that recorded the row; a standing ethical
    wall hides the other side's rows. ``first`` is an extra condition under which the worker, never the
    web, may insert a row before a grant exists.
    """

    column: str = "person_id"
    web: str = "SELECT, INSERT, UPDATE"
    recorded_by: str = ""
    first: str = ""

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """Select, insert and update under the same condition."""
        seen = VISIBLE.format(column=self.column)
        if self.recorded_by:
            seen = f"({seen} AND {_NOT_WALLED.format(column=self.recorded_by)})"
        insert = f"({seen} OR (current_user = '{WORKER}' AND {self.first}))" if self.first else seen
        made = {
            "SELECT": (seen, None),
            "INSERT": (None, insert),
            "UPDATE": (seen, seen),
            "DELETE": (seen, None),
        }
        return {command: made[command] for command in made if command in self.web}


@dataclass(frozen=True)
class Reference(Wall):
    """Rows everybody signed in may read; written only by members who hold a permission, if any may."""

    kept_by: str = ""

    @property
    def privileges(self) -> str:
        """What the web role may try."""
        return "SELECT, INSERT, UPDATE" if self.kept_by else "SELECT"

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """Readable by all; kept by holders of the permission."""
        made: dict[str, tuple[str | None, str | None]] = {"SELECT": ("true", None)}
        if self.kept_by:
            holds = _HOLDS.format(permission=self.kept_by)
            made |= {"INSERT": (None, holds), "UPDATE": (holds, holds)}
        return made


@dataclass(frozen=True)
class KeptBy(Wall):
    """Rows about a person that only holders of a permission who can see the person may read or write."""

    permission: str = ""
    column: str = "person_id"

    def __init__(self, permission: str, column: str = "person_id") -> None:
        object.__setattr__(self, "permission", permission)
        object.__setattr__(self, "column", column)
        object.__setattr__(self, "web", "SELECT, INSERT, UPDATE")

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """Both the permission and a grant."""
        both = f"({_HOLDS.format(permission=self.permission)} AND {VISIBLE.format(column=self.column)})"
        return {"SELECT": (both, None), "INSERT": (None, both), "UPDATE": (both, both)}


@dataclass(frozen=True)
class OwnRows(Wall):
    """Rows that belong to one member."""

    column: str = "member_id"
    web: str = "SELECT, INSERT"

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """Only one's own."""
        own = f"{self.column} = (SELECT app_member())"
        made: dict[str, tuple[str | None, str | None]] = {
            "SELECT": (own, None),
            "INSERT": (None, own),
            "UPDATE": (own, own),
            "DELETE": (own, None),
        }
        return {command: made[command] for command in made if command in self.web}


@dataclass(frozen=True)
class UnitRows(Wall):
    """Rows that belong to a unit: read and written from that unit or from above it."""

    column: str = "unit_id"
    web: str = "SELECT, INSERT, UPDATE"

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """The viewer's units only."""
        ours = f"{self.column} = ANY ((SELECT app_units())::uuid[])"
        made: dict[str, tuple[str | None, str | None]] = {
            "SELECT": (ours, None),
            "INSERT": (None, ours),
            "UPDATE": (ours, ours),
            "DELETE": (ours, None),
        }
        return {command: made[command] for command in made if command in self.web}


@dataclass(frozen=True)
class AwaitedRows(UnitRows):
    """Rows of a unit that wait for a job: the service too finds and settles them, in the worker alone."""

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """The viewer's units, or the sweep's member in the worker; only a unit adds rows of its own."""
        made = super().policies()
        ours = made["SELECT"][0]
        sweeping = f"current_user = '{WORKER}' AND {_HOLDS.format(permission=Permission.SETTLE_WORK.value)}"
        either = f"({ours} OR ({sweeping}))"
        return made | {"SELECT": (either, None), "UPDATE": (either, either)}


@dataclass(frozen=True)
class Custom(Wall):
    """Rows whose policies no common kind describes, written out."""

    web: str = "SELECT"
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


@dataclass(frozen=True)
class Ledger(Wall):
    """A ledger: lines may be added in the viewer's own name, and never changed, removed or read by web."""

    web: str = "INSERT"

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """Add only, in one's own name and transaction; the auditor reads."""
        own = (
            "(member_id IS NOT DISTINCT FROM (SELECT app_member())"
            " AND txid = pg_current_xact_id()::text::bigint)"
        )
        return {"INSERT": (None, own)}


@dataclass(frozen=True)
class Plumbing(Wall):
    """Tables of the machinery, without personal records of people on probation; no row policies."""

    web: str = "SELECT, INSERT, UPDATE, DELETE"

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

    web: str = ""


@dataclass(frozen=True)
class Published(Wall):
    """Suppressed figures: everybody may read them, only the worker writes them."""

    def policies(self) -> dict[str, tuple[str | None, str | None]]:
        """Readable by all."""
        return {"SELECT": ("true", None)}


def privileges_of(wall: Wall) -> str:
    """The privileges of the web role on a table with this wall."""
    return wall.privileges if isinstance(wall, Reference) else wall.web


def walled_models() -> dict[str, Wall]:
    """Every table of ours and of the libraries, with its wall; raises on one that declares none."""
    from django.apps import apps

    found: dict[str, Wall] = dict(LIBRARY_TABLES)
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table in found or not model._meta.managed:
            continue
        declared = getattr(model, "wall", None) or LEDGER_TABLES.get(table)
        if declared is None:
            raise LookupError(f"table {table} declares no wall: say who may see it on {model.__name__}.wall")
        found[table] = declared
    return found


def causes() -> list[Cause]:
    """Every registered cause of grants, from the models that declare ``causes``."""
    from django.apps import apps

    found: list[Cause] = []
    for model in apps.get_models():
        found.extend(getattr(model, "causes", ()))
    return sorted(found, key=lambda cause: cause.kind)


LEDGER_TABLES: dict[str, Wall] = {
    "audit_entry": Ledger(),
    "audit_decision": Custom(
        web="SELECT, INSERT",
        rules={
            "SELECT": (f"(person_id IS NULL OR {VISIBLE.format(column='person_id')})", None),
            "INSERT": (
                None,
                "(member_id IS NOT DISTINCT FROM (SELECT app_member())"
                " AND txid = pg_current_xact_id()::text::bigint)",
            ),
        },
    ),
    "audit_batch": Closed(),
    "audit_seal": Closed(),
    "audit_announcement": Unseen(web="SELECT, INSERT"),
    "audit_delivery": Plumbing(web="SELECT, INSERT, UPDATE"),
}

_KEPT = "SELECT, INSERT, UPDATE, DELETE"
LIBRARY_TABLES: dict[str, Wall] = {
    "django_migrations": Plumbing(web="SELECT"),
    "django_content_type": Plumbing(web="SELECT"),
    "django_session": Plumbing(web=_KEPT),
    "throughcare_cache": Plumbing(web=_KEPT),
    "procrastinate_jobs": Plumbing(web=_KEPT),
    "procrastinate_events": Plumbing(web=_KEPT),
    "procrastinate_periodic_defers": Plumbing(web=_KEPT),
    "procrastinate_workers": Plumbing(web=_KEPT),
    "access_role_reach": Closed(),
    "auth_permission": Plumbing(web="SELECT"),
    "auth_group": Plumbing(web="SELECT"),
    "auth_group_permissions": Plumbing(web="SELECT"),
    "account_emailaddress": Plumbing(web=_KEPT),
    "account_emailconfirmation": Plumbing(web=_KEPT),
    "mfa_authenticator": Plumbing(web=_KEPT),
    "socialaccount_socialaccount": Plumbing(web=_KEPT),
    "socialaccount_socialapp": Plumbing(web="SELECT"),
    "socialaccount_socialtoken": Plumbing(web=_KEPT),
}


def wall_sql(table: str, wall: Wall) -> Iterator[str]:
    """The statements that put a table's wall in force, whatever stood there before."""
    yield f'REVOKE ALL ON "{table}" FROM PUBLIC, {WEB}, {WORKER}, {AUDITOR}'
    privileges = privileges_of(wall)
    if privileges:
        yield f'GRANT {privileges} ON "{table}" TO {WEB}, {WORKER}'
    yield f'GRANT SELECT ON "{table}" TO {AUDITOR}'
    for command in ("SELECT", "INSERT", "UPDATE", "DELETE"):
        yield f'DROP POLICY IF EXISTS {command.lower()}_by_grant ON "{table}"'
    yield f'DROP POLICY IF EXISTS auditor_reads ON "{table}"'
    if not wall.secured:
        yield f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY'
        return
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'CREATE POLICY auditor_reads ON "{table}" FOR SELECT TO {AUDITOR} USING (true)'
    for command, (using, check) in wall.policies().items():
        clauses = (f" USING ({using})" if using else "") + (f" WITH CHECK ({check})" if check else "")
        clauses = clauses.replace(_TABLE, f'"{table}"')
        yield f'CREATE POLICY {command.lower()}_by_grant ON "{table}" FOR {command} TO {WEB}, {WORKER}{clauses}'


def functions_sql() -> str:
    """The functions every policy and the viewer's session stand on."""
    text = (resources.files(__package__) / "sql" / "viewer.sql").read_text()
    return text.replace("/*CAUSES*/", _derivations())


def _derivations() -> str:
    branches = [
        f"""  ELSIF access_caused.kind = '{cause.kind}' THEN
    RETURN QUERY SELECT c.cause_id, c.person_id, c.unit_id, c.shared_by, c.during, '{cause.purpose}'::text
      FROM ({cause.sql}) c WHERE c.cause_id = ANY (ids);"""
        for cause in causes()
    ]
    return "\n".join(branches)


def apply_walls(connection: Any) -> int:
    """Put every wall in force, as the owner; returns how many tables are guarded."""
    walls = walled_models()
    with connection.cursor() as cursor:
        cursor.execute(functions_sql())
        present = set(connection.introspection.table_names(cursor))  # after: the line above makes one
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB}, {WORKER}")
        _roles(cursor)
        for table in sorted(walls.keys() & present):
            for statement in wall_sql(table, walls[table]):
                cursor.execute(statement)
        _contexts_sql(cursor)
    return len(walls.keys() & present)


def _roles(cursor: Any) -> None:
    """Write the roles of the code where the database can read them."""
    from .rules import ROLES

    cursor.execute("DELETE FROM access_role_reach")
    rows = [(role.name, role.reach.value, sorted(p.value for p in role.may)) for role in ROLES.values()]
    cursor.executemany("INSERT INTO access_role_reach (role, reach, permissions) VALUES (%s, %s, %s)", rows)


def _contexts_sql(cursor: Any) -> None:
    """Functions of the contexts themselves: every ``sql/*.sql`` beside a context's models, but ours."""
    from django.apps import apps

    for app in apps.get_app_configs():
        if not app.name.startswith("throughcare.") or app.name == __package__:
            continue
        folder = resources.files(app.name) / "sql"
        if folder.is_dir():
            for file in sorted(folder.iterdir(), key=lambda f: f.name):
                if file.name.endswith(".sql"):
                    cursor.execute(file.read_text())


def table_of(model: type[Model]) -> str:
    """A model's table."""
    return model._meta.db_table
