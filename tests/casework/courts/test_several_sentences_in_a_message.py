"""Several sentences in one message are a row each, with how they run; only what cannot be read waits with the court's words."""

import copy
import io
import json
import random
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from support.people import a_name, as_worker
from support.service import NOW, a_service, hear

from throughcare.casework.courts.actions import import_court_results
from throughcare.casework.courts.models import Appearance, CourtQuestion, Sentence
from throughcare.casework.courts.rules import Line, read_row
from throughcare.casework.courts.rules.messages import message_lines, packaged_meanings

TODAY = date(2026, 11, 20)
HEARING = json.loads(
    (
        Path(__file__).parent / "files" / "messages" / "common_platform" / "court-hearing-event.json"
    ).read_text()
)
SIX, THREE, NINE = (("Imprisonment Period", f"{n} Months") for n in (6, 3, 9))


def a_result(label, *prompts, **more):
    held = [{"label": name, "value": value} for name, value in prompts]
    return {"label": label, "judicialResultPrompts": held, **more}


def custody(*prompts, **more):
    return a_result("Imprisonment", *prompts, cjsCode="1002", **more)


def an_order(length="12 Months"):
    return a_result("Community order", ("Length of order", length), cjsCode="1116")


def suspended(term, *prompts):
    said = ("Custodial period", term), ("Operational period", "18 Months"), *prompts
    return a_result("Suspended sentence order", *said, cjsCode="1115")


def work(hours):
    return a_result("Unpaid work", ("Number of hours", str(hours)), cjsCode="3101")


def an_offence(number, *results, **more):
    id = f"00000000-0000-4000-8000-{number:012}"
    return {"id": id, "offenceCode": f"TH6801{number}", "offenceTitle": f"Theft of kind {'abcdefgh'[number]}", "orderIndex": number,
            "judicialResults": list(results)} | more  # fmt: skip


def a_message(*cases, day="2026-11-18T10:00:00.000Z"):
    """A message of one person's cases, each the results of its offences in order."""
    given = copy.deepcopy(HEARING)
    hearing = given["hearing"]
    hearing["id"], hearing["hearingDays"][0]["sittingDay"] = str(uuid4()), day
    case = hearing["prosecutionCases"][0]
    one = case["defendants"][0] | {"masterDefendantId": str(uuid4()), "judicialResults": []}
    one["personDefendant"]["personDetails"]["lastName"] = a_name()
    hearing["prosecutionCases"] = []
    for place, offences in enumerate(cases):
        held = [o if isinstance(o, dict) else an_offence(n, *o) for n, o in enumerate(offences, start=1)]
        hearing["prosecutionCases"].append(
            copy.deepcopy(case)
            | {
                "id": str(uuid4()),
                "prosecutionCaseIdentifier": {"caseURN": f"05PP{place}{uuid4().hex[:6]}"},
                "defendants": [one | {"id": str(uuid4()), "offences": held}],
            }
        )
    return given


def rows(message, *, ready=lambda rows: rows):
    found = list(message_lines(json.dumps(message).encode(), packaged_meanings(), today=TODAY))
    assert all(isinstance(one, Line) for one in found), found
    made = [one.fields for one in found]
    for one in made:
        assert not isinstance(read_row(1, one, today=TODAY), list), one
    return made


def titles(row):
    return [o["title"][-1] for o in json.loads(row["offences_said"])]


def told(message):
    """Each row as the offences it is for, what was passed, and after or beside which offence's sentence it runs."""
    made = rows(message)
    of = {row["result_ref"]: "".join(titles(row)) for row in made}
    return {
        "".join(titles(row)): (
            row["outcome"] if row["outcome"] != "sentenced" else row["sentence_kind"],
            " ".join(row[c] for c in ("sentence_length", "sentence_unit") if c in row),
            row.get("runs", "alone"),
            of.get(row.get("runs_with", ""), ""),
        )
        for row in made
    }


