"""The courts' own messages become people, matters and sittings: once each, whatever is odd in them, as they change."""

import copy
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from psycopg.types.range import TimestamptzRange
from support.people import a_founder, a_name, as_worker, joins
from support.service import NOW, a_local, a_result, a_service, hear, import_rows
from support.wall_visits import browser, caller
from typer.testing import CliRunner

from throughcare.casework.courts import queries
from throughcare.casework.courts.actions import (
    import_court_results,
    name_offence,
    say_code,
    say_result,
    send_file,
)
from throughcare.casework.courts.models import (
    AlsoListed,
    Appearance,
    AppearanceOffence,
    CourtQuestion,
    OrganisationResult,
    Sentence,
)
from throughcare.casework.courts.tasks import bring_in
from throughcare.casework.people.models import Person
from throughcare.casework.supervision.models import Case
from throughcare.faces.courts.console import app
from throughcare.foundation.access.models import Account, Grant
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

FILES = Path(__file__).parent / "files" / "messages"
AHEAD = "2026-11-24T10:00:00.000Z"


@pytest.fixture(scope="module")
def service():
    return a_service()


def as_sent_now(name):
    """A file of somebody else's making about a hearing or cases that no other test brings."""
    text = (FILES / name).read_text()
    if name.startswith("common_platform"):
        message = json.loads(text)
        message["hearing"]["id"] = str(uuid4())
        return json.dumps(message, indent=1).encode()
    for id in ("1217464", "1218461", "1218888"):
        text = text.replace(id, str(uuid4().int)[:9])
    return text.encode()


def bring(service, raw, *, at=NOW, name="message.json"):
    service.takes_its_area()
    with as_worker():
        report = import_court_results(
            by=service.officer_of_the_court, at=at, file=io.BytesIO(raw), file_name=name
        )
        hear()
    return report


def rows_of(report):
    return list(
        Appearance.objects.using("owner").filter(brought=report.import_id).order_by("case_number", "id")
    )


def a_hearing(*, day=AHEAD, results=(), **defendant):
    """A message of a hearing of one person nobody else is like."""
    given = json.loads((FILES / "common_platform" / "court-hearing-event.json").read_text())
    hearing = given["hearing"]
    hearing["id"], hearing["hearingDays"][0]["sittingDay"] = str(uuid4()), day
    case = hearing["prosecutionCases"][0]
    case["id"], case["prosecutionCaseIdentifier"]["caseURN"] = str(uuid4()), f"80GD{uuid4().hex[:7]}"
    one = case["defendants"][0]
    case["defendants"] = [one | {"id": str(uuid4()), "masterDefendantId": str(uuid4())} | defendant]
    case["defendants"][0]["personDefendant"]["personDetails"]["lastName"] = a_name()
    case["defendants"][0]["offences"][0]["judicialResults"] = list(results)
    return given


def defendant_of(message):
    return message["hearing"]["prosecutionCases"][0]["defendants"][0]


def person_of(message):
    return defendant_of(message)["personDefendant"]["personDetails"]


def raw(*messages):
    return "\n".join(json.dumps(m) for m in messages).encode()


def asked(appearance):
    found = CourtQuestion.objects.using("owner").filter(appearance=appearance)
    return {(q.about, q.said) for q in found}


ORDER = {
    "label": "Community order",
    "cjsCode": "1116",
    "judicialResultPrompts": [{"label": "Length of order", "value": "12 Months"}],
}
WORK = {
    "label": "Unpaid work",
    "cjsCode": "3101",
    "judicialResultPrompts": [{"label": "Number of hours", "value": "80"}],
}


