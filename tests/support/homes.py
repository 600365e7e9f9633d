"""What stands on a member's home."""

from __future__ import annotations

import re

from support.wall_visits import browser
from throughcare.foundation.access.session import Member

_WAITING = re.compile(r'<ol class="tc-waiting">.*?</ol>', re.S)


def waiting_on_home(who: Member) -> str:
    """The list of what waits for somebody; not the tables beneath it, which name every kind of thing that may ever wait."""
    shown = _WAITING.search(browser(who).get("/").content.decode())
    return shown.group() if shown else ""
