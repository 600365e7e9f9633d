"""A folder as the provider: one file a message, named by its id, written whole or not at all.

Whoever sends the files on says of each what became of it by renaming it, or by putting an empty file beside it:
``ID.delivered`` or ``ID.failed``. A file that was taken stays under one of its names, or the message counts as never taken.
"""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

from throughcare.foundation.kernel.files import made_once

from .provider import Message, NotNow, Receipt, Standing

_SAID = {"delivered": Standing.DELIVERED, "failed": Standing.FAILED}


class Outbox:
    """A folder of messages that only its owner reads; the same message twice is the same file."""

    name = "outbox"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: Message) -> Receipt:
        """Write the message's file unless it was written before; NotNow when it cannot be written."""
        known = self.find(message.id)
        if known is not None:
            return known
        said = {
            "id": str(message.id),
            "channel": message.channel.value,
            "to": message.to,
            "subject": message.subject,
            "text": message.text,
        }
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            made_once(self._file(message.id, "json"), json.dumps(said, ensure_ascii=False, indent=1).encode())
        except OSError as failure:
            raise NotNow(f"the outbox cannot be written to ({failure.strerror})") from failure
        return Receipt(self.name, str(message.id))

    def find(self, message_id: UUID) -> Receipt | None:
        """What was said of a message, the worst first; taken when only its own file is there."""
        for ending in ("failed", "delivered"):
            if self._file(message_id, ending).exists():
                because = "whoever sends from the outbox says that it failed" if ending == "failed" else ""
                return Receipt(self.name, str(message_id), _SAID[ending], because)
        return Receipt(self.name, str(message_id)) if self._file(message_id, "json").exists() else None

    def _file(self, message_id: UUID, ending: str) -> Path:
        return self.folder / f"{message_id}.{ending}"
