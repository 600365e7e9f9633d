"""What is asked of an engine: which tables, which definition, broken down by what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Period, Refused
from throughcare.foundation.kernel.disclosure import Label

from .calendar import sure_to
from .definition import Definition, TableRule, Takes, Unit
from .schema import PROOFS
from .tables import Tables

CALENDAR_COLUMNS = ("window", "year")


@dataclass(frozen=True)
class Question:
    """A measure asked of tables, by columns of index_events or people, or by window or year.

    Without ``weights`` severity and predicted chances are not read: binary and frequency only.
    ``within`` takes index events of a period and ``where`` those whose columns hold given values;
    both choose before a person's first event is taken.
    """

    tables: Tables
    definition: Definition
    by: tuple[str, ...] = ()
    weights: bool = True
    within: Period | None = None
    where: tuple[tuple[str, tuple[Label, ...]], ...] = ()

    def __post_init__(self) -> None:
        known = {*CALENDAR_COLUMNS, *self.event_columns, *self.people_columns}
        for name in self.by:
            if name not in known:
                raise Refused(
                    f"no breakdown is called {name}; there are {', '.join(sorted(known))}", field="by"
                )
        if len(set(self.by)) != len(self.by):
            raise Refused("a breakdown is asked for twice", field="by")
        for name, values in self.where:
            if None in values:
                raise Refused(
                    "events are chosen by what is recorded: break down to see the rest", field="where"
                )
            if name not in self.event_columns:
                raise Refused(
                    f"events are chosen by {', '.join(self.event_columns)}, not {name}", field="where"
                )
        if self.definition.unit is Unit.RETURN and "returns" not in self.tables:
            raise Refused(
                f"{self.definition.name} counts the table returns, which is missing", field="returns"
            )

    @property
    def event_columns(self) -> tuple[str, ...]:
        """The columns of index_events that a measure may be broken down by."""
        apart = {"event_id", "person_id", "event_date", "predicted"}
        return tuple(c for c in self.tables.columns("index_events") if c not in apart)

    @property
    def people_columns(self) -> tuple[str, ...]:
        """The columns of people that a measure may be broken down by."""
        apart = {"person_id", "died_on", *self.event_columns}
        return tuple(c for c in self.tables.columns("people") if c not in apart)

    @property
    def first_of(self) -> tuple[str, ...]:
        """The breakdowns within which a person's first event is taken, besides the window."""
        if self.definition.takes is Takes.EVERY_EVENT or self.definition.tables is TableRule.HEADLINE:
            return ()
        return tuple(name for name in self.by if name in self.event_columns)

    @property
    def proofs(self) -> tuple[str, ...] | None:
        """The proofs that count; None when all there can be do."""
        kinds = self.definition.proved_by
        return None if kinds is None or set(PROOFS) <= set(kinds) else kinds

    @property
    def has_severity(self) -> bool:
        """Whether the outcome counted carries a severity."""
        counts_offences = self.definition.unit is not Unit.RETURN
        return self.weights and counts_offences and "severity" in self.tables.columns("offences")

    @property
    def has_predicted(self) -> bool:
        """Whether index events carry a predicted chance."""
        return self.weights and "predicted" in self.tables.columns("index_events")

    @property
    def has_deaths(self) -> bool:
        """Whether deaths are known, so that time at risk can end with them."""
        return "died_on" in self.tables.columns("people")

    @property
    def sure_to(self) -> date:
        """The last day whose offences have had the whole time for proof."""
        return sure_to(self.definition, self.tables.known_to)
