"""Rows of many ids asked for as one value: ``id = ANY (array)``, whatever how many, where Django would write each id into the text.

A text that is the same for two ids and for two thousand is planned once where it is prepared; and a batch of court results, which
asks for its people a score of times, no longer spends its time on spelling their ids one by one.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignKey, OneToOneField, UUIDField
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In


class _Among:
    """``in``, for ids that are given and not asked for by another question."""

    rhs: Any
    lhs: Any

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """The condition with its ids as one array; as Django writes it where they are a question's, or not plain ids."""
        if not self.rhs_is_direct_value() or not isinstance(_field(self.lhs), UUIDField):  # type: ignore[attr-defined]
            return super().as_sql(compiler, connection)  # type: ignore[misc,no-any-return]
        ids = list(dict.fromkeys(one for one in self.rhs if one is not None))
        if any(hasattr(one, "resolve_expression") for one in ids):
            return super().as_sql(compiler, connection)  # type: ignore[misc,no-any-return]
        if not ids:
            raise EmptyResultSet
        lhs, given = self.process_lhs(compiler, connection)  # type: ignore[attr-defined]
        return f"{lhs} = ANY (%s)", [*given, ids]


class Among(_Among, In):
    """Of a column of ids."""


class RelatedAmong(_Among, RelatedIn):
    """Of a key to another table's ids."""


def _field(lhs: Any) -> Any:
    """The field that ids are held against: of a key, the one it points to."""
    field = getattr(lhs, "target", None) or lhs.output_field
    while isinstance(field, ForeignKey):
        field = field.target_field
    return field


def ask_for_ids_as_arrays() -> None:
    """Have the ORM ask for ids as arrays, in every process that reads by it."""
    UUIDField.register_lookup(Among)
    for key in (ForeignKey, OneToOneField):
        key.register_lookup(RelatedAmong)
