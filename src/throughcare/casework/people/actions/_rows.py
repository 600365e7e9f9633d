"""The rows that a batch of arriving records becomes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Address, Alias, Review
from ..rules import AliasRecord, Checked, FullName, HomeRecord, Weighing, district_of
from ..rules.characteristics import PersonState
from ..rules.features import Features, together
from ._matching import matching_row

Row = dict[str, object]
_FROM_RECORD = [
    "forenames",
    "surname",
    "date_of_birth",
    "sex",
    "gender_identity",
    "gender_identity_words",
    "ethnicity",
    "religion",
    "disabled",
    "first_language",
    "needs_interpreter",
    "has_caring_responsibilities",
]
_TABLES = (
    "person",
    "alias",
    "identifier",
    "address",
    "phone",
    "disability",
    "open_point",
    "review",
    "matching",
    "sentenced",
)


class Rows:
    """Rows waiting to be written, table by table; a person's matching row is kept in its last state only."""

    def __init__(self, at: datetime) -> None:
        self.at, self.day = at, day_of(at)
        self.waiting: dict[str, list[Row]] = {table: [] for table in _TABLES}
        self.matching: dict[UUID, Features] = {}
        self.joined: set[UUID] = set()

    def begin(
        self, person: UUID, checked: Checked, arrived: Features, unit: UUID, organisation: UUID
    ) -> Features:
        """A new person and all that their record says."""
        record = checked.record
        self.waiting["person"].append(
            {field: getattr(record, field) for field in _FROM_RECORD}
            | {
                "id": person, "preferred_name": "", "standard_name": checked.name.whole, "other_languages": [],
                "sentenced_on": arrived.sentenced, "state": PersonState.CURRENT, "died_on": None,
                "merged_into_id": None, "recorded_by_unit": unit, "recorded_by_organisation": organisation,
                "recorded_at": self.at, "recorded_until": None, "version": 1,
            }
        )  # fmt: skip
        for alias, name in zip(record.aliases, checked.other_names, strict=True):
            self._alias(person, alias, name)
        self._numbers(person, checked)
        if record.home:
            kind = Address.Kind.NO_FIXED_ABODE if record.home.no_fixed_abode else Address.Kind.HOME
            self._home(person, record.home, kind)
        self._phone(person, checked)
        for code in dict.fromkeys(record.disabilities):
            self._add("disability", person, code=code, adjustment="", ended_at=None)
        self._open_points(person, checked)
        self.matching[person] = arrived
        return arrived

    def join(self, person: UUID, known: Features, checked: Checked, arrived: Features) -> Features:
        """What a record adds to a person already known: other names, numbers, a telephone, a reported home, sentence days."""
        record = checked.record
        own = AliasRecord(record.forenames, record.surname, record.date_of_birth)
        for alias, name in zip((own, *record.aliases), (checked.name, *checked.other_names), strict=True):
            if _says_more(alias, name, known):
                self._alias(person, alias, name)
        self._numbers(person, checked)
        if record.home and record.home.postcode and record.home.postcode not in known.postcodes:
            self._home(person, record.home, Address.Kind.REPORTED)
        self._phone(person, checked)
        if known.born is None and arrived.born is not None:
            self._ask(
                person, "date_of_birth", f"A later record says {arrived.born:%-d %B %Y}: is that right?"
            )
        elif known.born is not None and arrived.born not in (None, *known.births):
            self._ask(person, "date_of_birth", "A later record gives another date of birth: which is right?")
        if known.sex and arrived.sex and known.sex != arrived.sex:
            self._ask(
                person,
                "sex",
                "A later record gives another sex, and perhaps another name: which is meant now?",
            )
        self.joined.add(person)
        self.matching[person] = together(known, arrived)
        return self.matching[person]

    def review(
        self, person: UUID, rival: UUID, unit: UUID, bits: float, weighing: Weighing, model: str, because: str
    ) -> UUID:
        """A question for a reviewer, with each field's level and bits."""
        review = new_id()
        weights = [
            {
                "comparison": part.comparison,
                "level": part.level,
                "bits": part.bits,
                "rarity_bits": part.rarity_bits,
            }
            for part in weighing.parts
        ]
        self.waiting["review"].append(
            {
                "id": review, "person_id": person, "rival_id": rival, "unit_id": unit, "sent_by": None, "bits": bits,
                "weights": {"prior": weighing.prior, "parts": weights}, "model": model, "because": because,
                "state": Review.State.OPEN, "raised_at": self.at, "decided_at": None, "decided_by": None,
                "reason": "", "version": 1,
            }
        )  # fmt: skip
        return review

    def _phone(self, person: UUID, checked: Checked) -> None:
        if number := checked.record.phone:
            self._add(
                "phone", person, number=number, kind="", safe_to_use="not_asked", safe_note="", ended_at=None
            )

    def _alias(self, person: UUID, alias: AliasRecord, name: FullName) -> None:
        self._add(
            "alias", person, kind=Alias.Kind.ALIAS, forenames=alias.forenames, surname=alias.surname,
            standard_name=name.whole, date_of_birth=alias.date_of_birth,
        )  # fmt: skip

    def _open_points(self, person: UUID, checked: Checked) -> None:
        for one in checked.left_out:
            self._ask(person, one.field, one.asks)

    def _ask(self, person: UUID, field: str, asks: str) -> None:
        self._add("open_point", person, field=field, asks=asks, settled_at=None, settled_by=None)

    def _numbers(self, person: UUID, checked: Checked) -> None:
        for number in checked.numbers:
            self._add("identifier", person, kind=number.kind, value=number.value, check_letter=number.check)

    def _home(self, person: UUID, home: HomeRecord, kind: Address.Kind) -> None:
        self._add(
            "address", person, kind=kind, lines=home.lines, postcode=home.postcode,
            district=district_of(home.postcode)[:4], local_authority=home.local_authority,
            during=f"[{self.day.isoformat()},)",
        )  # fmt: skip

    def _add(self, table: str, person: UUID, **columns: object) -> None:
        self.waiting[table].append({"id": new_id(), "person_id": person, "recorded_at": self.at, **columns})

    def parts(self, at_once: int) -> Iterator[dict[str, list[Row]]]:
        """Everything in portions that fit in memory, people first."""
        self.waiting["matching"] = [matching_row(str(p), f) for p, f in self.matching.items()]
        self.waiting["sentenced"] = [{"id": p, "days": self.matching[p].sentenced} for p in self.joined]
        for table, rows in self.waiting.items():
            for start in range(0, len(rows), at_once):
                portion: dict[str, list[Row]] = {name: [] for name in _TABLES}
                yield portion | {table: rows[start : start + at_once]}


def _says_more(alias: AliasRecord, name: FullName, known: Features) -> bool:
    new_name = name.first not in (None, *known.forenames) or name.surname not in known.surnames
    return new_name or (alias.date_of_birth is not None and alias.date_of_birth not in known.births)
