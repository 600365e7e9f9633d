"""The demonstration's sign-in accounts: secrets made on first load, kept in one file only its owner may read."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
import struct
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Refused

_STEP, _DIGITS = 30, 6


@dataclass(frozen=True)
class SignIn:
    """One account of the demonstration, with its secrets; ``area`` is empty in the area where every role signs in."""

    role: str
    name: str
    email: str
    password: str
    code_seed: str
    area: str = ""

    @property
    def what(self) -> str:
        """The role, and the area where it is another than the one where every role signs in."""
        return f"{self.role}, {self.area}" if self.area else self.role


def new_sign_in(role: str, name: str, already: int, area: str = "") -> SignIn:
    """Fresh secrets for one role; the second account of a role has a 2 in its address, one of another area its name."""
    address = role.replace(" ", ".") + (str(already + 1) if already else "")
    place = "." + re.sub(r"[^a-z]+", ".", area.lower()) if area else ""
    seed = base64.b32encode(secrets.token_bytes(20)).decode()
    return SignIn(role, name, f"{address}{place}@demo.example", secrets.token_urlsafe(12), seed, area)


def open_account(new: SignIn, *, by: Member, at: datetime) -> UUID:
    """Make the account and set up its one-time codes."""
    from throughcare.faces.web.sign_in import set_up_second_step
    from throughcare.foundation.access.actions import make_account

    account = make_account(by=by, at=at, email=new.email, name=new.name, password=new.password)
    set_up_second_step(account, new.code_seed)
    return account


def kept_in() -> Path:
    """Where the secrets are kept."""
    from django.conf import settings

    return Path(settings.STATIC_ROOT).parent / "demo-accounts.json"


def keep(found: Sequence[SignIn]) -> None:
    """Write the secrets where only the owner of the files may read them, the area where every role signs in first."""
    handle = os.open(kept_in(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        os.fchmod(file.fileno(), 0o600)
        json.dump([asdict(one) for one in sorted(found, key=lambda one: one.area)], file, indent=1)


def known() -> list[SignIn]:
    """The accounts of the demonstration that was loaded here."""
    try:
        return [SignIn(**row) for row in json.loads(kept_in().read_text())]
    except FileNotFoundError:
        raise Refused("No demonstration was loaded here. Load one with: throughcare demo") from None


def named(name: str) -> SignIn:
    """The account of a role, an address or a person's name; the nearest by its beginning, of the first area if it can be."""
    asked = name.strip().lower()
    accounts = known()
    for one in accounts:
        if asked in {one.email, one.email.split("@")[0], one.role, one.what.lower(), one.name.lower()}:
            return one
    near = [one for one in accounts if one.email.startswith(asked.replace(" ", "."))]
    near = [one for one in near if not one.area] or near
    if len(near) != 1:
        raise Refused(
            f"No demonstration account is called “{name}”. Name one of: {', '.join(a.email for a in accounts)}."
        )
    return near[0]


def code_now(seed: str, at: float | None = None) -> str:
    """The one-time code of a seed now (RFC 6238: SHA-1, six digits, thirty seconds)."""
    counter = int((time.time() if at is None else at) // _STEP)
    digest = hmac.new(base64.b32decode(seed), struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"