@pytest.mark.parametrize(
    ("name", "people", "organisations", "offences"),
    [
        ("common_platform/court-hearing-event.json", 1, 0, 1),
        ("common_platform/court-application.json", 2, 0, 2),
        ("common_platform/hearing-with-legal-entity-defendant.json", 1, 1, 2),
        ("common_platform/hearing-multiple-cases.json", 2, 0, 2),
        ("common_platform/hearing.json", 2, 0, 4),
        ("common_platform/existing-hearing-multiple-defendants-one-crn.json", 2, 0, 4),
        ("libra/case.json", 1, 0, 1),
        ("libra/case-org.json", 0, 1, 0),
        ("libra/list-one-day.xml", 2, 0, 2),
    ],
)
def test_everybody_and_everything_in_a_message_is_recorded_once_however_often_it_is_sent(
    service, name, people, organisations, offences
):
    sent = as_sent_now(name)
    report = bring(service, sent, name=name)
    assert (report.recorded, report.refused) == (people + organisations, 0)
    made = rows_of(report)
    assert len(made) == people
    assert AppearanceOffence.objects.using("owner").filter(appearance__in=made).count() == offences
    assert OrganisationResult.objects.using("owner").filter(brought=report.import_id).count() == organisations
    counts = [
        m.objects.using("owner").count() for m in (Appearance, AppearanceOffence, Person, CourtQuestion)
    ]
    again = bring(service, sent, name=name)
    assert (again.recorded, again.repeated, again.refused) == (0, people + organisations, 0)
    assert counts == [
        m.objects.using("owner").count() for m in (Appearance, AppearanceOffence, Person, CourtQuestion)
    ]


def test_what_no_list_knows_waits_with_the_courts_words(service):
    message = a_hearing(results=[{"label": "An order nobody has heard of", "resultText": "to do a thing"}])
    [appearance] = rows_of(bring(service, raw(message)))
    assert appearance.outcome == "listed"
    words = {said for about, said in asked(appearance) if about in {"result", "offence"}}
    assert any("An order nobody has heard of\nto do a thing" in said for said in words)
    assert any(said.startswith("CA03013 Obstruct person") for said in words)
    [offence] = AppearanceOffence.objects.using("owner").filter(appearance=appearance)
    assert (offence.offence_id, offence.sent_code, offence.main) == (None, "CA03013", True)


def test_a_sentence_of_a_message_opens_a_case_as_one_of_a_file_does(service):
    message = a_hearing(day="2026-11-18T10:00:00.000Z", results=[ORDER, WORK])
    [appearance] = rows_of(bring(service, raw(message)))
    sentence = Sentence.objects.using("owner").get(appearance=appearance)
    assert (sentence.kind, sentence.imposed_on.isoformat()) == ("community order", "2026-11-18")
    assert Case.objects.using("owner").filter(person_id=appearance.person_id, closed_at=None).exists()


def test_a_sentence_of_a_hearing_ahead_is_not_recorded_and_is_asked_about(service):
    [appearance] = rows_of(bring(service, raw(a_hearing(results=[ORDER, WORK]))))
    assert appearance.outcome == "listed"
    assert any(about == "result" for about, _ in asked(appearance))


def test_a_later_message_amends_what_was_listed_and_shows_what_changed(service):
    message = a_hearing(day="2026-11-18T10:00:00.000Z")
    [before] = rows_of(bring(service, raw(message)))
    later = copy.deepcopy(message)
    offences = defendant_of(later)["offences"]
    offences[0]["judicialResults"] = [ORDER, WORK]
    offences.append(
        offences[0]
        | {"id": str(uuid4()), "offenceCode": "TH68010", "offenceTitle": "Theft", "judicialResults": []}
    )
    report = bring(service, raw(later))
    assert (report.recorded, report.refused) == (1, 0)
    [after] = rows_of(report)
    assert (after.id, after.outcome) == (before.id, "sentenced")
    assert Sentence.objects.using("owner").filter(appearance=after).count() == 1
    assert AppearanceOffence.objects.using("owner").filter(appearance=after).count() == 2
    changes = {said for about, said in asked(after) if about == "changed"}
    assert changes == {"outcome: listed → sentenced", "offence: not there → TH68010 Theft"}
    assert Case.objects.using("owner").filter(person_id=after.person_id, closed_at=None).exists()
    assert bring(service, raw(later)).repeated == 1


def test_of_two_messages_of_one_hearing_in_a_file_the_later_counts(service):
    message = a_hearing(day="2026-11-18T10:00:00.000Z")
    later = copy.deepcopy(message)
    defendant_of(later)["offences"][0]["judicialResults"] = [ORDER, WORK]
    report = bring(service, raw(message, later))
    assert (report.lines, report.recorded, report.repeated) == (2, 1, 1)
    assert [a.outcome for a in rows_of(report)] == ["sentenced"]


