"""Anybody asks for a project with no account: nothing of who they are is kept, a secret address says what became of it."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import ProgrammingError
from django.test import Client, override_settings
from django.utils import timezone
from support.people import joins
from support.service import a_service
from support.services import a_provider
from support.unpaid_work import a_project, a_work_team, project
from support.wall_visits import browser, caller

from throughcare.casework.unpaid_work import actions
from throughcare.casework.unpaid_work.actions.asked_by_public import ask_for_project
from throughcare.casework.unpaid_work.models import Project, PublicAsk
from throughcare.casework.unpaid_work.rules import Nominator
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id


@pytest.fixture(scope="module")
def service():
    return a_service(at=timezone.now() - timedelta(hours=10))


@pytest.fixture(scope="module")
def team(service):
    made = a_work_team(service)
    a_project(made)
    return made


@pytest.fixture(autouse=True)
def fresh_addresses():
    cache.clear()


def form(team, **given):
    said = {
        "title": f"Path {new_id().hex[-8:]}", "problem": "Brambles over the path to school", "place": "Mill Street",
        "unit_id": str(team.provider.unit), "nominator": "a resident", "idempotency_key": str(new_id()),
    }  # fmt: skip
    return said | given


def ask(team, client=None, **given):
    """Ask as the public; the secret told, or the page that refused."""
    page = (client or Client()).post("/ask-for-a-project", form(team, **given)).content.decode()
    found = re.search(r"/ask-for-a-project/([0-9a-f]{64})", page)
    return found.group(1) if found else page


def waiting(team, title):
    return PublicAsk.objects.using("owner").get(unit=team.provider.unit, title=title)


def read(secret):
    return Client().get(f"/ask-for-a-project/{secret}").content.decode()


def test_from_the_asking_to_what_was_achieved(team):
    title = f"Path {new_id().hex[-8:]}"
    assert "nearest" in Client().get("/ask-for-a-project").content.decode()
    secret = ask(team, title=title)
    assert len(secret) == 64 and "has not looked at it yet" in read(secret)
    row, lead = waiting(team, title), browser(team.lead)
    where = f"/unpaid-work/asked/{row.id}/put-forward"
    assert (
        title in lead.get("/", {"all": ""}).content.decode()
        and where in lead.get("/unpaid-work").content.decode()
    )
    sent = {
        "title": title,
        "problem": "Brambles",
        "place": "Mill Street",
        "version": 1,
        "idempotency_key": str(new_id()),
    }
    assert lead.post(where, sent).status_code == 302
    assert lead.get(where).status_code == 404
    made = Project.objects.using("owner").get(title=title)
    assert (made.state, made.nominator) == ("nominated", "a resident")
    assert "decides whether to take it on" in read(secret)
    at = team.service.later()
    from support.unpaid_work import runs

    actions.approve_project(by=team.lead, at=at, project_id=made.id, version=1, running=runs(team.service))
    assert "It was taken on" in read(secret)
    actions.close_project(
        by=team.lead, at=team.service.later(), project_id=made.id, version=2, achieved="The path is clear."
    )
    page = read(secret)
    assert "What was achieved: The path is clear." in page and title in page
    assert team.lead.name not in page


def test_what_is_set_aside_says_why_and_keeps_no_words(team):
    title = f"Path {new_id().hex[-8:]}"
    secret = ask(team, title=title, problem="My neighbour at number 9 is to blame")
    row, lead = waiting(team, title), browser(team.lead)
    sent = {"because": "It is private land.", "version": 1, "idempotency_key": str(new_id())}
    where = f"/unpaid-work/asked/{row.id}/set-aside"
    assert lead.post(where, sent | {"because": " "}).status_code == 200
    assert lead.post(where, sent).status_code == 302
    kept = PublicAsk.objects.using("owner").get(id=row.id)
    assert (kept.title, kept.problem, kept.place, kept.asked_for_by) == ("", "", "", "")
    assert "It was not taken on. It is private land." in read(secret) and "neighbour" not in read(secret)
    with pytest.raises(Refused, match="Somebody else decided"):
        actions.put_forward(
            by=team.lead, at=team.service.later(), ask_id=row.id, version=1, title="A", problem="B", place="C"
        )


def test_nothing_says_who_asked_and_an_address_is_nobodys_but_the_secrets(team):
    title = f"Path {new_id().hex[-8:]}"
    secret = ask(team, title=title, asked_for_by="Jo Bloggs")
    row = waiting(team, title)
    assert row.asked_for_by == "" and secret not in str(vars(row))
    columns = {field.name for field in PublicAsk._meta.fields}
    assert not columns & {"name", "email", "phone", "address", "ip", "member_id"}
    assert Client().get(f"/ask-for-a-project/{'0' * 64}").status_code == 404
    answer = Client().get(f"/ask-for-a-project/{secret}")
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
    council = f"Hall {new_id().hex[-8:]}"
    ask(team, title=council, nominator="a council", asked_for_by="Stockton council")
    assert waiting(team, council).asked_for_by == "Stockton council"


def test_the_same_form_sent_twice_asks_once_and_tells_the_same_address(team):
    given = form(team)
    client = Client()
    first, again = (ask(team, client, **given) for _ in range(2))
    assert first == again
    assert PublicAsk.objects.using("owner").filter(title=given["title"]).count() == 1


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ({"problem": ""}, "Say which local problem it would answer"),
        ({"problem": "Write to jo@example.org"}, "Take the e-mail address out"),
        ({"place": "x" * 101}, "Shorten this to 100 characters or fewer"),
        ({"unit_id": "00000000-0000-7000-8000-000000000000"}, "Choose one of the answers offered"),
        ({"unit_id": "a team"}, "Choose one of the answers offered"),
        ({"nominator": "the probation service"}, "Choose one of the answers offered"),
        ({"idempotency_key": ""}, "This page is not complete"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words_and_nothing_is_kept(team, given, because):
    before = PublicAsk.objects.using("owner").count()
    assert because in ask(team, **given)
    assert PublicAsk.objects.using("owner").count() == before


@override_settings(PUBLIC_ASKS_AN_HOUR=2)
def test_one_address_asks_so_often_an_hour_and_another_is_not_kept_from_asking(team):
    client = Client()
    for _ in range(2):
        assert len(ask(team, client)) == 64
    answer = client.post("/ask-for-a-project", form(team))
    assert answer.status_code == 429 and "Try again in an hour" in answer.content.decode()
    assert len(ask(team, Client(REMOTE_ADDR="192.0.2.7"))) == 64


def test_a_team_that_runs_nothing_and_one_that_has_too_much_to_read_are_not_asked(team, service, monkeypatch):
    idle = a_provider(service)
    given = {
        "at": service.later(), "title": "A path", "problem": "Litter", "place": "Here", "nominator": Nominator.RESIDENT
    }  # fmt: skip
    with viewing(None, service.at):
        with pytest.raises(Refused, match="takes nothing on now"):
            ask_for_project(key=new_id(), unit_id=idle.unit, **given)
        monkeypatch.setattr("throughcare.casework.unpaid_work.actions.asked_by_public.MOST_WAITING", 0)
        with pytest.raises(Refused, match="Ask again in a few weeks"):
            ask_for_project(key=new_id(), unit_id=team.provider.unit, **given)
        with pytest.raises(Refused, match="Choose who asks"):
            ask_for_project(
                key=new_id(), unit_id=team.provider.unit, **given | {"nominator": Nominator.SERVICE}
            )


def test_only_the_team_that_was_asked_reads_it_and_only_who_keeps_projects_decides(team, service):
    title = f"Path {new_id().hex[-8:]}"
    ask(team, title=title)
    row, stranger = waiting(team, title), a_provider(service)
    assert title not in browser(stranger.lead).get("/unpaid-work").content.decode()
    assert caller(stranger.lead).get("/api/v1/unpaid-work/asked").json() == []
    assert title in [one["title"] for one in caller(team.lead).get("/api/v1/unpaid-work/asked").json()]
    said = {"by": stranger.lead, "at": service.later(), "ask_id": row.id, "version": 1}
    with pytest.raises(Refused, match="nothing such"):
        actions.set_aside(because="Ours", **said)
    with pytest.raises(ProgrammingError, match="permission denied"), viewing(team.lead, service.later()):
        PublicAsk.objects.filter(id=row.id).update(digest="0" * 64)
    with viewing(joins(team.provider.unit, "provider worker"), service.later()):
        assert PublicAsk.objects.filter(id=row.id).update(set_aside_because="x") == 0


def test_by_api_it_is_put_forward_or_set_aside_in_the_same_words(team):
    for word, body, answers in (
        ("put-forward", {"title": "A wall", "problem": "Graffiti", "place": "The arch"}, 201),
        ("set-aside", {"because": "Not ours."}, 204),
    ):
        title = f"Path {new_id().hex[-8:]}"
        ask(team, title=title)
        where = f"/api/v1/unpaid-work/asked/{waiting(team, title).id}/{word}"
        api = caller(team.lead)
        assert api.post(where, body | {"version": 9}, content_type="application/json").status_code == 422
        assert api.post(where, body | {"version": 1}, content_type="application/json").status_code == answers
    assert project(Project.objects.using("owner").filter(title="A wall").latest("at").id).state == "nominated"
