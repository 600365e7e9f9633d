"""A hostile member with a browser and a token: forged ids, other people's keys and hats, stored script, forged calls."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from support.people import NOW, a_founder, a_name, joins
from support.service import Person, a_person, a_result, a_service, import_rows, managed
from support.wall_visits import browser, caller, know, things
from support.wall_world import World

from throughcare.casework.courts.models import RefusedRow, Upload
from throughcare.casework.people.models import Person as Record
from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision.models import Case, Tenure, TimelineEntry, Transfer
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.models import Account, Membership
from throughcare.foundation.kernel import Refused, new_id

SCRIPT = "<script>alert(1)</script>"


def entries(what: str) -> int:
    return TimelineEntry.objects.using("owner").filter(what=what).count()


def key() -> str:
    return str(new_id())


def test_another_members_key_neither_stops_ones_own_form_nor_tells_what_theirs_did(world: World):
    shared, what = key(), f"Said {new_id()}"
    body = {"kind": "note", "what": what}
    address = f"/api/v1/people/{world.inside.id}/entries"
    answers = [
        caller(who).post(address, body, content_type="application/json", headers={"Idempotency-Key": shared})
        for who in (world.inside.team.officer, world.inside.team.senior)
    ]

    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json() != answers[1].json()
    assert entries(what) == 2


def test_ones_own_key_does_a_thing_once_and_serves_nothing_else(world: World):
    mine, what = key(), f"Said {new_id()}"
    client, address = caller(world.inside.team.officer), f"/api/v1/people/{world.inside.id}"
    for _ in range(2):
        answer = client.post(
            f"{address}/entries", {"kind": "note", "what": what}, content_type="application/json",
            headers={"Idempotency-Key": mine},
        )  # fmt: skip
        assert answer.status_code == 201
    assert entries(what) == 1
    other = client.post(
        f"{address}/transfers", {"to_unit": key(), "because": "x"}, content_type="application/json",
        headers={"Idempotency-Key": mine},
    )  # fmt: skip
    assert other.status_code == 422 and "used for something else" in other.json()["because"]


@pytest.mark.parametrize("version", ["0", "999999", "-1", "1; DROP TABLE x", ""])
def test_a_version_made_up_changes_nothing(world: World, version: str):
    before = Case.objects.using("owner").get(id=world.inside.case)
    answer = browser(world.inside.team.senior).post(
        f"/people/{world.inside.id}/close", {"version": version, "because": "gone", "idempotency_key": key()}
    )

    assert answer.status_code in {200, 422}
    after = Case.objects.using("owner").get(id=world.inside.case)
    assert (after.version, after.closed_at) == (before.version, None)


def forms(ids: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """Every form about a person or their team's things, filled in well, about somebody else's."""
    person, k = ids["person_id"], {"idempotency_key": key(), "version": "1"}
    return [
        (f"/people/{person}/note", {"what": "Forged", **k}),
        (f"/people/{person}/risk", {"risk": "low", "because": "Forged", **k}),
        (f"/people/{person}/appoint", {"kind": "offender manager", "member_id": key(), "because": "replaced", **k}),
        (f"/people/{person}/transfer", {"to_unit": str(ids["unit_id"]), "kind": "permanent", "because": "Forged", **k}),
        (f"/people/{person}/close", {"because": "Forged", **k}),
        (f"/transfers/{ids['transfer_id']}", {"answer": "accept", "because": "Forged", **k}),
        (f"/transfers/{ids['transfer_id']}/withdraw", {}),
        (f"/matches/{ids['review_id']}", {"same": "yes", "because": "Forged", **k}),
        (f"/people/{person}/merges/{ids['merge_id']}/undo", {"because": "Forged"}),
        (f"/imports/uploads/{ids['upload_id']}", {"again": "1"}),
        (f"/imports/uploads/{ids['upload_id']}", {"stop": "1"}),
        (f"/imports/rows/{ids['row_id']}", {"pnc": "x", **k}),
        (f"/imports/rows/{ids['row_id']}/aside", {"because": "Forged", **k}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "role", ["head of delivery unit", "court officer", "case administrator", "provider lead"]
)
def test_no_form_reaches_over_the_wall(role: str, world: World):
    know(world.inside, world.outside)
    ids = things(world, world.outside)
    client = browser(joins(world.unit, role))
    case, transfer = Case.objects.using("owner").get(id=world.outside.case), ids["transfer_id"]

    for address, sent in forms(ids):
        answer = client.post(address, sent)
        assert answer.status_code in {302, 403, 404, 422}, (address, answer.status_code)

    assert Case.objects.using("owner").get(id=case.id).version == case.version
    assert Transfer.objects.using("owner").get(id=transfer).state == "offered"
    assert Upload.objects.using("owner").get(id=ids["upload_id"]).state == "stopped"
    assert RefusedRow.objects.using("owner").get(id=ids["row_id"]).state == "waiting"
    assert entries("Forged") == 0


def test_a_member_of_an_organisation_the_model_does_not_name_is_not_appointed(world: World):
    """The id of any member can be sent; only one whom the page offers, and the model names, gets a role."""
    stranger = world.outside.team.officer
    held = Tenure.objects.using("owner").filter(member_id=stranger.id).count()
    page = browser(world.inside.team.senior).post(
        f"/people/{world.inside.id}/appoint",
        {
            "kind": "offender manager",
            "member_id": str(stranger.id),
            "because": "replaced",
            "idempotency_key": key(),
        },
    )
    program = caller(world.inside.team.senior).post(
        f"/api/v1/people/{world.inside.id}/appointments",
        {"kind": "offender manager", "member_id": str(stranger.id)}, content_type="application/json",
    )  # fmt: skip

    assert page.status_code == 200 and "Choose one of the answers offered" in page.content.decode()
    assert program.status_code == 422
    assert Tenure.objects.using("owner").filter(member_id=stranger.id).count() == held


@pytest.fixture
def offered() -> tuple[Person, UUID, Any]:
    """A person whose case is on offer, and a senior of the team it was offered to."""
    service = a_service()
    person = managed(a_person(service))
    unit = access.record_unit(
        by=a_founder(), at=NOW, organisation_id=person.team.organisation, name=f"Next {new_id()}", kind="team"
    )
    transfer = supervision.offer_transfer(
        by=person.team.officer, at=service.later(), case_id=person.case, to_unit=unit, because="a move"
    )
    return person, transfer, joins(unit, "senior probation officer")


def state(transfer: UUID) -> str:
    return Transfer.objects.using("owner").get(id=transfer).state


def test_a_receiver_who_sees_an_offer_cannot_withdraw_it_close_the_case_or_offer_it_on(offered: Any):
    person, transfer, receiver = offered
    client = caller(receiver)
    before = Case.objects.using("owner").get(id=person.case)
    asked = {
        f"/api/v1/transfers/{transfer}/withdraw": {},
        f"/api/v1/people/{person.id}/close": {"version": before.version, "because": "mine now"},
        f"/api/v1/people/{person.id}/transfers": {"to_unit": str(person.service.court_unit), "because": "on"},
    }
    for address, body in asked.items():
        answer = client.post(address, body, content_type="application/json")
        assert answer.status_code == 422, address
        assert "Only the team that answers for the case" in answer.json()["because"]
    assert state(transfer) == "offered"
    assert Case.objects.using("owner").get(id=person.case).closed_at is None


def test_a_sender_cannot_accept_their_own_offer(offered: Any):
    person, transfer, _ = offered
    answer = caller(person.team.senior).post(
        f"/api/v1/transfers/{transfer}/accept", {"because": ""}, content_type="application/json"
    )
    assert answer.status_code == 422
    assert state(transfer) == "offered"


def test_the_sender_withdraws_and_the_receiver_no_longer_sees(offered: Any):
    person, transfer, receiver = offered
    assert caller(receiver).get(f"/api/v1/people/{person.id}").status_code == 200
    answer = caller(person.team.officer).post(
        f"/api/v1/transfers/{transfer}/withdraw", {}, content_type="application/json"
    )
    assert answer.status_code == 204
    assert caller(receiver).get(f"/api/v1/people/{person.id}").status_code == 404


def test_the_hat_of_another_account_cannot_be_worn(world: World):
    mine, theirs = joins(world.unit, "offender manager"), world.outside.team.senior
    client = browser(mine)
    client.post(f"/me/hat/{theirs.id}")
    assert client.session["membership"] == str(mine.id)
    assert client.get(f"/people/{world.outside.id}").status_code == 404

    session = client.session
    session["membership"] = str(theirs.id)  # even a session that says so
    session.save()
    assert client.get(f"/people/{world.outside.id}").status_code == 404
    assert client.get(f"/people/{world.inside.id}").status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test",
        "javascript:alert(1)",
        "evil",
        "\x00/x",
        "http:/x",
    ],
)
def test_a_form_sends_nobody_to_another_site(world: World, asked: str):
    who = joins(world.unit, "offender manager")
    answer = browser(who).post(f"/me/hat/{who.id}", {"next": asked})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("asked", ["https://evil.test/", "//evil.test/"])
def test_signing_in_sends_nobody_to_another_site(asked: str):
    email, password = f"{new_id()}@example.test", "a long enough phrase"
    Account.objects.create_user(email, password, name="X")
    answer = Client().post("/accounts/login/", {"login": email, "password": password, "next": asked})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/") and "evil" not in answer.headers["Location"]


@pytest.mark.parametrize("field", ["what", "note"])
@pytest.mark.parametrize("odd", ["a\x00b", "half of \ud83d"])
def test_a_value_that_no_column_holds_is_refused_and_keeps_nothing(world: World, field: str, odd: str):
    sent = {"kind": "note", "what": f"Odd {new_id()}", "note": "x"}
    answer = caller(world.inside.team.officer).post(
        f"/api/v1/people/{world.inside.id}/entries", sent | {field: odd}, content_type="application/json"
    )
    assert answer.status_code == 422
    assert entries(sent["what"]) == 0


def test_script_in_names_notes_files_and_reasons_is_shown_as_text():
    service = a_service()
    name = a_name()
    import_rows(
        service,
        a_result(family_name=name, postcode="TS1 2AB"),
        a_result(pnc=SCRIPT),
        file_name=f"{SCRIPT}.csv",
    )
    record = Record.objects.using("owner").get(surname=name)
    Record.objects.using("owner").filter(id=record.id).update(surname=SCRIPT, preferred_name=SCRIPT)
    person = managed(Person(record.id, Case.objects.using("owner").get(person_id=record.id).id, service))
    supervision.record_on_timeline(
        by=person.team.officer, at=service.later(), case_id=person.case, kind="note", what=SCRIPT, note=SCRIPT
    )
    pages = [
        (person.team.senior, ["/", "/team", f"/people/{person.id}", f"/people/{person.id}/timeline",
                              f"/people/{person.id}/identity", f"/people/{person.id}/access"]),
        (service.officer_of_the_court, ["/imports", "/courts"]),
    ]  # fmt: skip
    escaped = 0
    for who, addresses in pages:
        client = browser(who)
        for address in addresses:
            answer = client.get(address)
            body = answer.content.decode()
            assert answer.status_code == 200 and SCRIPT not in body, address
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Cache-Control"] == "no-store"
            escaped += "&lt;script&gt;" in body
    assert escaped >= 4


@pytest.mark.parametrize("header", [{}, {"Authorization": "Basic eDp5"}, {"Authorization": "anything"}])
def test_a_session_cannot_be_made_to_call_the_api_from_elsewhere(world: World, header: dict[str, str]):
    """Without the form's own proof a call by a session is refused, whatever other header it carries."""
    client = browser(world.inside.team.officer, enforce_csrf_checks=True)
    what = f"Forged {new_id()}"
    address = f"/api/v1/people/{world.inside.id}/entries"
    answer = client.post(
        address, {"kind": "note", "what": what}, content_type="application/json", headers=header
    )

    assert answer.status_code in {401, 403}
    assert entries(what) == 0