def asked(row):
    return [tuple(one) for one in json.loads(row.get("asked", "[]"))]


AFTER_THE_FIRST = [
    (("Consecutive to offence number", "1"), {}),
    (("Consecutive to", "offence 1"), {}),
    (("Consecutive to", "the first offence"), {}),
    (("Consecutive to", "the sentence imposed for offence one"), {}),
    (("Consecutive to", "TH68011"), {}),
    (("Consecutive to", "Theft of kind b"), {}),
    (("Consecutive to", "00000000-0000-4000-8000-000000000001"), {}),
    (("Concurrent or consecutive", "Consecutive to offence 1"), {}),
    (("Concurrent or consecutive", "Consecutive"), {}),
    (("Consecutive", "Yes"), {}),
    (("Consecutive", "true"), {}),
    (("Consecutive to", "the other"), {}),
    (("Consecutive to", "the previous sentence"), {}),
    (("Consecutive", "Yes"), {"resultText": "6 months consecutive to offence 1; collection order made"}),
    (("Period of licence", "none"), {"resultText": "to run consecutively to offence 1"}),
    (("consecutiveToOffence", "1"), {}),
]


@pytest.mark.parametrize(("prompt", "more"), AFTER_THE_FIRST)
def test_a_term_said_to_follow_that_of_another_offence_is_a_row_that_names_it(prompt, more):
    assert told(a_message([[custody(SIX)], [custody(THREE, prompt, **more)]])) == {
        "b": ("custody", "6 months", "alone", ""),
        "c": ("custody", "3 months", "consecutive", "b"),
    }


@pytest.mark.parametrize(
    "prompt",
    [
        ("Consecutive to", "the sentence of last May"),
        ("Consecutive to", "offence 7"),
        ("Consecutive to", "offence 2"),
        ("Consecutive to", "the sentence imposed at Derby on 3 March 2026"),
        ("Consecutive to", "case 05PP999999"),
        ("Consecutive to", "a sentence of 6 months"),
    ],
)
def test_a_term_that_follows_one_nobody_can_name_waits_alone_and_the_other_is_recorded(prompt):
    message = a_message([[custody(SIX)], [custody(THREE, prompt)]])
    assert told(message) == {
        "b": ("custody", "6 months", "alone", ""),
        "c": ("listed", "", "alone", ""),
    }
    [waits] = [row for row in rows(message) if row["outcome"] == "listed"]
    [(_, words, because)] = [one for one in asked(waits) if one[0] == "result"]
    assert prompt[1] in words
    assert "is not understood" in because


def test_terms_of_which_nothing_or_concurrent_is_said_run_beside_the_first():
    message = a_message(
        [[custody(NINE)], [custody(THREE, ("Concurrent", "Yes"))], [custody(SIX)], [custody(SIX)]]
    )
    assert told(message) == {
        "b": ("custody", "9 months", "alone", ""),
        "c": ("custody", "3 months", "concurrent", "b"),
        "d": ("custody", "6 months", "concurrent", "b"),
        "e": ("custody", "6 months", "concurrent", "b"),
    }
    unsaid = [titles(row) for row in rows(message) if "runs" in [about for about, _, _ in asked(row)]]
    assert unsaid == [["d"], ["e"]], "what the court did not say is asked about"


def test_a_first_term_may_follow_a_later_one_and_terms_beside_name_one_that_follows_none():
    message = a_message([[custody(SIX, ("Consecutive to", "offence 2"))], [custody(SIX)], [custody(THREE)]])
    assert told(message) == {
        "b": ("custody", "6 months", "consecutive", "c"),
        "c": ("custody", "6 months", "alone", ""),
        "d": ("custody", "3 months", "concurrent", "c"),
    }


