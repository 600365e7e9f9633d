"""What every way of sending promises: a message has an id, is taken once for that id, and can be asked after by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Channel(StrEnum):
    """In what way a message reaches somebody."""

    TEXT = "text"
    EMAIL = "email"


class Standing(StrEnum):
    """What whoever sends says of a message: taken to be sent on, arrived, or never to arrive."""

    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True)
class Message:
    """One message: ``to`` is a telephone number or an e-mail address; ``subject`` is an e-mail's alone.

    Printed, as a fault might be, it says its id and channel alone.
    """

    id: UUID
    channel: Channel
    to: str = field(repr=False)
    text: str = field(repr=False)
    subject: str = field(default="", repr=False)


@dataclass(frozen=True)
class Receipt:
    """What is known of a message that was taken: by whom, what they call it, how it stands, and why it failed if it did."""

    provider: str
    name: str
    standing: Standing = Standing.SENT
    because: str = ""


class NeverSent(Exception):
    """The message was looked at and will not be sent, now or later; ``str()`` says why, without whom it was to."""


class NotNow(Exception):
    """Whoever sends could not be reached or would not say: the message was taken or was not. Ask after it before another try."""


class Provider(Protocol):
    """Somebody who sends messages on."""

    name: str

    def send(self, message: Message) -> Receipt:
        """Give a message to be sent on; NeverSent or NotNow otherwise."""

    def find(self, message_id: UUID) -> Receipt | None:
        """What is known of a message by its id, None when it was never taken; NotNow when nobody can say."""
