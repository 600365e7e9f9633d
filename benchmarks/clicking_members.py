"""Asks the database of a demonstration for ``bench_users.py``: who works, each with a session, and what of theirs was lost."""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, cycle, islice, zip_longest
from typing import Any

SHARES = {
    "offender manager": 80, "probation services officer": 25, "senior probation officer": 12, "provider worker": 25,
    "provider lead": 6, "case administrator": 8, "court officer": 6, "prison offender manager": 8,
}  # fmt: skip
_WORKING = """
  SELECT m.id, m.account_id, m.role, m.unit_id FROM access_membership m JOIN access_account a ON a.id = m.account_id
   WHERE now() <@ m.during AND a.is_active ORDER BY m.role, md5(m.id::text)"""
_GOALS = """
  SELECT DISTINCT ON (c.unit_id) c.unit_id, g.id, t.member_id FROM planning_goal g JOIN supervision_case c ON c.id = g.case_id
    JOIN supervision_tenure t ON t.case_id = c.id AND now() <@ t.during
   WHERE c.closed_at IS NULL AND g.wanted_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM planning_mark k WHERE k.goal_id = g.id)
     AND t.kind = 'offender manager' ORDER BY c.unit_id, md5(g.id::text)"""


def main() -> None:
    """Answer one question, asked on the command line with what it needs on standard input."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "throughcare.config.settings"
    from throughcare.server.ready import ready

    given = json.loads(sys.stdin.read())
    if sys.argv[1] == "lost":
        with ready("owner"):
            print(json.dumps({"lost": lost(given["notes"], given["marks"])}))
        return
    with ready("owner"):
        working, goals = rows(_WORKING), rows(_GOALS)
        people = rows("SELECT count(*) FROM people_person")[0][0]
    with ready("web"):
        print(json.dumps({"people": people} | who_works(working, goals, given["users"], given["pairs"])))


def rows(statement: str, given: Any = None) -> list[Any]:
    """What the owner, whom no wall stops, is answered."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def who_works(working: list[Any], goals: list[Any], users: int, pairs: int) -> dict[str, Any]:
    """The members at work: by twos those who both may change one goal, and the others in their shares."""
    colleagues, roles = defaultdict(list), {one[0]: (one[1], one[2]) for one in working}
    for member, _, role, unit in working:
        if role == "offender manager":
            colleagues[unit].append(member)
    by_twos = []
    for unit, goal, holder in goals:
        others = [one for one in colleagues[unit] if one != holder]
        if holder in roles and others and len(by_twos) < pairs:
            two = [holder, others[0]]
            cookies = [cookie_of(roles[one][0]) for one in two]
            by_twos.append({"goal": str(goal), "cookies": cookies, "two": two})
    taken = set(chain.from_iterable(one.pop("two") for one in by_twos))
    every = [one for one in in_shares(working, taken) if one]
    alone = list(islice(cycle(every), users - 2 * len(by_twos)))  # of a small area some work in two windows
    return {
        "alone": [{"role": role, "cookie": cookie_of(account)} for _, account, role, _ in alone],
        "pairs": by_twos, "roles_of_pairs": [roles[one][1] for one in taken],
    }  # fmt: skip


def in_shares(working: list[Any], taken: set[Any]) -> Iterator[Any]:
    """Each role's members up to its share, one or two of every other role, and then whoever is left, by turns of roles."""
    by_role = defaultdict(list)
    for one in working:
        if one[0] not in taken:
            by_role[one[2]].append(one)
    yield from chain.from_iterable(found[: SHARES.get(role, 2)] for role, found in by_role.items())
    yield from chain.from_iterable(zip_longest(*(found[SHARES.get(role, 2) :] for role, found in by_role.items())))  # fmt: skip


def cookie_of(account_id: Any) -> str:
    """A session of an account, as signing in makes one."""
    from django.test import Client

    from throughcare.foundation.access.models import Account

    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(Account.objects.get(id=account_id), backend=backend)
    return str(client.cookies["sessionid"].value)


def lost(notes: list[str], marks: list[list[str]]) -> int:
    """How much of what was answered as kept is not there, and of each plan what was written there that nobody was told of."""
    found = rows("SELECT what FROM supervision_timelineentry WHERE what LIKE 'Bench note %%'", [])
    there = {(str(goal), note) for goal, note in rows("SELECT goal_id, note FROM planning_mark WHERE note LIKE 'Bench mark %%'", [])}  # fmt: skip
    told = {(goal, note) for goal, note in marks}
    return len(set(notes) - {one for (one,) in found}) + len(told - there)


if __name__ == "__main__":
    main()
