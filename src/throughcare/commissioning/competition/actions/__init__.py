"""What may be done in a competition: publish it, make and turn keys, bid, withdraw, call it off."""

from .bidding import send_bid, withdraw_bid
from .opening import make_opening_key, turn_key
from .publishing import call_off_competition, publish_competition

__all__ = [
    "call_off_competition",
    "make_opening_key",
    "publish_competition",
    "send_bid",
    "turn_key",
    "withdraw_bid",
]
