"""Analysts, leads and officers, signed in; and a worker that answers what the pages have asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from throughcare.foundation.access.rules import Member

JOB = "throughcare.work_out_outcomes"
WAITING = "See how far it is now"


@pytest.fixture(autouse=True, scope="session")
def _own_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Extracts and their key in a folder of this run's own."""
    from django.test import override_settings

    with override_settings(OUTCOMES_FOLDER=tmp_path_factory.mktemp("outcomes")):
        yield


@pytest.fixture(scope="session")
def members(database: object) -> dict[str, Member]:
    """One member of each role that the pages treat differently, all of one new unit."""
    from support.people import an_office, joins

    unit = an_office().unit
    roles = ("analyst", "commissioner", "head of delivery unit", "offender manager")
    return {role: joins(unit, role) for role in roles}


@pytest.fixture
def signed_in(database: object) -> Callable[[Member], Client]:
    """A client signed in as a member, both steps done."""
    from django.test import Client

    from throughcare.foundation.access.models import Account

    def sign_in(member: Member) -> Client:
        client = Client()
        account = Account.objects.using("owner").get(id=member.account_id)
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["second_step"] = True
        session["membership"] = str(member.id)
        session.save()
        return client

    return sign_in


@pytest.fixture
def work_it_out(database: object) -> Callable[[], int]:
    """Does, as the worker does, every outcomes job that pages have asked for since the test began; says how many."""
    from django.db import connections
    from support.people import as_worker

    from throughcare.faces.outcomes.tasks import work_out_outcomes

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
        [(before,)] = cursor.fetchall()

    def work() -> int:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing'"
                " WHERE status = 'todo' AND task_name = %s AND id > %s RETURNING args",
                [JOB, before],
            )
            jobs = [row[0] for row in cursor.fetchall()]
        with as_worker():
            for args in jobs:
                work_out_outcomes(**(json.loads(args) if isinstance(args, str) else args))
        return len(jobs)

    return work


@pytest.fixture
def answer(signed_in: Any, work_it_out: Callable[[], int]) -> Callable[[Member, str], Any]:
    """The page at an address once its job is done; nobody else's question is worked out on the way."""
    from django.core.cache import cache

    def ask(member: Member, address: str) -> Any:
        client = signed_in(member)
        first = client.get(address)
        if WAITING in first.content.decode() and not work_it_out():
            cache.clear()  # asked before by another test, which did not stay for the answer
            client.get(address)
            work_it_out()
            return client.get(address)
        return client.get(address) if WAITING in first.content.decode() else first

    return ask