@pytest.mark.parametrize("said", ["Yes", "each other", "to one another"])
def test_chains_of_consecutive_terms_run_on_from_one_another(said):
    three = [[custody(THREE, ("Consecutive", said))] for _ in range(3)]
    first = [] if said != "Yes" else [[custody(SIX)]]
    made = told(a_message([*first, *three]))
    order = "bcde"[: len(made)]
    assert [made[one][2:] for one in order] == [
        ("alone", ""), *(("consecutive", before) for before in order[:-1]),
    ]  # fmt: skip


def test_a_term_that_follows_two_begins_when_the_later_of_them_has_ended():
    three = [[custody(THREE)], [custody(NINE, ("Concurrent", "Yes"))], [custody(SIX, ("Consecutive to", "offences 1 and 2"))]]  # fmt: skip
    assert told(a_message(three))["d"] == ("custody", "6 months", "consecutive", "c")


def test_two_that_follow_one_another_in_a_ring_both_wait_and_the_third_is_recorded():
    message = a_message(
        [
            [custody(SIX, ("Consecutive to", "offence 2"))],
            [custody(SIX, ("Consecutive to", "offence 1"))],
            [custody(THREE)],
        ]
    )
    assert {k: v[0] for k, v in told(message).items()} == {"b": "listed", "c": "listed", "d": "custody"}


def test_what_follows_a_sentence_that_is_not_understood_waits_with_it():
    message = a_message(
        [
            [custody(("Imprisonment Period", "a while"))],
            [custody(SIX, ("Consecutive to", "offence 1"))],
            [custody(THREE, ("Consecutive to", "offence 2"))],
            [custody(NINE)],
        ]
    )
    assert {k: v[0] for k, v in told(message).items()} == {
        "b": "listed", "c": "listed", "d": "listed", "e": "custody",
    }  # fmt: skip


def test_what_follows_a_sentence_that_the_law_of_its_day_does_not_know_waits_with_it():
    young = a_result("Detention", ("Detention period", "2 Days"), cjsCode="1024")
    message = a_message([[young], [custody(SIX, ("Consecutive to", "offence 1"))]])
    assert {k: v[0] for k, v in told(message).items()} == {"b": "listed", "c": "listed"}


def test_custody_never_follows_an_order_and_a_suspended_term_may_follow_another():
    message = a_message([[an_order(), work(80)], [custody(SIX, ("Consecutive to", "offence 1"))]])
    assert {k: v[0] for k, v in told(message).items()} == {"b": "community order", "c": "listed"}
    two = a_message([[suspended("3 Months"), work(80)], [suspended("2 Months", ("Consecutive to", "offence 1")), work(40)]])  # fmt: skip
    assert told(two)["c"] == ("suspended sentence order", "18 months", "consecutive", "b")


@pytest.mark.parametrize(("total", "recorded"), [("9 Months", True), ("6 Months", False), ("a year", False)])
def test_a_total_that_is_not_what_the_terms_come_to_leaves_them_all_waiting(total, recorded):
    said = ("Total custodial period", total)
    message = a_message([[custody(SIX, said)], [custody(THREE, ("Consecutive to", "offence 1"), said)]])
    assert {v[0] for v in told(message).values()} == ({"custody"} if recorded else {"listed"})


def test_an_order_said_for_several_offences_is_one_and_two_orders_are_two():
    one = a_message([[an_order(), work(80)], [an_order()]])
    [row] = rows(one)
    assert (titles(row), row["requirements"]) == (["b", "c"], "unpaid work 80 hours")
    two = {"".join(titles(r)): r for r in rows(a_message([[an_order(), work(80)], [an_order("18 Months"), work(60)]]))}  # fmt: skip
    assert {k: (r["sentence_length"], r["requirements"]) for k, r in two.items()} == {
        "b": ("12", "unpaid work 80 hours"), "c": ("18", "unpaid work 60 hours"),
    }  # fmt: skip


