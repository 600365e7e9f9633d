"""What a file tells of a sentence passed before changes that sentence, ends it, or is asked about; nothing is passed over."""

import pytest
from support.people import as_worker
from support.service import a_pnc, a_result, a_service, faults_of, hear, import_rows

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.courts import queries
from throughcare.casework.courts.actions import accept_corrected_result, end_sentence
from throughcare.casework.courts.models import CorrectedResult, Sentence, SentenceEvent
from throughcare.casework.courts.rules import SentenceState
from throughcare.casework.supervision.models import TimelineEntry
from throughcare.foundation.access.session import viewing

SAME = ("defendant_id", "family_name", "date_of_birth", "pnc", "postcode")
NOTHING_PASSED = {"sentence_kind": "", "sentence_length": "", "sentence_unit": "", "requirements": ""}


@pytest.fixture(scope="module")
def service():
    return a_service()


def told_of(first, outcome, **given):
    """A later hearing about the sentence of another row, of the same defendant."""
    same = {name: first[name] for name in SAME}
    passed = {} if outcome == "sentenced" else NOTHING_PASSED
    later = {"hearing_date": "2026-11-16", "outcome": outcome, "breach_of": first["result_ref"]}
    return a_result(**(same | passed | later | given))


def sentence_of(row):
    return Sentence.objects.using("owner").get(appearance__result_ref=row["result_ref"])


def events_of(sentence):
    found = SentenceEvent.objects.using("owner").filter(sentence=sentence.id).order_by("at", "on")
    return [(one.kind, str(one.on)) for one in found]


def asked(service, row):
    with viewing(service.officer_of_the_court, service.at):
        return [
            (one.about, one.said, one.because)
            for one in queries.questions_open()
            if one.case_number == row["case_number"]
        ]


def on_timeline(sentence):
    found = TimelineEntry.objects.using("owner").filter(about_id=sentence.id).exclude(kind="opened")
    return {entry.what for entry in found}


@pytest.mark.parametrize("together", [False, True], ids=["in a later file", "in the same file"])
@pytest.mark.parametrize(
    ("outcome", "state", "ended_on", "event"),
    [
        ("breach proved", "in breach", None, "breach"),
        ("breach not proved", "in force", None, "breach not proved"),
        ("order continues", "in force", None, "order continues"),
        ("order revoked", "revoked", "2026-11-16", "revocation"),
        ("sentenced", "revoked", "2026-11-16", "re-sentence"),
    ],
)
def test_what_a_court_decides_of_a_sentence_becomes_of_it(service, outcome, state, ended_on, event, together):
    first = a_result()
    later = told_of(first, outcome)
    if not together:
        import_rows(service, first)
    report = import_rows(service, *([later, first] if together else [later]))
    assert (report.refused, asked(service, later)) == (0, [])
    sentence = sentence_of(first)
    assert (sentence.state, sentence.ended_on and str(sentence.ended_on)) == (state, ended_on)
    assert events_of(sentence) == [(event, "2026-11-16")]
    if outcome == "sentenced":
        assert sentence_of(later).state == "in force"


def test_a_breach_proved_and_a_revocation_stand_on_the_timeline_and_reach_the_tier(service):
    first = a_result()
    import_rows(service, first, told_of(first, "breach proved"))
    sentence = sentence_of(first)
    assert "The court found the sentence breached" in on_timeline(sentence)
    import_rows(service, told_of(first, "order revoked", hearing_date="2026-11-18"))
    assert "A sentence ended" in on_timeline(sentence)
    with viewing(service.officer_of_the_court, service.at):
        assert assessment.tier_of(sentence.person_id).outcome == "not_supervised"


def test_a_breach_that_is_proved_and_let_go_on_in_one_file_is_told_in_the_order_of_the_hearings(service):
    first = a_result()
    proved = told_of(first, "breach proved", hearing_date="2026-11-10")
    goes_on = told_of(first, "order continues", hearing_date="2026-11-17")
    import_rows(service, goes_on, first, proved)
    sentence = sentence_of(first)
    assert sentence.state == "in force"
    assert sorted(events_of(sentence)) == [("breach", "2026-11-10"), ("order continues", "2026-11-17")]


def test_the_same_breach_sent_twice_is_told_once(service):
    first = a_result()
    later = told_of(first, "breach proved")
    import_rows(service, first, later)
    assert import_rows(service, later).repeated == 1
    assert len(events_of(sentence_of(first))) == 1


