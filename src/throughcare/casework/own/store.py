"""Makes secrets and what is kept of them, and says who gives a code."""

from __future__ import annotations

import hashlib
import secrets
from uuid import UUID

from django.utils.crypto import salted_hmac

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member

from .rules import LETTERS

_LONG, _FIGURES = 6, 8


def new_reference() -> str:
    """Letters by which a code is found; no secret, and of one code alone, so that nobody who knows a person can use up theirs."""
    return "".join(secrets.choice(LETTERS) for _ in range(_LONG))


def new_code() -> str:
    """Figures that let somebody in, once."""
    return f"{secrets.randbelow(10**_FIGURES):0{_FIGURES}}"


def proof_of(reference: str, code: str) -> str:
    """What shows the database that a code is known, made with the service's own key: eight figures alone could be tried out."""
    return salted_hmac(f"a person's own page {reference}", code, algorithm="sha256").hexdigest()


def kept_of(secret: str) -> str:
    """What is kept of a proof or of a visit's secret, as ``own_kept`` makes it: it opens nothing itself."""
    return hashlib.sha256(secret.encode()).hexdigest()


def gives_code(person_id: UUID, unit_id: UUID, by: Member) -> bool:
    """Whether a member gives codes for a case: whoever holds a role in it, or the team that answers for it."""
    return unit_id in units_below(by.unit_id) or person_id in supervision.held_people(by.id)
