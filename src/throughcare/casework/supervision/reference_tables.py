"""The list of prisons, loaded by the owner after every migration."""

from __future__ import annotations

import csv
from importlib.resources import files

from .models import Prison


def load_prisons(alias: str = "owner") -> None:
    """Bring the list up to date with the package; a code no longer listed stays, for the movements that cite it."""
    text = files(__package__).joinpath("reference", "prisons.csv").read_text("utf-8")
    rows = [Prison(**{**row, "active": row["active"] == "true"}) for row in csv.DictReader(text.splitlines())]
    Prison.objects.using(alias).bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "active", "town", "postcode"],
    )
