"""The address each process connects to: from the environment, else the embedded server's saved access."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from .access import DATABASE, Access
from .folders import var_folder
from .problems import Unavailable


class Role(StrEnum):
    """The four database accounts of Throughcare."""

    WEB = "web"
    OWNER = "owner"
    WORKER = "worker"
    AUDITOR = "auditor"

    @property
    def account(self) -> str:
        """The account's name on the server."""
        return f"throughcare_{self.value}"

    @property
    def variable(self) -> str:
        """The environment variable that names this role's address."""
        return "DATABASE_URL" if self is Role.WEB else f"DATABASE_{self.name}_URL"


# Which further connections each kind of process may open beside the web role's.
BESIDE_WEB: dict[str, tuple[Role, ...]] = {
    "web": (),
    "worker": (Role.WORKER,),
    "owner": (Role.OWNER, Role.WORKER, Role.AUDITOR),
    "test": (Role.OWNER, Role.WORKER, Role.AUDITOR),
}


@dataclass(frozen=True)
class Address:
    """Where a database is and who connects to it."""

    host: str
    port: int
    database: str
    user: str
    password: str = field(repr=False)
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, url: str, variable: str = "DATABASE_URL") -> "Address":
        """Read ``postgresql://user:password@host:port/name?sslmode=…``; Unavailable says what is wrong."""
        expected = f"{variable} must look like postgresql://user:password@host:5432/name"
        try:
            parts = urlsplit(url)
            port = parts.port or 5432
        except ValueError:
            raise Unavailable(expected) from None
        if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
            raise Unavailable(expected)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        options = dict(parse_qsl(parts.query))
        host = options.pop("host", parts.hostname or "")
        return cls(host, port, unquote(parts.path.strip("/")), user, password, options)

    def url(self) -> str:
        """The address as a URL, password included: for an environment, never for a log."""
        who = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else quote(self.host, safe="")
        query = f"?{urlencode(self.options)}" if self.options else ""
        return f"postgresql://{who}{host}:{self.port}/{quote(self.database, safe='')}{query}"

    def keywords(self) -> dict[str, Any]:
        """Keyword arguments for ``psycopg.connect`` and libpq."""
        named = {"host": self.host, "user": self.user, "password": self.password}
        given = {name: value for name, value in named.items() if value}
        return {**self.options, **given, "port": self.port, "dbname": self.database}

    def django(self, pool: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """This address as one entry of Django's DATABASES."""
        options: dict[str, Any] = dict(self.options)
        if pool:
            options["pool"] = dict(pool)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.database,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": str(self.port),
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": bool(pool),
            "OPTIONS": options,
        }


NOWHERE = Address("127.0.0.1", 1, "no-database-started", "", "")


def is_embedded() -> bool:
    """Whether the embedded server is used: no address is given in the environment."""
    return not any(os.environ.get(role.variable) for role in Role)


def address(role: Role) -> Address | None:
    """Where this role connects, or None when nobody has said and no embedded server was made."""
    given = os.environ.get(role.variable)
    if given:
        return Address.parse(given, role.variable)
    if not is_embedded():
        return None
    access = Access.read(var_folder() / "postgres" / "access.json")
    return embedded_address(access, role) if access else None


def embedded_address(access: Access, role: Role, database: str = DATABASE) -> Address:
    """This role's address on an embedded server."""
    return Address("127.0.0.1", access.port, database, role.account, access.passwords[role.account])


def require(role: Role) -> Address:
    """Where this role connects; Unavailable names the variable to set."""
    found = address(role)
    if found is None:
        raise Unavailable(f"No database address for the {role.value} role. Set {role.variable}.")
    return found


def process_kind() -> str:
    """What this process is, from ``THROUGHCARE_ROLE``: web (unless said), worker, owner or test."""
    kind = os.environ.get("THROUGHCARE_ROLE", "web")
    if kind not in BESIDE_WEB:
        raise Unavailable(f"THROUGHCARE_ROLE is {kind!r}: expected one of {', '.join(BESIDE_WEB)}.")
    return kind


LIMITS: dict[Role, dict[str, str]] = {
    Role.WEB: {
        "statement_timeout": "20s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "60s",
    },
    Role.WORKER: {"lock_timeout": "2min", "idle_in_transaction_session_timeout": "1h"},
}
"""How long the database works, waits for a lock, or is left waiting, for each kind of process: a page for seconds only."""


def _within(limits: Mapping[str, str], entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of Django's DATABASES whose sessions are held to these limits, beside what its address says."""
    said = " ".join(f"-c {name}={limit}" for name, limit in limits.items())
    options = dict(entry["OPTIONS"])
    options["options"] = f"{said} {options.get('options', '')}".strip()
    return {**entry, "OPTIONS": options}


def database_settings() -> dict[str, dict[str, Any]]:
    """Django's DATABASES: ``default`` is the web role; others only where this kind of process may use them.

    Before any server exists the entries point nowhere, so that commands which need no database run.
    """
    kind = process_kind()
    pool = {"min_size": 1, "max_size": int(os.environ.get("THROUGHCARE_POOL", "8")), "timeout": 15}
    pooled = pool if kind in ("web", "test") else None
    named = {"default": _within(LIMITS[Role.WEB], (address(Role.WEB) or NOWHERE).django(pooled))}
    for role in BESIDE_WEB[kind]:
        where = address(role) or (NOWHERE if is_embedded() else None)
        if where is None and role.value == kind:
            raise Unavailable(f"A {kind} process needs {role.variable}, which is not set.")
        if where:
            named[role.value] = _within(LIMITS.get(role, {}), where.django())
    return named
