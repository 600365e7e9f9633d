"""Loads and keeps: what was published of need, and the case records that it is counted from."""

from .carrying_over import allowed_at
from .published import Tables, kept, latest, need_told, told

__all__ = ["Tables", "allowed_at", "kept", "latest", "need_told", "told"]