def test_an_invalid_message_is_refused_whole_kept_whole_and_costs_no_other(service):
    bad = json.loads((FILES / "common_platform" / "hearing-invalid.json").read_text())
    report = bring(service, raw(bad, a_hearing()))
    assert (report.lines, report.recorded, report.refused) == (2, 1, 1)
    with viewing(service.officer_of_the_court, NOW):
        [kept] = queries.refused_rows(report.import_id)
    assert "hearing.prosecutionCases[0].id is missing" in kept.faults[0]["because"]
    assert json.loads(kept.text) == bad


ODD = [
    ({"pncId": "pnc number1"}, "pnc", "PNC NUMBER1"),
    ({"croNumber": "2004/00X"}, "cro", "2004/00X"),
    ({"pncId": "2000/0000000Z"}, "pnc", "2000/0000000Z"),
]


@pytest.mark.parametrize(("odd", "about", "said"), ODD)
def test_a_number_that_is_none_costs_nobody_their_hearing(service, odd, about, said):
    [appearance] = rows_of(bring(service, raw(a_hearing(**odd))))
    assert (about, said) in {(a, s.upper()) for a, s in asked(appearance)}


@pytest.mark.parametrize(
    ("odd", "about"),
    [
        ({"dateOfBirth": None}, "date_of_birth"),
        ({"dateOfBirth": "13/13/2000"}, "date_of_birth"),
        ({"dateOfBirth": "2025-01-01"}, "date_of_birth"),
        ({"dateOfBirth": "1800-01-01"}, "date_of_birth"),
        ({"firstName": "", "middleName": None}, "given_names"),
        ({"lastName": "<b>Bold</b>"}, "family_name"),
        ({"lastName": "=cmd|calc"}, "family_name"),
        ({"ethnicity": {"selfDefinedEthnicityCode": "Q7"}}, "ethnicity"),
        ({"gender": "OTHER"}, "sex"),
        ({"address": {"address1": "1 Road", "postcode": "nowhere"}}, "postcode"),
    ],
)  # fmt: skip
def test_whatever_is_odd_of_a_person_is_recorded_and_asked_about(service, odd, about):
    message = a_hearing()
    person_of(message).update(odd)
    report = bring(service, raw(message))
    assert (report.recorded, report.refused) == (1, 0)
    [appearance] = rows_of(report)
    assert about in {a for a, _ in asked(appearance)}


def test_a_court_no_list_knows_leaves_its_message_waiting_and_other_codes_are_taken(service):
    message = a_hearing()
    message["hearing"]["courtCentre"]["code"] = "Z99ZZ00"
    report = bring(service, raw(message))
    assert (report.recorded, report.refused) == (0, 1)
    message["hearing"]["courtCentre"]["code"] = "B10JQ"
    [appearance] = rows_of(bring(service, raw(message)))
    assert appearance.court_code == "KCNSMC"


def test_what_an_administrator_says_of_a_code_is_what_later_messages_mean(service):
    code = f"QQ{uuid4().hex[:6]}".upper()
    message = a_hearing()
    defendant_of(message)["offences"][0]["offenceCode"] = code
    founder = a_founder()
    with pytest.raises(Refused, match="Home Office code"):
        say_code(
            by=founder,
            at=NOW,
            list_name="offence code",
            code=code,
            means="home office code",
            value="999/97",
            because="x",
        )
    say_code(
        by=founder,
        at=NOW,
        list_name="offence code",
        code=code,
        means="home office code",
        value="046/00",
        because="the Act",
    )
    [appearance] = rows_of(bring(service, raw(message)))
    assert AppearanceOffence.objects.using("owner").get(appearance=appearance).offence_id == "046/00"
    assert "offence" not in {about for about, _ in asked(appearance)}
    with pytest.raises(Refused, match="one of"):
        say_code(
            by=founder,
            at=NOW,
            list_name="result label",
            code="Hm",
            means="sentence",
            value="a fine time",
            because="x",
        )


