"""Terms that follow one another end as one run, in whatever order and files they come; a suspended term can take effect after."""

from itertools import permutations

import pytest
from support.service import a_result, a_service, faults_of, import_rows, viewing

from throughcare.casework.courts import queries
from throughcare.casework.courts.models import CourtQuestion, Sentence, SentenceEvent
from throughcare.casework.courts.rules.terms import last_day_of_run, read_term

SAME = ("defendant_id", "family_name", "date_of_birth", "pnc", "postcode")
PLAIN = {"sentence_kind": "custody", "requirements": "", "sentence_unit": "", "hearing_date": "2026-11-02"}


@pytest.fixture(scope="module")
def service():
    return a_service()


def chain_of(*lengths: str, **given: str) -> list[dict[str, str]]:
    """Rows of one defendant at one hearing, each consecutive to the one before."""
    rows = [a_result(**PLAIN | given, sentence_length=lengths[0])]
    for length in lengths[1:]:
        same = {name: rows[0][name] for name in SAME}
        rows.append(a_result(**PLAIN | given | same, sentence_length=length, runs="consecutive", runs_with=rows[-1]["result_ref"]))  # fmt: skip
    return rows


def recorded(rows) -> dict[str, Sentence]:
    found = Sentence.objects.using("owner").filter(
        appearance__result_ref__in=[row["result_ref"] for row in rows]
    )
    return {s.appearance.result_ref: s for s in found.select_related("appearance")}


LENGTHS = ["12 months", "6 weeks", "18 months 2 weeks", "90 days", "1 year 1 day"]


def ends_as_one_run(rows):
    kept = recorded(rows)
    assert len(kept) == len(rows)
    for n, row in enumerate(rows):
        whole = [read_term(one["sentence_length"]) for one in rows[: n + 1]]
        found = kept[row["result_ref"]]
        assert found.ends_on == last_day_of_run(found.imposed_on, whole)
    return kept


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_terms_of_one_file_end_as_one_run_in_whatever_order_they_stand(service, order):
    rows = chain_of(*LENGTHS[:3])
    report = import_rows(service, *(rows[n] for n in order))
    assert (report.recorded, faults_of(service, report)) == (3, [])
    ends_as_one_run(rows)


@pytest.mark.parametrize("cut", [1, 2, 3, 4])
def test_five_terms_end_as_one_run_over_however_many_files_they_come(service, cut):
    rows = chain_of(*LENGTHS)
    import_rows(service, *rows[:cut])
    import_rows(service, *reversed(rows[cut:]))
    kept = ends_as_one_run(rows)
    with viewing(service.officer_of_the_court, service.at):
        seen = {s.id: s for s in queries.sentences_of(next(iter(kept.values())).person_id)}
    places = [seen[kept[row["result_ref"]].id].run for row in rows]
    assert [(run.place, run.of) for run in places if run] == [(n, 5) for n in range(1, 6)]
    assert len({(run.begins_on, run.ends_on) for run in places if run}) == 1


def test_days_on_remand_of_each_term_count_once_towards_the_release_of_the_run(service):
    plain, less = (
        chain_of("12 months", "6 months"),
        chain_of("12 months less 30 days on remand", "6 months less 11 days on remand"),
    )
    import_rows(service, *plain, *less)
    days = []
    for rows in (plain, less):
        kept = recorded(rows)
        with viewing(service.officer_of_the_court, service.at):
            days.append({s.releases_on for s in queries.sentences_of(next(iter(kept.values())).person_id)})
    [[first], [earlier]] = days
    assert (first - earlier).days == 41


def suspended_and_new(*, activated: str, after_new: bool = True):
    """A suspended sentence of March, a new offence's term in November, and the suspended term that takes effect with it."""
    order = a_result(
        sentence_kind="suspended sentence order", sentence_length="18", custody_months="26 weeks", requirements="unpaid work 80 hours",
        hearing_date="2026-03-25", offence_date="2026-02-01",
    )  # fmt: skip
    same = {name: order[name] for name in SAME}
    new = a_result(**PLAIN | same, sentence_length="6 months")
    term = a_result(
        **PLAIN | same, sentence_length=activated, breach_of=order["result_ref"], offence_date="2026-02-01"
    )
    last, first = (term, new) if after_new else (new, term)
    last |= {"runs": "consecutive", "runs_with": first["result_ref"]}
    return order, new, term


@pytest.mark.parametrize("after_new", [True, False])
@pytest.mark.parametrize("together", [True, False])
def test_a_suspended_term_takes_effect_after_the_new_one_or_before_it(service, after_new, together):
    order, new, term = suspended_and_new(activated="26 weeks", after_new=after_new)
    for rows in [(order, term, new)] if together else [(order,), (term, new)]:
        report = import_rows(service, *rows)
        assert faults_of(service, report) == []
    kept = recorded((order, new, term))
    was = kept[order["result_ref"]]
    assert (was.state, str(was.ended_on)) == ("revoked", "2026-11-02")
    one, other = (new, term) if after_new else (term, new)
    run = [read_term("6 months"), read_term("26 weeks")]
    last = kept[other["result_ref"]]
    assert last.begins_on > kept[one["result_ref"]].ends_on
    assert last.ends_on == last_day_of_run(last.imposed_on, run if after_new else run[::-1])
    assert (
        not CourtQuestion.objects.using("owner").filter(person_id=was.person_id, about="breach_of").exists()
    )
    [told] = SentenceEvent.objects.using("owner").filter(sentence=was)
    assert told.kind == "activation"


@pytest.mark.parametrize(
    ("activated", "asks"), [("20 weeks", 0), ("26 weeks", 0), ("27 weeks", 1), ("12 months", 1)]
)
def test_more_custody_than_was_suspended_is_recorded_and_asked_about(service, activated, asks):
    order, new, term = suspended_and_new(activated=activated)
    import_rows(service, order)
    import_rows(service, new, term)
    kept = recorded((order, new, term))
    assert len(kept) == 3
    asked = CourtQuestion.objects.using("owner").filter(
        appearance=kept[term["result_ref"]].appearance, about="breach_of"
    )
    assert [("longer than the 26 weeks" in q.because) for q in asked] == [True] * asks
