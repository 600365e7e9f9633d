"""Tables of competition: what was published is everybody's, what was bid is its team's until both keys are turned."""

from .kinds import BOTH, NOBODY, PAGES, SI

TABLES: dict[str, tuple[str, str]] = {
    "competition_round": ("custom", SI),
    "competition_openerkey": ("custom", SI),
    "competition_openersecret": ("custom", SI),
    "competition_bid": ("custom", SI),
    "competition_turned": ("custom", SI),
    "competition_openedbid": ("custom", SI),
    "competition_decision": ("custom", SI),
    "competition_calledoff": ("custom", SI),
    "competition_hat": ("custom", SI),
    "competition_interest": ("custom", SI),
    "competition_interestresolved": ("custom", SI),
    "competition_crossing": ("custom", SI),
    "competition_crossingapproval": ("custom", SI),
}

DEFINERS: dict[str, frozenset[str]] = {
    "competition_two_people(uuid,uuid)": BOTH,
    "competition_may_open(uuid,uuid)": BOTH,
    "competition_is_turned(uuid)": BOTH,
    "competition_bids_for(uuid,uuid)": NOBODY,
    "competition_may_wear(uuid,uuid,uuid,text)": BOTH,
    "competition_apart(uuid)": BOTH,
    "competition_crosses(uuid)": BOTH,
    "competition_may_judge(uuid)": BOTH,
    "competition_may_approve(uuid,uuid)": BOTH,
    "competition_interests(uuid,timestamp with time zone)": BOTH,
    "competition_may_certify(uuid)": NOBODY,
    "competition_words(uuid)": NOBODY,
    "competition_open_ways(uuid,text[],text[],text[],text[])": PAGES,
    "competition_crossed(uuid,timestamp with time zone)": PAGES,
    "competition_crossings(uuid,timestamp with time zone)": PAGES,
    "competition_examined(uuid,timestamp with time zone)": PAGES,
}