def test_a_requirement_is_the_orders_alone_and_is_asked_about_where_it_could_be_two_orders():
    beside_custody = a_message([[custody(SIX)], [an_order()], [work(80)]])
    made = {r["sentence_kind"]: r for r in rows(beside_custody)}
    assert (titles(made["community order"]), made["community order"]["requirements"]) == (
        ["c", "d"],
        "unpaid work 80 hours",
    )
    assert "requirements" not in made["custody"]
    either = rows(a_message([[an_order(), work(40)], [an_order("18 Months"), work(60)], [work(80)]]))
    assert [r["requirements"] for r in either] == ["unpaid work 40 hours", "unpaid work 60 hours"]
    assert any("which it belongs to is not said" in why for r in either for _, _, why in asked(r))


def test_what_became_of_the_other_offences_is_a_row_of_its_own():
    message = a_message(
        [
            [custody(SIX)],
            [a_result("Remand in custody")],
            [a_result("Fine", cjsCode="1015")],
            [],
            [a_result("Pre-sentence report", resultText="Oral report")],
        ]
    )
    assert {k: v[0] for k, v in told(message).items()} == {
        "be": "custody", "c": "adjourned", "d": "sentenced without probation", "f": "report requested",
    }  # fmt: skip


def test_two_sentences_for_one_offence_wait_and_those_of_the_others_do_not():
    message = a_message([[custody(SIX), an_order()], [custody(THREE)]])
    assert {k: v[0] for k, v in told(message).items()} == {"b": "listed", "c": "custody"}


def test_a_term_may_follow_one_of_another_case_of_the_same_person():
    message = a_message([[custody(SIX)]], [[custody(NINE)]])
    first, second = message["hearing"]["prosecutionCases"]
    urn = first["prosecutionCaseIdentifier"]["caseURN"]
    prompt = {"label": "Consecutive to", "value": f"offence 1 of case {urn}"}
    second["defendants"][0]["offences"][0]["judicialResults"][0]["judicialResultPrompts"].append(prompt)
    before, after = rows(message)
    assert (after["runs"], after["runs_with"]) == ("consecutive", before["result_ref"])


def test_a_sentence_said_of_the_whole_defendant_and_of_an_offence_is_one():
    message = a_message([[custody(SIX)], [custody(THREE)]])
    of_all = message["hearing"]["prosecutionCases"][0]["defendants"][0]
    of_all["judicialResults"] = [custody(SIX)]
    assert {k: v[1] for k, v in told(message).items()} == {"b": "6 months", "c": "3 months"}


def test_offences_are_named_by_their_count_or_order_before_their_place():
    offences = [an_offence(2, custody(SIX)), an_offence(1, custody(NINE)), an_offence(3, custody(THREE, ("Consecutive to", "offence 1")))]  # fmt: skip
    assert told(a_message(offences))["d"][3] == "b"
    counted = [an_offence(1, custody(SIX), count=2), an_offence(2, custody(NINE), count=1), an_offence(3, custody(THREE, ("Consecutive to", "count 1")), count=3)]  # fmt: skip
    assert told(a_message(counted))["d"][3] == "c"


def test_a_result_that_the_court_deleted_was_passed_by_nobody():
    message = a_message([[custody(SIX)], [custody(THREE, isDeleted=True)]])
    assert told(message) == {"bc": ("custody", "6 months", "alone", "")}


def test_a_sentence_passed_on_a_later_day_of_the_hearing_begins_that_day():
    message = a_message([[custody(SIX, orderedDate="2026-11-19") | {"orderedDate": "2026-11-19"}]])
    days = message["hearing"]["hearingDays"]
    days.append(days[0] | {"sittingDay": "2026-11-19T14:30:00.000Z"})
    [row] = rows(message)
    assert (row["hearing_date"], row["session"], row.get("also_listed", "")) == (
        "2026-11-19",
        "afternoon",
        "",
    )


