"""The two sides of what one team asks of another about a person: who may write it, move it, and read it, said once in SQL.

A referral, an application for a bed, a pairing with a helper, a place on a programme and a recall are rows of this kind. Each
names the ``case_id`` and ``person_id`` that it is about, the team that asks (``from_unit``), the team that answers (``to_unit``),
the organisation under whose agreement it crosses (``shared_by``), its ``sight`` and, once it is over, ``ended_at``. A table adds
what is its own.
"""

from dataclasses import dataclass

MINE = "((SELECT app_units())::uuid[])"
"""The units that whoever is signed in may act for."""


def asked_truly(permission: str, *also: str) -> str:
    """That a row is written by somebody with this condition and a part in the case, and gives nobody sight of their own making.

    Whoever writes it says neither under whose agreement it is nor when its sight ends: the case does. Nobody keeps sight by it:
    of a team of one's own only the team that answers for the case asks.
    """
    return _all(
        permission,
        "supervision_part_in(THIS_TABLE.case_id, THIS_TABLE.person_id)",
        "upper_inf(THIS_TABLE.sight)",
        *also,
        f"""EXISTS (SELECT 1 FROM supervision_open_as(THIS_TABLE.case_id, THIS_TABLE.person_id) k, access_unit u
    WHERE u.id = THIS_TABLE.to_unit AND THIS_TABLE.shared_by IS NOT DISTINCT FROM nullif(k.organisation_id, u.organisation_id)
      AND (k.unit_id = ANY ({MINE}) OR NOT u.id = ANY ({MINE})))""",
    )


def not_anothers(*also: str, shown: str = "services") -> str:
    """That whoever is not ``shown`` this part of a person's record sees what their own team sent or answers, and no other's.

    Providers compete, so that one must not read another's.
    """
    return _any(
        f"THIS_TABLE.from_unit = ANY ({MINE})",
        f"THIS_TABLE.to_unit = ANY ({MINE})",
        *also,
        f"access_shows(THIS_TABLE.person_id, '{shown}')",
    )


@dataclass(frozen=True)
class Sides:
    """The sides of a ``table``'s rows, which rows of others name by ``key``; ``runs`` is the function that says a row goes on.

    ``others`` are conditions on ``{row}`` by which somebody beside the two teams takes part: whoever provides a bed, say.
    """

    table: str
    key: str
    runs: str
    others: tuple[str, ...] = ()

    def hold(self, row: str) -> str:
        """That whoever is signed in is on a side of the row of this name, or of the team that answers for its case."""
        return _any(
            f"{row}.from_unit = ANY ({MINE})",
            f"{row}.to_unit = ANY ({MINE})",
            f"""EXISTS (
  SELECT 1 FROM supervision_open_as({row}.case_id, {row}.person_id) k WHERE k.unit_id = ANY ({MINE}))""",
            *(one.format(row=row) for one in self.others),
        )

    def taken_truly(self, *also: str) -> str:
        """That a side of it takes the next move; while it is open its sight is, and ended it is over by then, for good."""
        return _all(
            self.hold("THIS_TABLE"),
            f"{self.runs}(THIS_TABLE.id)",
            *also,
            """CASE WHEN THIS_TABLE.ended_at IS NULL THEN upper_inf(THIS_TABLE.sight)
    ELSE THIS_TABLE.ended_at <= (SELECT app_at()) AND NOT upper_inf(THIS_TABLE.sight)
      AND coalesce(upper(THIS_TABLE.sight) <= THIS_TABLE.ended_at, true) END""",
        )

    def added_to(self) -> str:
        """That a row added to one of these is about the same person, and whoever adds it is on a side of it."""
        return f"""EXISTS (SELECT 1 FROM {self.table} r WHERE r.id = THIS_TABLE.{self.key}
  AND r.person_id = THIS_TABLE.person_id AND {self.hold("r")})"""

    def seen(self) -> str:
        """That the row which this one is added to is seen."""
        return f"EXISTS (SELECT 1 FROM {self.table} s WHERE s.id = THIS_TABLE.{self.key})"


def _all(*conditions: str) -> str:
    return f"({' AND '.join(conditions)})"


def _any(*conditions: str) -> str:
    return f"({' OR '.join(conditions)})"