def test_a_hearing_of_two_days_is_in_the_list_of_both_and_lists_ahead_fill_the_week(service):
    message = a_hearing()
    days = message["hearing"]["hearingDays"]
    days.append(days[0] | {"sittingDay": "2026-11-25T14:30:00.000Z"})
    [appearance] = rows_of(bring(service, raw(message)))
    assert AlsoListed.objects.using("owner").filter(appearance=appearance).count() == 1
    name = person_of(message)["lastName"]
    by = service.officer_of_the_court
    with viewing(by, NOW):
        ahead = queries.sittings_ahead(after=NOW.date(), until=NOW.date() + timedelta(days=7))
        seen = {(s.on.isoformat(), s.session) for s in ahead}
        assert {("2026-11-24", "morning"), ("2026-11-25", "afternoon")} <= seen
        second = next(s for s in ahead if s.on.isoformat() == "2026-11-25")
        found = queries.sitting(second.id)
        assert found is not None
        assert appearance.person_id in {one.person_id for one in found[1]}
    assert Person.objects.using("owner").get(id=appearance.person_id).surname == name


def test_an_organisation_stands_in_the_list_of_its_sitting(service):
    report = bring(service, raw(_an_organisation()))
    made = OrganisationResult.objects.using("owner").get(brought=report.import_id)
    with viewing(service.officer_of_the_court, NOW):
        assert (made.name, made.case_number) in {
            (o.name, o.case_number) for o in queries.organisations_at(made.hearing_id)
        }
    with viewing(a_service().officer_of_the_court, NOW):
        assert queries.organisations_at(made.hearing_id) == []


def _an_organisation():
    message = a_hearing()
    one = defendant_of(message)
    del one["personDefendant"]
    one["legalEntityDefendant"] = {"organisation": {"name": f"Works of {a_name()}"}}
    return message


def test_messages_sent_from_a_page_are_brought_in_by_the_same_job(service):
    by = service.officer_of_the_court
    upload = send_file(by=by, at=NOW, file_name="list.xml", content=as_sent_now("libra/list-one-day.xml"))
    with as_worker():
        bring_in(str(upload), str(by.id))
        hear()
    with viewing(by, NOW):
        seen = queries.upload_seen(upload)
    assert seen is not None
    assert seen.upload.state == "done"


def test_two_people_without_a_birthday_are_never_joined_unseen_by_name_and_home_alone(service):
    first, second = a_hearing(), a_hearing()
    for message in (first, second):
        person_of(message).update({"dateOfBirth": None, "lastName": "Nobirthby", "firstName": "Kit"})
        person_of(message)["address"] = {"address1": "1 Road", "postcode": "TS1 1AA"}
        defendant_of(message).update({"pncId": None, "croNumber": None})
    [one] = rows_of(bring(service, raw(first)))
    [two] = rows_of(bring(service, raw(second)))
    assert one.person_id != two.person_id


def a_question(appearance, about):
    return (
        CourtQuestion.objects.using("owner").filter(appearance=appearance, about=about, state="open").first()
    )


def test_an_officer_says_which_offence_a_courts_words_are(service):
    [appearance] = rows_of(bring(service, raw(a_hearing())))
    question, by = a_question(appearance, "offence"), service.officer_of_the_court
    for code, says in (("nonsense", "like 105/01"), ("999/97", "No offence")):
        with pytest.raises(Refused, match=says):
            name_offence(by=by, at=NOW, question_id=question.id, version=1, code=code)
    name_offence(by=by, at=NOW, question_id=question.id, version=1, code="046/00")
    assert AppearanceOffence.objects.using("owner").get(appearance=appearance).offence_id == "046/00"
    with pytest.raises(Refused, match="Somebody else"):
        name_offence(by=by, at=NOW, question_id=question.id, version=1, code="046/00")


def test_an_officer_records_what_a_court_passed_from_its_words_and_the_case_opens(service):
    message = a_hearing(
        day="2026-11-18T10:00:00.000Z", results=[{"label": "An order in words nobody has a code for"}]
    )
    [appearance] = rows_of(bring(service, raw(message)))
    question, by = a_question(appearance, "result"), service.officer_of_the_court
    said = {
        "outcome": "sentenced",
        "sentence_kind": "community order",
        "sentence_length": "12",
        "sentence_unit": "months",
    }
    with pytest.raises(Refused, match="at least one requirement"):
        say_result(by=by, at=NOW, question_id=question.id, version=1, said=said)
    say_result(
        by=by,
        at=NOW,
        question_id=question.id,
        version=1,
        said=said | {"requirements": "unpaid work 80 hours"},
    )
    hear()
    assert Sentence.objects.using("owner").get(appearance=appearance).kind == "community order"
    assert Case.objects.using("owner").filter(person_id=appearance.person_id, closed_at=None).exists()
    assert bring(service, raw(message), at=NOW + timedelta(minutes=5)).repeated == 1


