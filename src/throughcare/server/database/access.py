"""The embedded server's secrets: one password for each role, and the port, kept in a file of mode 0600."""

import json
import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from throughcare.foundation.kernel.files import write_whole

ADMIN = "throughcare_admin"
ROLES = ("throughcare_owner", "throughcare_web", "throughcare_worker", "throughcare_auditor")
DATABASE = "throughcare"


@dataclass(frozen=True)
class Access:
    """The port the server last used and the password of each account on it."""

    port: int
    passwords: dict[str, str] = field(repr=False)

    @classmethod
    def fresh(cls, port: int) -> "Access":
        """New random passwords for the server's administrator and the four roles."""
        return cls(port, {name: secrets.token_urlsafe(24) for name in (ADMIN, *ROLES)})

    @classmethod
    def read(cls, path: Path) -> "Access | None":
        """The saved access, or None when no server was ever made here."""
        try:
            return cls(**json.loads(path.read_text()))
        except FileNotFoundError:
            return None

    def write(self, path: Path) -> None:
        """Save whole or not at all, readable by this account only."""
        write_whole(path, json.dumps(asdict(self)).encode())

    def on_port(self, port: int) -> "Access":
        """The same passwords on another port."""
        return replace(self, port=port)
