"""What the walls of a competition ask, in SQL: who buys, who opens, what is still sealed, who scores, and what is signed."""

from __future__ import annotations

from throughcare.foundation.access.walls import holds
from throughcare.foundation.kernel import Permission

# A team, and not whoever reaches it from above: a buyer reaches nobody, and a bid is nobody else's.
OURS = "THIS_TABLE.unit_id = (SELECT app_unit())"
BUYS = holds(Permission.RUN_COMPETITION)
_OF_THE_ROUND = "FROM competition_round r WHERE r.id = THIS_TABLE.round_id"
I_OPEN = f"EXISTS (SELECT 1 {_OF_THE_ROUND} AND (SELECT app_member()) IN (r.opener_one, r.opener_two))"
WE_BUY = f"EXISTS (SELECT 1 {_OF_THE_ROUND} AND r.unit_id = (SELECT app_unit()))"
CLOSED = f"EXISTS (SELECT 1 {_OF_THE_ROUND} AND r.closes_at <= (SELECT app_at()))"
STILL_OPEN = f"(EXISTS (SELECT 1 {_OF_THE_ROUND} AND r.closes_at > (SELECT app_at())) AND NOT competition_is_turned(THIS_TABLE.round_id))"
OF_ITS_BID = """EXISTS (SELECT 1 FROM competition_bid b WHERE b.id = THIS_TABLE.bid_id AND b.round_id = THIS_TABLE.round_id
  AND b.unit_id = THIS_TABLE.unit_id)"""
APART = "competition_apart(THIS_TABLE.round_id)"
CROSSES = "competition_crosses(THIS_TABLE.round_id)"
MY_HAT = (
    "FROM competition_hat h WHERE h.round_id = THIS_TABLE.round_id AND h.member_id = (SELECT app_member())"
)


def wears(hat: str) -> str:
    """That the viewer wears a hat in the same competition."""
    return f"EXISTS (SELECT 1 {MY_HAT} AND h.hat = '{hat}')"


def row(table: str, more: str = "") -> str:
    """That there is a row of a table about the same competition; ``more`` says of it ``x`` what else must be so."""
    return f"EXISTS (SELECT 1 FROM competition_{table} x WHERE x.round_id = THIS_TABLE.round_id{more})"


UNDECIDED = f"NOT {row('decision')}"
SIGNED = row("signedquality")
PRICES_SETTLED = "NOT " + row(
    "priceasked", " AND NOT EXISTS (SELECT 1 FROM competition_priceruled p WHERE p.asked_id = x.id)"
)
UNSIGNED = f"NOT {row('signature')}"


def both_turned(envelope: str) -> str:
    """That both openers turned their key on an envelope."""
    return (
        "(SELECT count(*) FROM competition_turned t WHERE t.round_id = THIS_TABLE.round_id"
        f" AND t.envelope = '{envelope}') = 2"
    )


def opened(envelope: str) -> str:
    """That an envelope of every bid was opened."""
    return row("opened", f" AND x.envelope = '{envelope}'")


_NOT_STOOD_DOWN = (
    "NOT EXISTS (SELECT 1 FROM competition_stooddown d WHERE d.round_id = x.round_id AND d.who = x.who)"
)


def on_the_panel(part: str) -> str:
    """That the viewer has a part on the panel and was not stood down."""
    return row(
        "panelmember", f" AND x.part = '{part}' AND x.who = (SELECT app_member()) AND {_NOT_STOOD_DOWN}"
    )


I_HANDED_IN = row("handedin", " AND x.member_id = (SELECT app_member())")
_EVALUATES = f" AND x.part = 'evaluator' AND {_NOT_STOOD_DOWN}"
ALL_HANDED_IN = (
    f"({row('panelmember', _EVALUATES)} AND NOT "
    + row(
        "panelmember",
        f"{_EVALUATES} AND NOT EXISTS"
        " (SELECT 1 FROM competition_handedin h WHERE h.round_id = x.round_id AND h.member_id = x.who)",
    )
    + ")"
)
JUDGING = f"({opened('answers')} AND NOT {SIGNED})"
