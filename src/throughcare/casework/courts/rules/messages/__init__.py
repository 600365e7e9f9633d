"""Decides: what the courts' own messages say, as rows of court results and what has to be asked about."""

from .meanings import CodeList, Meaning, Meanings, Means, check_meaning, key_of, packaged_meanings
from .reading import LARGEST_MESSAGE, MessageSaid, is_message, message_lines, messages_in

__all__ = [
    "LARGEST_MESSAGE",
    "CodeList",
    "Meaning",
    "Meanings",
    "Means",
    "MessageSaid",
    "check_meaning",
    "is_message",
    "key_of",
    "message_lines",
    "messages_in",
    "packaged_meanings",
]
