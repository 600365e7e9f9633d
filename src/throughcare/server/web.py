"""The web server: a request is received whole, within a time, before a thread is taken by it.

Whoever sends slowly, or opens many connections and says nothing, waits in a list of sockets and keeps nobody from work.
"""

from __future__ import annotations

import importlib
import resource
import signal
import sys
from types import FrameType
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

THREADS = 6
WHOLE_WITHIN = 60
"""Seconds in which a request must have come whole, counted from its connection or from the answer before it."""
CONNECTIONS = 1000
MAKE_ROOM_FROM = 0.9
"""From this share of the most connections on, those that have sent no whole request are closed, oldest first."""
LARGEST_HEADER, LARGEST_BODY = 64 * 1024, 21 * 1024 * 1024


class WholeInTime(HTTPChannel):  # type: ignore[misc]
    """A connection whose clock is stopped by a whole request alone, not by every few bytes of one."""

    last_activity: float

    def handle_read(self) -> None:
        """Read what has come; the time of the last activity moves on only when a request is whole."""
        before: float = self.last_activity
        waiting = len(self.requests)
        super().handle_read()
        if len(self.requests) == waiting and self.request is not None:
            self.last_activity = before


class WebServer(TcpWSGIServer):  # type: ignore[misc]
    """Waitress, which buffers requests, with a time for each and room made before there is none left."""

    channel_class = WholeInTime

    def maintenance(self, now: float) -> None:
        """Close what has taken too long, then the oldest of those that have yet to ask, when room runs short."""
        super().maintenance(now)
        open_now = [channel for channel in self.active_channels.values() if not channel.will_close]
        too_many = len(open_now) - int(self.adj.connection_limit * MAKE_ROOM_FROM)
        if too_many > 0:
            silent = [channel for channel in open_now if not channel.requests]
            for channel in sorted(silent, key=lambda one: one.last_activity)[:too_many]:
                channel.will_close = True


def web_server(application: Any, host: str, port: int, *, proxies: int = 0, **adjusted: Any) -> WebServer:
    """A server of a WSGI application, bound and not yet running; ``proxies`` stand in front and are believed.

    With none, what a client says of where it comes from and over what is taken out of its request.
    """
    trusted: dict[str, Any] = {"clear_untrusted_proxy_headers": True}
    if proxies:
        trusted |= {
            "trusted_proxy": "*",
            "trusted_proxy_count": proxies,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        }
    settings = {
        "threads": THREADS,
        "channel_timeout": WHOLE_WITHIN,
        "cleanup_interval": 2,
        "connection_limit": CONNECTIONS,
        "asyncore_use_poll": True,
        "max_request_header_size": LARGEST_HEADER,
        "max_request_body_size": LARGEST_BODY,
        "ident": "",
    }
    return WebServer(application, host=host, port=port, **(settings | trusted | adjusted))


def allow_files(wanted: int = CONNECTIONS + 200) -> None:
    """Ask for as many open files as there may be connections, as far as this account may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def main(host: str, port: int, application: str) -> None:
    """Serve an application named as ``module:name`` until SIGTERM or SIGINT; what is being answered is finished first."""
    module, _, name = application.partition(":")
    found = getattr(importlib.import_module(module), name)
    from django.conf import settings

    allow_files()
    server = web_server(found, host, port, proxies=settings.PROXIES)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    server.run()


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
