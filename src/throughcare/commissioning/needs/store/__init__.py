"""Loads and keeps: what was published of need, and the case records that it is counted from."""

from .published import Tables, kept, latest, need_told, told

__all__ = ["Tables", "kept", "latest", "need_told", "told"]
