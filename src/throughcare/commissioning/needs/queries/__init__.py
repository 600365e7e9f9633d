"""Tells: need as it was published, what is offered for it, and the gap; of nobody in particular."""

from .figures import (
    LocalNeed,
    NeedSeen,
    PlaceNeed,
    balances_of,
    forecasts_of,
    is_due,
    names_of_places,
    need_of_place,
    places_told_of,
    quarters_told_of,
)
from .intentions import (
    IntentionSeen,
    SaidSeen,
    functions_bought,
    gaps_reported,
    intention,
    intentions,
    said_of,
    to_be_bought,
)
from .pools import PoolSeen, pool, pools, spending

__all__ = [
    "IntentionSeen",
    "LocalNeed",
    "NeedSeen",
    "PlaceNeed",
    "PoolSeen",
    "SaidSeen",
    "balances_of",
    "forecasts_of",
    "functions_bought",
    "gaps_reported",
    "intention",
    "intentions",
    "is_due",
    "names_of_places",
    "need_of_place",
    "places_told_of",
    "pool",
    "pools",
    "quarters_told_of",
    "said_of",
    "spending",
    "to_be_bought",
]
