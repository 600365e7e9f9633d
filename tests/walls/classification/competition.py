"""Tables of competition: what was published is everybody's, what was bid is its team's until both keys are turned."""

from .kinds import BOTH, SI

TABLES: dict[str, tuple[str, str]] = {
    "competition_round": ("custom", SI),
    "competition_openerkey": ("custom", SI),
    "competition_bid": ("custom", SI),
    "competition_turned": ("custom", SI),
    "competition_openedbid": ("custom", SI),
    "competition_decision": ("custom", SI),
    "competition_calledoff": ("custom", SI),
}

DEFINERS: dict[str, frozenset[str]] = {"competition_two_people(uuid,uuid)": BOTH}