def test_another_team_that_sees_the_person_does_not_say_what_passed_in_a_list_that_is_not_theirs(service):
    message = a_hearing(day="2026-11-18T10:00:00.000Z", results=[{"label": "Words without a code"}])
    [appearance] = rows_of(bring(service, raw(message)))
    question = a_question(appearance, "result")
    elsewhere = joins(a_service().court_unit, "court officer")
    Grant.objects.using("owner").create(
        person_id=appearance.person_id, unit_id=elsewhere.unit_id, purpose="court", cause_kind="court date",
        cause_id=uuid4(), during=TimestamptzRange(NOW, None), parts=[part.value for part in Part],
    )  # fmt: skip
    said = {"outcome": "dismissed"}
    with pytest.raises(Refused, match="Another team serves that court"):
        say_result(by=elsewhere, at=NOW, question_id=question.id, version=1, said=said)
    answer = caller(elsewhere).post(
        f"/api/v1/court-questions/{question.id}/result",
        {"version": 1, "said": said},
        content_type="application/json",
    )
    assert (answer.status_code, "Another team" in answer.json()["because"]) == (422, True)
    appearance.refresh_from_db(using="owner")
    assert appearance.outcome == "listed"


def test_a_question_that_needs_more_than_words_has_a_form_for_it_on_its_page(service):
    message = a_hearing(day="2026-11-18T10:00:00.000Z", results=[{"label": "Words without a code"}])
    [appearance] = rows_of(bring(service, raw(message)))
    client = browser(service.officer_of_the_court)
    offence, result = a_question(appearance, "offence"), a_question(appearance, "result")
    shown = client.get(f"/imports/questions/{result.id}").content.decode()
    assert "Words without a code" in shown and "Or settle it in words" in shown
    sent = client.post(
        f"/imports/questions/{offence.id}", {"version": 1, "code": "046/00", "idempotency_key": str(uuid4())}
    )
    assert sent.status_code == 302
    adjourned = {"version": 1, "outcome": "adjourned", "idempotency_key": str(uuid4())}
    assert client.post(f"/imports/questions/{result.id}", adjourned).status_code == 302
    assert Appearance.objects.using("owner").get(id=appearance.id).outcome == "adjourned"
    ahead = client.get("/courts").content.decode()
    assert "The two weeks ahead, next first" in ahead


def test_pages_say_that_a_birthday_is_not_known():
    # Heard yesterday, for a court sees whom it heard for four weeks, and a page is opened now.
    own = a_service(at=timezone.now() - timedelta(minutes=5), local=a_local())
    heard = day_of(own.at) - timedelta(days=1)
    row = a_result(date_of_birth="", postcode=f"{own.local[1]} 2AB", hearing_date=heard.isoformat())
    import_rows(own, row)
    person = Appearance.objects.using("owner").get(result_ref=row["result_ref"]).person_id
    shown = browser(own.officer_of_the_court).get(f"/people/{person}").content.decode()
    assert "Not known" in shown
    assert "1900" not in re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", shown)


def test_console_and_api_take_the_courts_messages_and_refuse_what_is_none(service, tmp_path):
    service.takes_its_area()
    file, other = tmp_path / "hearing.json", tmp_path / "other.json"
    file.write_bytes(raw(a_hearing()))
    other.write_text('{"colour": "red"}')
    by = service.officer_of_the_court
    email = Account.objects.using("owner").get(id=by.account_id).email
    with as_worker():
        done = CliRunner().invoke(app, ["court-messages", str(file), "--as", email])
        assert "1 matters: 1 recorded, 0 recorded before, 0 refused." in done.stdout
        assert isinstance(
            CliRunner().invoke(app, ["court-messages", str(other), "--as", email]).exception, Refused
        )
    sent = {name: SimpleUploadedFile(name, path.read_bytes()) for name, path in (("a", file), ("b", other))}
    assert caller(by).post("/api/v1/court-messages", {"file": sent["a"]}).status_code == 202
    assert caller(by).post("/api/v1/court-messages", {"file": sent["b"]}).status_code == 422
