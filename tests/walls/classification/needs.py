"""Tables of needs: figures fit to be told; gaps for their team and whoever writes; intentions as far as they are published."""

from .kinds import BOTH, SI, SIU, S

TABLES: dict[str, tuple[str, str]] = {
    "needs_needpublished": ("published", S),
    "needs_gapreported": ("custom", SI),
    "needs_intention": ("custom", SIU),
    "needs_intentionstep": ("custom", SI),
    "needs_intentionsaid": ("custom", SI),
    "needs_intentionanswered": ("custom", SI),
    "needs_intentionoutcome": ("custom", SI),
    "needs_pool": ("custom", SI),
    "needs_poolpartner": ("custom", SI),
    "needs_pooljoined": ("custom", SI),
    "needs_poolspending": ("custom", SI),
    "needs_poolvote": ("custom", SI),
    "needs_poolyear": ("custom", SI),
    "needs_poolentry": ("custom", SI),
}

ONCE: dict[str, str] = {"needs_intention": "id of_id organisation_id unit_id member_id at"}

DEFINERS: dict[str, frozenset[str]] = {
    "needs_approved_well(uuid,uuid)": BOTH,
    "needs_wrote_none(uuid)": BOTH,
    "needs_is_partner(uuid)": BOTH,
    "needs_nobody_joined(uuid)": BOTH,
    "needs_may_move(uuid,uuid,text,bigint,uuid)": BOTH,
}
