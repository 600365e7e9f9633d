"""Which provider this service sends by: GOV.UK Notify where a key is set, else a folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from .notify import LIVE, Notify
from .outbox import Outbox
from .provider import Channel, Provider

KEY, ADDRESS, FOLDER = "THROUGHCARE_NOTIFY_KEY", "THROUGHCARE_NOTIFY_ADDRESS", "THROUGHCARE_OUTBOX"
TEMPLATES = {
    Channel.TEXT: "THROUGHCARE_NOTIFY_TEXT_TEMPLATE",
    Channel.EMAIL: "THROUGHCARE_NOTIFY_EMAIL_TEMPLATE",
}


def provider(folder: Path, given: Mapping[str, str] | None = None) -> Provider:
    """The provider that the environment names; ``folder`` is the outbox unless another is named."""
    said = os.environ if given is None else given
    if key := said.get(KEY):
        templates = {channel: said[name] for channel, name in TEMPLATES.items() if said.get(name)}
        return Notify(key, templates, address=said.get(ADDRESS) or LIVE)
    return Outbox(Path(said[FOLDER]) if said.get(FOLDER) else folder)
