"""Tells anybody, signed in or not, what is public of agreements."""

from __future__ import annotations

import json

from django.db import connection

from ..rules.published import PublicAgreement, public_agreement


def public_agreements() -> list[PublicAgreement]:
    """Every agreement that all four signed as anybody may know it, the earliest drawn up first. Asked by nobody signed in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agreement, title, buyer, provider, competition, package, said FROM contracts_published()"
        )
        rows = cursor.fetchall()
    return [
        public_agreement(agreement, title, buyer, provider, competition, package, json.loads(said))
        for agreement, title, buyer, provider, competition, package, said in rows
    ]
