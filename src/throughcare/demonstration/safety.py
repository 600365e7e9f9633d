"""Where the demonstration refuses to be loaded."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.db import connection

from throughcare.foundation.access import queries
from throughcare.foundation.access.system_members import SERVICE
from throughcare.foundation.kernel import Refused

MARK = "Throughcare demonstration"
DONE = "Loaded"


def check_may_load() -> None:
    """Refuse an address that is not this machine's own, and a database that holds anything."""
    host = str(connection.settings_dict["HOST"])
    if not is_loopback(host):
        raise Refused(
            "The demonstration is loaded only into a database on this machine (127.0.0.1), because it makes"
            " accounts whose passwords are printed."
        )
    names = {body.name for body in queries.organisations()} - {SERVICE}
    if MARK in names:
        raise Refused(
            "This database holds a demonstration already, whole or half-made. To make another, begin with an empty"
            " database: stop the site, move the database's folder in var/ away, and start again."
        )
    if names:
        raise Refused("This database was not made by the demonstration, so it is left alone.")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself: a loopback address, its name, or a socket's folder."""
    name = urlsplit(f"//{host}").hostname or host if ":" not in host else host
    if name in {"localhost", ""} or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
