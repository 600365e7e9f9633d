"""Foreign keys by name: which row of ours each id column means, said by each context's models and put in force after migrations.

A context says ``REFERS`` beside its models, by column: every table of it that has the column gets the key, but where ``Table.column`` says another, or none. A key by name
lets a table refer to a context above or below it without importing anything. Each is looked at when a transaction ends, so
that a file may write what refers before what is referred to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg.errors import ForeignKeyViolation

LONGEST_NAME = 63


@dataclass(frozen=True)
class Key:
    """One id column, the table it stands in, and the table whose row it means."""

    table: str
    column: str
    to: str

    @property
    def name(self) -> str:
        """What the constraint is called."""
        return f"{self.table}_{self.column}_refers"[-LONGEST_NAME:]


def keys() -> Iterator[Key]:
    """Every foreign key by name that our contexts declare, in order of app and table."""
    from django.apps import apps
    from django.db.models import UUIDField

    for app in apps.get_app_configs():
        refers: Mapping[str, str] = getattr(app.models_module, "REFERS", {})
        for model in app.get_models():
            for field in model._meta.local_concrete_fields:
                means = refers.get(f"{model.__name__}.{field.name}", refers.get(field.name, ""))
                if means and isinstance(field, UUIDField) and not field.primary_key:
                    to = apps.get_model(means)._meta.db_table
                    yield Key(model._meta.db_table, str(field.column), to)


def apply_keys(connection: Any) -> list[str]:
    """Put every key in force, as the owner, and drop what is declared no longer; returns those that old rows break.

    Such a key holds for every new row all the same; the rows from before are left as they are, to be mended by hand.
    """
    wanted = {key.name: key for key in keys()}
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        cursor.execute(
            "SELECT conname, conrelid::regclass::text, convalidated FROM pg_constraint"
            r" WHERE contype = 'f' AND conname LIKE '%\_refers'"
        )
        held = {name: (table, whole) for name, table, whole in cursor.fetchall()}
        for name in sorted(held.keys() - wanted.keys()):
            cursor.execute(f'ALTER TABLE {held[name][0]} DROP CONSTRAINT "{name}"')
        for name, key in sorted(wanted.items()):
            if name not in held and {key.table, key.to} <= present:
                cursor.execute(
                    f'ALTER TABLE "{key.table}" ADD CONSTRAINT "{name}" FOREIGN KEY ("{key.column}")'
                    f' REFERENCES "{key.to}" DEFERRABLE INITIALLY DEFERRED NOT VALID'
                )
        fresh = [key for name, key in sorted(wanted.items()) if not held.get(name, ("", False))[1]]
        return [key.name for key in fresh if {key.table, key.to} <= present and not _holds(connection, key)]


def _holds(connection: Any, key: Key) -> bool:
    """Whether every row from before keeps a key; it is then held for them too."""
    from django.db import IntegrityError, transaction

    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(f'ALTER TABLE "{key.table}" VALIDATE CONSTRAINT "{key.name}"')
    except (IntegrityError, ForeignKeyViolation):
        return False
    return True