def test_a_token_that_is_wrong_does_not_fall_back_on_the_session(world: World):
    client = browser(world.inside.team.officer)
    assert client.get("/api/v1/me").status_code == 200
    assert client.get("/api/v1/me", headers={"Authorization": "Bearer made-up"}).status_code == 401


def test_a_token_opens_no_page(world: World):
    assert caller(world.inside.team.officer).get(f"/people/{world.inside.id}").status_code == 302


def test_a_token_that_is_forged_from_what_is_kept_opens_nothing(world: World):
    from throughcare.foundation.access.models import Token

    caller(world.inside.team.officer)
    kept = Token.objects.filter(membership_id=world.inside.team.officer.id).latest("made_at").digest
    assert Client(headers={"Authorization": f"Bearer {kept}"}).get("/api/v1/me").status_code == 401


def test_an_administrator_makes_nobody_a_service_and_not_themselves_a_member(world: World):
    admin = joins(world.unit, "administrator")
    email = Account.objects.get(id=admin.account_id).email
    with pytest.raises(Refused, match="never signs in"):
        access.admit(
            by=admin, at=NOW, unit_id=world.unit, email=f"{new_id()}@example.test", name="X", role="service"
        )
    for unit in (world.unit, world.outside.team.unit):
        with pytest.raises(Refused, match="cannot make yourself"):
            access.admit(by=admin, at=NOW, unit_id=unit, email=email, name="X", role="head of delivery unit")
    assert Membership.objects.filter(account_id=admin.account_id).count() == 1