def test_the_rows_have_the_same_names_in_whatever_order_the_offences_are_sent():
    message = a_message([[custody(SIX)], [custody(THREE)], [an_order(), work(50)], [a_result("Adjournment")]])
    offences = message["hearing"]["prosecutionCases"][0]["defendants"][0]["offences"]
    names = {"".join(titles(row)): row["result_ref"] for row in rows(message)}
    assert len(names) == 4
    for seed in range(5):
        random.Random(seed).shuffle(offences)
        assert {"".join(titles(row)): row["result_ref"] for row in rows(message)} == names


@pytest.fixture(scope="module")
def service():
    return a_service()


def bring(service, message):
    service.takes_its_area()
    with as_worker():
        raw = json.dumps(message).encode()
        report = import_court_results(
            by=service.officer_of_the_court, at=NOW, file=io.BytesIO(raw), file_name="message.json"
        )
        hear()
    return report


def sentences_of(report):
    found = Appearance.objects.using("owner").filter(brought=report.import_id)
    return {
        s.length: s for s in Sentence.objects.using("owner").filter(appearance__in=found)
    }, {a.person_id for a in found}  # fmt: skip


def test_sentences_of_one_message_are_one_persons_and_the_run_ends_when_all_is_served(service):
    message = a_message([[custody(SIX)], [custody(THREE, ("Consecutive to", "offence 1"))], [an_order(), work(60)]])  # fmt: skip
    report = bring(service, message)
    assert (report.recorded, report.refused) == (3, 0)
    made, people = sentences_of(report)
    assert len(people) == 1
    assert {length: (s.begins_on, s.ends_on) for length, s in made.items()} == {
        "6 months": (date(2026, 11, 18), date(2027, 5, 17)),
        "3 months": (date(2027, 5, 18), date(2027, 8, 17)),
        "12 months": (date(2026, 11, 18), date(2027, 11, 17)),
    }
    assert made["3 months"].named_id == made["6 months"].id
    again = bring(service, message)
    assert (again.recorded, again.repeated, again.refused) == (0, 3, 0)


def test_a_sentence_that_could_not_be_read_is_taken_once_a_later_message_says_it_plainly(service):
    message = a_message([[custody(SIX)], [custody(("Imprisonment Period", "a while"))]])
    report = bring(service, message)
    made, people = sentences_of(report)
    assert list(made) == ["6 months"]
    plainly = custody(THREE, ("Consecutive to", "offence 1"))
    message["hearing"]["prosecutionCases"][0]["defendants"][0]["offences"][1]["judicialResults"] = [plainly]
    later = bring(service, message)
    assert (later.recorded, later.repeated, later.refused, later.waiting) == (1, 1, 0, 0)
    after, same = sentences_of(later)
    assert same == people
    assert after["3 months"].ends_on == date(2027, 8, 17)


def test_a_sentence_that_a_later_message_no_longer_holds_stays_and_is_asked_about_once(service):
    message = a_message([[custody(SIX)], [custody(THREE)]])
    made, _ = sentences_of(bring(service, message))
    del message["hearing"]["prosecutionCases"][0]["defendants"][0]["offences"][1]
    gone = CourtQuestion.objects.using("owner").filter(
        appearance_id=made["3 months"].appearance_id, because__contains="no longer holds this"
    )
    for _ in range(2):
        bring(service, message)
        bring(service, message | {"sent": str(uuid4())})
        assert gone.count() == 1
    assert Sentence.objects.using("owner").get(id=made["3 months"].id).state == "in force"


def test_a_later_message_that_says_less_of_an_offence_waits_beside_what_was_recorded(service):
    message = a_message([[custody(SIX)], [custody(THREE)]])
    made, _ = sentences_of(bring(service, message))
    offences = message["hearing"]["prosecutionCases"][0]["defendants"][0]["offences"]
    offences[1]["judicialResults"] = [a_result("Adjournment")]
    later = bring(service, message)
    assert (later.recorded, later.repeated, later.waiting, later.refused) == (0, 1, 1, 0)
    assert Sentence.objects.using("owner").get(id=made["3 months"].id).state == "in force"
