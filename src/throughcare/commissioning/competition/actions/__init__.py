"""What may be done in a competition: publish it, give hats, make and turn keys, bid, withdraw, call it off, cross its wall."""

from .bidding import send_bid, withdraw_bid
from .interests import declare_interest, resolve_interest
from .opening import make_opening_key, turn_key
from .publishing import call_off_competition, publish_competition
from .walling import approve_crossing, ask_to_cross, give_hat

__all__ = [
    "approve_crossing",
    "ask_to_cross",
    "call_off_competition",
    "declare_interest",
    "give_hat",
    "make_opening_key",
    "publish_competition",
    "resolve_interest",
    "send_bid",
    "turn_key",
    "withdraw_bid",
]