def test_an_administrator_sees_no_person_by_page_or_api(world: World):
    admin = joins(world.unit, "administrator")
    assert browser(admin).get(f"/people/{world.inside.id}").status_code == 403
    assert caller(admin).get(f"/api/v1/people/{world.inside.id}").status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        "?kind=%00",
        "?after=%00",
        "?after=WyIyMDI2LTAxLTAxVDAwOjAwOjAwIiwgNV0=",
        "?after=NQ==",
        "?after=e30=",
        "?page=99999999999999999999",
    ],
)
def test_odd_addresses_are_no_server_error(world: World, query: str):
    client, program = browser(world.inside.team.officer), caller(world.inside.team.officer)
    for address in (f"/people/{world.inside.id}/timeline", "/caseload", "/team"):
        assert client.get(address + query).status_code in {200, 400, 404, 422}, address
    assert program.get(f"/api/v1/people/{world.inside.id}/timeline{query}").status_code in {
        200,
        400,
        404,
        422,
    }


def test_a_person_moved_to_another_service_is_no_longer_seen_by_the_first(offered: Any):
    person, transfer, receiver = offered
    officer = person.team.officer
    supervision.accept_transfer(by=receiver, at=person.service.later(), transfer_id=transfer)

    assert browser(officer).get(f"/people/{person.id}").status_code == 404
    assert browser(receiver).get(f"/people/{person.id}").status_code == 200
