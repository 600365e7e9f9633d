"""From the list of what fits to a concluded referral by pages and API: what each side is offered, and what it may not see."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from support.service import a_person, a_service, managed
from support.services import a_contract, a_provider, an_offer, as_contracts, refer, row_of
from support.wall_visits import browser, caller

from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import today

MODELS = ["durham-tees-valley-2012", "england-and-wales-2021", "nacro-2012"]


class Played:
    """A person, whoever refers them, and a provider, each at a browser of their own."""

    def __init__(self, model):
        self.service = a_service(model)
        self.person = managed(a_person(self.service))
        self.provider = a_provider(self.service)
        self.offered = an_offer(self.provider, self.service)
        self.officer = browser(self.person.team.officer)
        self.lead, self.worker = browser(self.provider.lead), browser(self.provider.worker)
        self.stranger = browser(a_provider(self.service).lead)


@pytest.fixture(scope="module", params=MODELS)
def played(request):
    return Played(request.param)


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def take(client, referral, step, **given):
    """Take a step by its page, as the page shows it now; gives the answer."""
    form = {"version": row_of(referral).version, "idempotency_key": str(new_id())} | given
    return client.post(f"/referrals/{referral}/{step}", form)


def test_the_whole_way_in_pages(played):
    at, person = f"/people/{played.person.id}/services", played.person
    assert played.lead.get(at).status_code == 404
    shown = words(played.officer, f"{at}?need=accommodation")
    assert "Homes in Cleveland" in shown and "It is offered where the person lives." in shown
    form = {"need": "accommodation", "because": "No home to go to", "idempotency_key": str(new_id())}
    sent = played.officer.post(f"{at}/{played.offered.id}/refer", form)
    assert sent.status_code == 302, sent.content.decode()
    again = played.officer.post(f"{at}/{played.offered.id}/refer", form)
    assert again.status_code == 302  # sent twice, done once
    [made] = [
        line.partition('"')[0] for line in words(played.lead, "/referrals").split('href="/referrals/')[1:]
    ]
    assert f'href="/referrals/{made}"' in words(
        played.lead, "/"
    ) and "Referral to Homes in Cleveland: to be answered" in words(played.lead, "/")
    assert "No home to go to" in words(played.lead, f"/referrals/{made}")
    assert played.stranger.get(f"/referrals/{made}").status_code == 404
    assert take(played.officer, made, "accept").status_code == 404  # not the sender's step
    assert take(played.lead, made, "accept").status_code == 302
    assert take(played.lead, made, "assign", worker=played.provider.worker.id).status_code == 302
    empty = take(played.worker, made, "plan", goals="", sessions="0")
    assert "Enter the goals" in empty.content.decode()
    assert take(played.worker, made, "plan", goals="A tenancy\nA deposit", sessions="1").status_code == 302
    assert "Referral to Homes in Cleveland: its plan to be approved" in words(played.officer, "/")
    assert take(played.officer, made, "approve").status_code == 302
    day = today()
    held = {"on_day": day.day, "on_month": day.month, "on_year": day.year, "outcome": "attended late"}
    assert take(played.worker, made, "session", **held).status_code == 302
    report = words(played.worker, f"/referrals/{made}/conclude")
    assert "A tenancy" in report and "A deposit" in report
    done = take(played.worker, made, "conclude", goal_0="achieved", goal_1="partly achieved", note="Housed")
    assert done.status_code == 302, done.content.decode()
    seen = words(played.officer, f"/referrals/{made}")
    assert "1.5 of 2 goals" in seen and "Attended late" in seen and "Concluded" in seen
    assert played.worker.get(f"/referrals/{made}").status_code == 404
    assert played.worker.get(f"/people/{person.id}").status_code == 404


def test_the_same_by_the_api_and_each_refusal_in_words():
    played = Played(MODELS[0])
    officer, lead, worker = (
        caller(one) for one in (played.person.team.officer, played.provider.lead, played.provider.worker)
    )
    base = f"/api/v1/people/{played.person.id}"

    def send(client, address, **body):
        return client.post(address, body, content_type="application/json")

    found = officer.get(f"{base}/services?need=accommodation").json()
    assert str(played.offered.id) in [one["service_id"] for one in found["fitting"]]
    assert officer.get(f"{base}/services?need=yachts").status_code == 422
    made = send(
        officer,
        f"{base}/referrals",
        service_id=str(played.offered.id),
        need="accommodation",
        because="No home",
    ).json()["id"]
    assert made in [one["id"] for one in lead.get("/api/v1/referrals").json()]
    assert made in [one["id"] for one in officer.get("/api/v1/referrals?sent=true").json()]
    assert officer.get(f"{base}/referrals").json()[0]["due"] == "accepted"
    at = f"/api/v1/referrals/{made}"
    assert send(officer, f"{at}/accept", version=1).status_code == 403
    for client, step, body in (
        (lead, "return", {"note": "Which shelter?"}),
        (officer, "answer", {"note": "The one by the river"}),
        (lead, "accept", {}),
        (lead, "assign", {"worker": str(played.provider.worker.id)}),
        (worker, "plan", {"goals": ["A home"], "sessions": 3}),
        (officer, "plan/return", {"note": "Two sessions are enough"}),
        (worker, "plan", {"goals": ["A home"], "sessions": 2}),
        (officer, "plan/approve", {}),
        (worker, "sessions", {"on": today().isoformat(), "outcome": "attended"}),
        (officer, "ask-to-end", {"reason": "the person moved"}),
    ):
        answer = send(client, f"{at}/{step}", version=row_of(made).version, **body)
        assert answer.status_code == 204, (step, answer.content)
    stale = send(worker, f"{at}/conclude", version=1, note="Done", outcomes=["achieved"])
    assert stale.status_code == 422 and "Somebody else took a step" in stale.json()["because"]
    ended = send(
        worker, f"{at}/conclude", version=row_of(made).version, note="Moved", outcomes=["not achieved"]
    )
    assert ended.json() == {"ending": "ended early"}
    assert [step["kind"] for step in officer.get(at).json()["steps"]][-1] == "concluded"
    assert worker.get(at).status_code == 404


def test_a_refusal_and_a_withdrawal_by_the_api():
    played = Played(MODELS[1])
    lead, officer = caller(played.provider.lead), caller(played.person.team.officer)
    refused, withdrawn = refer(played.person, played.offered), None
    body = {"version": row_of(refused).version, "reason": "no capacity", "note": "Full"}
    assert (
        lead.post(f"/api/v1/referrals/{refused}/refuse", body, content_type="application/json").status_code
        == 204
    )
    withdrawn = refer(played.person, played.offered)
    body = {"version": row_of(withdrawn).version, "reason": "the wait was too long"}
    assert (
        officer.post(
            f"/api/v1/referrals/{withdrawn}/withdraw", body, content_type="application/json"
        ).status_code
        == 204
    )
    assert (row_of(refused).state, row_of(withdrawn).state) == ("refused", "withdrawn")


def test_a_step_is_on_the_home_of_whoever_owes_it_and_on_no_other(played):
    person, provider = managed(a_person(played.service)), played.provider
    made = refer(person, an_offer(provider, played.service))
    homes = {
        "officer": played.officer, "senior": browser(person.team.senior), "lead": played.lead, "worker": played.worker,
        "stranger": played.stranger,
    }  # fmt: skip

    def owing():
        row = f'href="/referrals/{made}"'
        waiting = {who: words(home, "/?all=").partition("What you asked")[0] for who, home in homes.items()}
        return {who for who, shown in waiting.items() if row in shown}

    assert owing() == {"lead"}
    assert "Referral to Homes in Cleveland: to be answered" in words(
        played.officer, "/"
    )  # what the officer waits for
    take(played.lead, made, "accept")
    take(played.lead, made, "assign", worker=provider.worker.id)
    assert owing() == {"worker"}
    take(played.worker, made, "plan", goals="A tenancy", sessions="1")
    assert owing() == {"officer"}


def test_whoever_keeps_the_catalogue_brings_contracts_in_sees_what_was_refused_and_names_a_team(played):
    keeper = browser(played.provider.commissioner)
    title = f"Rooms {new_id().hex[-12:]}"
    good, bad = a_contract(intervention_title=title), a_contract(minimum_age="old")
    file = SimpleUploadedFile("c.csv", as_contracts(good, bad))
    answer = keeper.post("/services", {"file": file, "idempotency_key": str(new_id())})
    assert answer.status_code == 302
    shown = words(keeper, f"/services?words={title}")
    assert title in shown and bad["contract_reference"] in shown and "Expected an age" in shown
    service = shown.split('href="/services/')[1].partition('"')[0]
    form = {"unit_id": str(played.provider.unit), "version": 1, "idempotency_key": str(new_id())}
    assert keeper.post(f"/services/{service}", form).status_code == 302
    assert "Too few referrals to say" in words(keeper, f"/services/{service}")
    listed = caller(played.provider.worker).get("/api/v1/services?need=accommodation").json()
    assert listed and caller(played.provider.worker).get(f"/api/v1/services/{service}").json()[
        "receiving_unit"
    ] == str(played.provider.unit)


def test_nobody_else_is_offered_the_catalogues_keys(played):
    shown = words(played.worker, "/services")
    assert "Bring contracts in" not in shown
    assert played.worker.post("/services", {"file": SimpleUploadedFile("c.csv", b"x")}).status_code == 200