def test_a_breach_that_is_adjourned_decides_nothing_and_asks_nothing(service):
    first = a_result()
    later = told_of(first, "adjourned")
    import_rows(service, first, later)
    assert (sentence_of(first).state, events_of(sentence_of(first))) == ("in force", [])
    assert asked(service, later) == []


@pytest.mark.parametrize("outcome", ["sentenced without probation", "dismissed"])
def test_a_hearing_that_ends_without_a_word_on_the_sentence_it_names_is_asked_about(service, outcome):
    first = a_result()
    later = told_of(first, outcome)
    import_rows(service, first, later)
    assert sentence_of(first).state == "in force"
    [(about, said, because)] = asked(service, later)
    assert (about, said) == ("breach_of", f"{first['result_ref']}: {outcome}")
    assert "does not say what becomes of it" in because


@pytest.mark.parametrize("outcome", ["breach proved", "order revoked", "sentenced"])
def test_a_breach_on_another_record_than_the_sentences_is_asked_about_and_changes_nothing(service, outcome):
    first = a_result()
    # The court's name and birthday are the same, and another PNC number makes another record of it.
    later = told_of(first, outcome, pnc=a_pnc(), defendant_id=a_result()["defendant_id"])
    import_rows(service, first)
    report = import_rows(service, later)
    assert report.recorded == 1, faults_of(service, report)
    sentence = sentence_of(first)
    assert (sentence.state, events_of(sentence)) == ("in force", [])
    [(_, said, because)] = [one for one in asked(service, later) if one[0] == "breach_of"]
    assert said == f"{first['result_ref']}: {outcome}"
    assert "not on this person's record" in because


def test_a_court_that_lets_go_on_what_has_ended_on_the_record_is_asked_about(service):
    first = a_result()
    import_rows(service, first)
    sentence = sentence_of(first)
    end_sentence(
        by=service.officer_of_the_court, at=service.at, sentence_id=sentence.id, version=sentence.version,
        on=service.at.date(), how=SentenceState.REVOKED, because="read in court",
    )  # fmt: skip
    later = told_of(first, "order continues")
    import_rows(service, later)
    assert sentence_of(first).state == "revoked"
    [(_, said, because)] = asked(service, later)
    assert "is revoked on the record" in because
    assert said.endswith("order continues")


def test_a_breach_of_nothing_known_is_refused_in_words(service):
    row = told_of(a_result(), "breach proved")
    report = import_rows(service, row)
    [(_, field, because)] = faults_of(service, report)
    assert (field, "no sentence of this defendant" in because) == ("breach_of", True)


def test_a_corrected_result_of_a_breach_has_the_sentence_it_told_of_looked_at(service):
    first, other = a_result(), a_result()
    later = told_of(first, "order revoked")
    import_rows(service, first, later)
    not_his = {name: other[name] for name in ("defendant_id", "family_name", "date_of_birth", "pnc")}
    changes = {"outcome": "dismissed", "breach_of": ""} | not_his
    report = import_rows(service, later | changes)
    waits = CorrectedResult.objects.using("owner").get(brought=report.import_id)
    service.takes_its_area()
    with as_worker():
        accept_corrected_result(
            by=service.officer_of_the_court, at=service.later(), corrected_id=waits.id, version=waits.version
        )
        hear()
    assert sentence_of(first).state == "revoked"
    with viewing(service.officer_of_the_court, service.at):
        [asked_now] = queries.questions_open(person_id=sentence_of(first).person_id)
    assert asked_now.said == f"{first['result_ref']}: order revoked"
    assert "took the place of this one" in asked_now.because


def test_a_breach_of_a_result_that_was_corrected_counts_in_nothing_and_stays_to_be_read(service):
    first = a_result()
    later = told_of(first, "breach proved")
    import_rows(service, first, later)
    person = sentence_of(first).person_id
    with viewing(service.officer_of_the_court, service.at):
        assert str(queries.standings_of([person])[person].last_breach) == "2026-11-16"
    report = import_rows(service, later | {"outcome": "breach not proved"})
    waits = CorrectedResult.objects.using("owner").get(brought=report.import_id)
    with as_worker():
        accept_corrected_result(
            by=service.officer_of_the_court, at=service.later(), corrected_id=waits.id, version=waits.version
        )
        hear()
    with viewing(service.officer_of_the_court, service.at):
        assert queries.standings_of([person])[person].last_breach is None
    assert ("breach", "2026-11-16") in events_of(sentence_of(first))
    assert "The result that told of a breach was corrected" in on_timeline(sentence_of(first))
