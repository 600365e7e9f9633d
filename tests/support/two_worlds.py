"""Two worlds held against each other: what each role reads of every table, and is shown on every page and by every answer."""

from __future__ import annotations

import re
from hashlib import sha256

from django.apps import apps
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from support.wall_visits import address_of, browser, pages
from throughcare.faces.api.operation import api
from throughcare.foundation.access.every_wall import walled_models
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.access.session import viewing

OTHERS = sorted(set(ROLES) - {"victim liaison officer", "service"})
CHANGES = re.compile(
    r'name="(?:csrfmiddlewaretoken|idempotency_key)" value="[^"]*"|value="[^"]*" name="(?:csrfmiddlewaretoken|idempotency_key)"'
    r"|nonce=\"[^\"]*\""
)
WHEN = re.compile(r"\d{1,2} \w+ \d{4} at \d{1,2}:\d\d[ap]m")


def tables():
    """Every table with a wall of rows; those of the machinery (sessions, accounts, the queue) are looked at as a whole below."""
    return sorted(
        table for table, wall in walled_models().items() if wall.secured and not table.startswith("victims_")
    )


def rows(who, at):
    """What a member reads of every table, as one digest a table; a table that they may not read is told apart from an empty one."""
    found = {}
    with viewing(who, at):
        for table in [*tables(), *victims_tables()]:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(
                        f'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t'
                    )
                    found[table] = cursor.fetchone()
            except ProgrammingError:
                found[table] = "not read"
    return found


def victims_tables():
    return sorted(model._meta.db_table for model in apps.get_app_config("victims").get_models())


def shown(who, paths):
    client = browser(who)
    answers = {}
    for path in paths:
        answer = client.get(path)
        is_text = answer.headers.get("Content-Type", "").startswith(("text/", "application/json"))
        text = CHANGES.sub("", answer.content.decode()) if is_text else str(len(answer.content) > 0)
        answers[path] = (answer.status_code, sha256(text.encode()).hexdigest(), text)
    return answers


SHORT = {"home", "search", "audit", "person", "timeline", "access", "victims"}
"""What every role tries, with the answers about the person; whoever manages them tries every page and answer about nobody or them alone."""
NOT_READ = {"sign_out", "switch_hat"}


def paths_about(person, *, every):
    """Addresses about the person, or about nothing in particular."""
    routes = {name: names for name, names in pages().items() if name and set(names) <= {"person_id"}}
    read = [
        address_of(name, {"person_id": person.id})
        for name in routes
        if (every or name in SHORT) and name not in NOT_READ
    ]
    answers = [path for path, methods in api.get_openapi_schema()["paths"].items() if "get" in methods]
    one = "/api/v1/people/{person_id}"
    wanted = [
        path for path in answers if (every and "{" not in path.replace("{person_id}", "")) or path == one
    ]
    return sorted({*read, *(path.format(person_id=person.id) for path in wanted)})


def looks_apart(text):
    """What a page of looks says, as a set of lines without when: looking at it is a look itself."""
    return set(re.findall(r">([^<>\n]+)<", WHEN.sub("", text)))


def machinery():
    """What jobs, deliveries and announcements there are, whoever reads them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM procrastinate_jobs), (SELECT count(*) FROM audit_announcement), (SELECT count(*) FROM audit_delivery),"
            " (SELECT count(*) FROM audit_decision), (SELECT count(*) FROM access_grant)"
        )
        return cursor.fetchone()


def looked_at(members, person, at):
    """What each of these is shown: whoever manages the person tries every page and answer, the others what every role tries."""
    short, every = paths_about(person, every=False), paths_about(person, every=True)
    assert len(every) > 100
    return {
        name: (rows(who, at), shown(who, every if name == "manages them" else short))
        for name, who in members.items()
    }


def told_apart(before, now):
    """Where two worlds differ: which role, by which table or page."""
    differs = []
    for name, (tables_then, pages_then) in before.items():
        tables_now, pages_now = now[name]
        differs += [f"{name}: {table}" for table in tables_now if tables_now[table] != tables_then[table]]
        for path, (status, digest, text) in pages_now.items():
            then = pages_then[path]
            alike = (
                looks_apart(text) == looks_apart(then[2])
                if path.endswith(("/access", "/audit", "/looks"))
                else digest == then[1]
            )
            if status != then[0] or not alike:
                differs.append(f"{name}: {path} {then[0]} {status}")
    return differs
