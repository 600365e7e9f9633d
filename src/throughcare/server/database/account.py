"""Which account runs the server: PostgreSQL refuses to run as root, so root has to step down."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .problems import Unavailable

UNPRIVILEGED = ("nobody", "postgres", "daemon")
STEP_ASIDE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")
REFUSAL = (
    "PostgreSQL does not run as root, and here root can neither hand it to an unprivileged account "
    "({account} cannot reach {folder}) nor use a user namespace (unshare --user is refused). "
    "Run as an ordinary user, move the checkout to a folder others may enter, "
    "or set DATABASE_URL to a server you have."
)


@dataclass(frozen=True)
class Account:
    """How a program of the server is started: as whom, and behind which command."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()
    steps_down: bool = False

    def options(self) -> dict[str, Any]:
        """Keyword arguments for ``subprocess`` that step down to this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.steps_down else {}

    def can_run(self, program: str) -> bool:
        """Whether this account can run a program: it is tried, not guessed from modes."""
        command = [*self.prefix, program, "--version"]
        try:
            return subprocess.run(command, capture_output=True, check=False, **self.options()).returncode == 0
        except OSError:
            return False


def account_for(cluster: Path, program: str) -> Account:
    """The account that may own the cluster's folder and run the server; Unavailable in one clear sentence."""
    owner = cluster.stat().st_uid if cluster.exists() else None
    if os.geteuid() != 0:
        return as_oneself(owner, cluster)
    choices = (
        [namespace()] if owner == 0 else [*stepping_down(owner, cluster), *([namespace()] * (owner is None))]
    )
    for account in choices:
        if account.can_run(program):
            return account
    raise Unavailable(REFUSAL.format(account=UNPRIVILEGED[0], folder=cluster.parent))


def as_oneself(owner: int | None, cluster: Path) -> Account:
    """Run as the present user, who must own what is there."""
    if owner not in (None, os.geteuid()):
        raise Unavailable(
            f"{cluster} belongs to {name_of(owner)}, who made it. Run as that account or as root, "
            "use a checkout of your own, or set DATABASE_URL."
        )
    return Account(os.geteuid(), os.getegid())


def name_of(uid: int | None) -> str:
    """An account's name, or its number when it has none."""
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return f"account {uid}"


def stepping_down(owner: int | None, cluster: Path) -> list[Account]:
    """Existing unprivileged accounts that can reach the cluster's folder; its owner alone once it has one."""
    known = [entry for entry in map(entry_of, UNPRIVILEGED) if entry]
    if owner is not None:
        known = [entry for entry in pwd.getpwall() if entry.pw_uid == owner]
    return [
        Account(entry.pw_uid, entry.pw_gid, steps_down=True)
        for entry in known
        if can_enter(cluster.parent, entry.pw_uid, entry.pw_gid)
    ]


def entry_of(name: str) -> pwd.struct_passwd | None:
    """The account of this name on this machine, or None."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def namespace() -> Account:
    """Root's own files seen as an ordinary user's, inside a user namespace."""
    return Account(0, 0, prefix=STEP_ASIDE)


def can_enter(folder: Path, uid: int, gid: int) -> bool:
    """Whether an account may pass through every folder from the root down to this one."""
    return all(may_pass(place.stat(), uid, gid) for place in (folder, *folder.resolve().parents))


def may_pass(mode: os.stat_result, uid: int, gid: int) -> bool:
    """Whether one folder's mode lets an account through."""
    if mode.st_uid == uid:
        return bool(mode.st_mode & 0o100)
    return bool(mode.st_mode & (0o010 if mode.st_gid == gid else 0o001))
