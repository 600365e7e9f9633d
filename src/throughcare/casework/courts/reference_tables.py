"""The lists of courts and offences, loaded by the owner after every migration."""

from __future__ import annotations

import csv
from importlib.resources import files

from .models import CodeMeaning, Court, CourtCode, Offence
from .rules.messages import packaged_meanings


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath("reference", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def load_reference(alias: str = "owner") -> None:
    """Bring the lists up to date with the package; a code no longer listed stays, for the rows that cite it."""
    listed = [*_rows("courts.csv"), *_rows("courts_of_feeds.csv")]
    courts = [Court(**{**row, "active": row["active"] == "true"}) for row in listed]
    changed = ["name", "kind", "active", "address", "town", "postcode"]
    Court.objects.using(alias).bulk_create(
        courts, update_conflicts=True, unique_fields=["code"], update_fields=changed, batch_size=1000
    )
    _load_codes(alias)
    _load_meanings(alias)
    flags = ("violent", "violent_or_sexual")
    offences = [
        Offence(**{**row, **{flag: row[flag] == "true" for flag in flags}}) for row in _rows("offences.csv")
    ]
    changed = ["group", "category", "description", "actuarial_category", *flags]
    Offence.objects.using(alias).bulk_create(
        offences, update_conflicts=True, unique_fields=["code"], update_fields=changed, batch_size=1000
    )


def _load_codes(alias: str) -> None:
    """The courts' other codes of the package; a code that an administrator has said stays as they said it."""
    rows = [
        CourtCode(
            code=r["code"], kind=r["kind"], court_id=r["court"], edition=r["edition"], because=r["because"]
        )
        for r in _rows("court_codes.csv")
    ]
    said = set(CourtCode.objects.using(alias).exclude(member_id=None).values_list("code", flat=True))
    CourtCode.objects.using(alias).bulk_create(
        [row for row in rows if row.code not in said],
        update_conflicts=True, unique_fields=["code"], update_fields=["kind", "court", "edition", "because"],
        batch_size=1000,
    )  # fmt: skip


def _load_meanings(alias: str) -> None:
    """What codes mean in the package; what an administrator has said of one stays as they said it."""
    kept = CodeMeaning.objects.using(alias)
    said = set(kept.exclude(member_id=None).values_list("list_name", "code"))
    rows = [
        CodeMeaning(list_name=which.value, code=code, means=m.means, value=m.value, origin=m.origin)
        for (which, code), m in packaged_meanings().items()
        if (which.value, code) not in said
    ]
    kept.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["list_name", "code"],
        update_fields=["means", "value", "origin"],
    )
