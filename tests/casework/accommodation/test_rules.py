"""Who may be placed where, how much notice there is, how nights count, which beds fit, and what may become of an application."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from throughcare.casework.accommodation.rules import (
    CLOSED,
    OPEN_APPLICATIONS,
    AccommodationKind,
    ApplicationState,
    AskingFor,
    BedLost,
    BedTaken,
    BedThere,
    Notice,
    Offered,
    PlacingMove,
    PlacingSide,
    Priority,
    Regime,
    Standing,
    StayTold,
    Through,
    Wanted,
    accommodation_editions,
    accommodation_terms,
    assumed_arrival,
    bed_fits,
    characteristics,
    check_characteristics,
    check_nights,
    check_placing,
    check_reason,
    day_after,
    eligible,
    free_again,
    moves_from,
    nights_between,
    nights_stand,
    nights_stayed,
    notice_of,
    occupancy,
    offered_moves,
    owed_on,
    placing_diagram,
    placing_move,
    placing_moves,
    priority_of,
    reason_words,
    reasons_of,
)
from throughcare.casework.accommodation.rules.moves import placing_reference
from throughcare.foundation.kernel import Period, Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import LONDON, day_of

ON = date(2026, 11, 20)
TERMS = accommodation_terms(ON).table
CALENDAR = WorkingCalendar()
S, K = ApplicationState, AccommodationKind
AP, CAS3 = K.APPROVED_PREMISES, K.TRANSITIONAL


def asked(**given):
    what = {
        "kind": AP, "route": "licence", "sex": "male", "born": date(1990, 3, 2), "in_custody": True, "tier": "B2",
        "tier_edition": "v2-corrected",
    }  # fmt: skip
    return AskingFor(**(what | given))


@pytest.mark.parametrize(
    ("days", "notice"),
    [(None, "standard"), (-3, "emergency"), (0, "emergency"), (7, "emergency"), (8, "short"), (28, "short"), (29, "standard")],
)  # fmt: skip
def test_notice_is_by_the_days_to_the_arrival(days, notice):
    assert notice_of(days, TERMS) == notice


def test_after_a_parole_decision_an_arrival_is_assumed_six_weeks_on():
    assert assumed_arrival(date(2026, 11, 1), TERMS) == date(2026, 12, 13)


@pytest.mark.parametrize(
    ("sex", "tier", "edition", "fits"),
    [
        ("male", "B3", "v2-corrected", True), ("male", "C3", "v2-corrected", False), ("female", "C3", "v2-corrected", True),
        ("male", "C", "v3-2026", True), ("female", "D", "v3-2026", False), ("male", "D1", "v2-published", False),
    ],
)  # fmt: skip
def test_approved_premises_are_for_the_upper_tiers_and_for_women_of_one_more(sex, tier, edition, fits):
    found = eligible(asked(sex=sex, tier=tier, tier_edition=edition), on=ON)
    assert found.yes is fits
    if not fits:
        excepted = eligible(
            asked(sex=sex, tier=tier, tier_edition=edition, exception="A threat to his life."), on=ON
        )
        assert excepted.yes and [one.rule for one in excepted.excepted] == ["tier"]


def test_what_is_not_known_is_named_and_is_never_a_no():
    nothing = asked(sex=None, born=None, in_custody=None, tier="", tier_edition="")
    found = eligible(nothing, on=ON)
    assert found.yes and {one.rule for one in found.unknown} == {"age", "route", "tier"}
    assert {one.rule for one in eligible(asked(sex=None, tier="C3"), on=ON).unknown} == {"tier"}
    assert {one.rule for one in eligible(asked(tier_edition="another"), on=ON).unknown} == {"tier"}


def test_nobody_under_eighteen_and_nobody_by_a_way_that_is_not_theirs():
    assert not eligible(asked(born=date(2010, 1, 2)), on=ON).yes
    assert not eligible(asked(born=date(2010, 1, 2), exception="An exception"), on=ON).yes
    assert not eligible(asked(in_custody=False), on=ON).yes
    assert "Expected one of: release on licence" in eligible(asked(route="boat"), on=ON).against[0].because
    assert not eligible(asked(kind=CAS3, route="prison", regime=Regime.RECOVERY_FOCUSED), on=ON).yes


def test_release_on_curfew_ended_for_adults_on_a_day_and_is_an_exception_since():
    curfew = {"kind": K.BAIL_AND_CURFEW, "route": "curfew", "nights": 60}
    assert eligible(asked(**curfew), on=date(2026, 9, 1)).yes
    after = eligible(asked(**curfew), on=date(2026, 9, 2))
    assert not after.yes and "section 250" in after.against[0].because
    assert eligible(asked(**curfew, exception="A section 250 term."), on=ON).yes


def test_nights_are_the_usual_number_unless_it_is_said_why_and_never_beyond_the_most():
    assert eligible(asked(), on=ON).nights == 84
    assert eligible(asked(regime=Regime.PSYCHOLOGICALLY_INFORMED), on=ON).nights == 182
    assert eligible(asked(regime=Regime.ENHANCED_SECURITY), on=ON).nights == 364
    assert (
        not eligible(asked(nights=100), on=ON).yes
        and eligible(asked(nights=100, why_longer="A course."), on=ON).yes
    )
    transitional = {"kind": CAS3, "route": "prison"}
    assert eligible(asked(**transitional, nights=84), on=ON).yes
    assert not eligible(asked(**transitional, nights=85, why_longer="A flat."), on=ON).yes
    assert not eligible(asked(kind=K.BAIL_AND_CURFEW, route="court bail"), on=ON).yes
    assert not eligible(asked(nights=0), on=ON).yes


def test_every_edition_names_every_kind_and_a_route_of_a_known_kind():
    for edition in accommodation_editions():
        assert set(edition.table.kinds) == set(K) and {one.kind for one in edition.table.routes} == set(K)
        assert edition.table.priority_basis == "assumed"


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.integers(0, 400), st.integers(0, 400))
def test_nights_add_up_over_a_move_and_the_day_of_leaving_is_none(arrived, first, second):
    moved, left = arrived + timedelta(days=first), arrived + timedelta(days=first + second)
    assert nights_between(arrived, moved) + nights_between(moved, left) == nights_between(arrived, left)
    stays = [StayTold(arrived, moved, arrived, moved), StayTold(moved, left, moved, left)]
    told = nights_stayed(CAS3, stays, on=left)
    assert told.spent == first + second and told.planned == 0
    assert told.left == max(0, 84 - told.spent) and told.over == max(0, told.spent - 84)
    assert nights_stayed(AP, stays, on=left).left is None


def test_nights_ahead_count_from_today_and_beyond_the_most_leave_is_needed():
    stay = StayTold(ON, ON + timedelta(days=85), ON)
    with pytest.raises(Refused, match="84 nights at most, and this would make 85"):
        check_nights(CAS3, [stay], on=ON + timedelta(days=10))
    assert check_nights(CAS3, [stay], on=ON + timedelta(days=10), with_leave=True).over == 1
    assert check_nights(CAS3, [StayTold(ON, day_after(ON, 84))], on=ON).planned == 84


def test_each_night_every_bed_is_lived_in_booked_lost_or_free_and_counted_once():
    one, two, three, house = new_id(), new_id(), new_id(), new_id()
    nights = Period(ON, ON + timedelta(days=3))
    beds = [
        BedThere(one, house, Period(ON), frozenset({"single"})), BedThere(two, house, Period(ON)),
        BedThere(three, house, Period(ON, ON + timedelta(days=2)), frozenset({"single"})),
    ]  # fmt: skip
    taken = [
        BedTaken(one, Period(ON, ON + timedelta(days=1)), True),
        BedTaken(two, Period(ON + timedelta(days=1), None), False),
    ]
    lost = [
        BedLost(one, Period(ON, ON + timedelta(days=2))),
        BedLost(three, Period(ON + timedelta(days=1), None)),
    ]
    told = nights_stand(beds, lost, taken, nights)
    assert [(n.beds, n.occupied, n.booked, n.lost, n.free) for n in told] == [
        (3, 1, 0, 0, 2),
        (3, 0, 1, 2, 0),
        (2, 0, 1, 0, 1),
    ]
    assert told[0].free_with == {"single": 1} and told[2].free_with == {"single": 1}
    whole = occupancy(told)
    assert (whole.there, whole.occupied, whole.lost, whole.rate) == (8, 1, 2, 1 / 8)
    assert occupancy([]).rate is None


_spans = st.builds(
    lambda start, n: Period(ON + timedelta(days=start), ON + timedelta(days=start + n)),
    st.integers(-5, 12),
    st.integers(1, 10),
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), _spans, st.booleans())),
    st.lists(st.tuples(st.integers(0, 3), _spans)),
)
def test_however_beds_are_taken_and_lost_what_there_is_adds_up(taken, lost):
    ids = [new_id() for _ in range(4)]
    told = nights_stand(
        [BedThere(key, ids[0], Period(ON)) for key in ids], [BedLost(ids[n], span) for n, span in lost],
        [BedTaken(ids[n], span, occupied) for n, span, occupied in taken], Period(ON, ON + timedelta(days=10)),
    )  # fmt: skip
    assert all(one.occupied + one.booked + one.lost + one.free == one.beds == 4 for one in told)


def test_a_bed_is_made_ready_for_working_days():
    assert free_again(date(2026, 11, 20), 0, CALENDAR) == date(2026, 11, 20)
    assert free_again(date(2026, 11, 20), 2, CALENDAR) == date(2026, 11, 24)


def bed(**given):
    what = {"kind": AP, "regime": Regime.NORMAL, "takes": "everybody", "there": Period(date(2026, 1, 1))}
    return Offered(new_id(), **(what | given))


def wanted(**given):
    what = {
        "kind": AP,
        "regime": Regime.NORMAL,
        "sex": "male",
        "needs": frozenset(),
        "nights": Period(ON, ON + timedelta(days=84)),
    }
    return Wanted(**(what | given))


def rules_of(found):
    return {one.rule for one in found.findings}


def test_a_bed_fits_unless_something_known_speaks_against_it():
    assert bed_fits(bed(), wanted()).fits and rules_of(bed_fits(bed(), wanted())) == {"fits"}
    for what, name in (
        ({"kind": CAS3}, "kind"), ({"regime": Regime.MENTAL_HEALTH}, "regime"), ({"takes": "women"}, "sex"),
        ({"there": Period(ON, ON + timedelta(days=83))}, "not there"), ({"there": Period(ON + timedelta(days=1))}, "not there"),
        ({"taken": [Period(ON + timedelta(days=83), ON + timedelta(days=90))]}, "taken"), ({"lost": [Period(ON)]}, "lost"),
    ):  # fmt: skip
        found = bed_fits(bed(**what), wanted())
        assert not found.fits and name in rules_of(found), name
    assert bed_fits(bed(taken=[Period(ON - timedelta(days=9), ON)]), wanted()).fits
    assert bed_fits(bed(taken=[Period(ON + timedelta(days=84))]), wanted()).fits


def test_what_is_not_recorded_of_a_bed_or_a_person_is_to_be_found_out():
    asks = wanted(needs=frozenset({"single", "arson"}))
    assert bed_fits(bed(has=frozenset({"single", "arson"})), asks).unsure is False
    found = bed_fits(bed(has=frozenset({"single"})), asks)
    assert found.fits and found.unsure and rules_of(found) == {"need not known"}
    assert not bed_fits(bed(has=frozenset({"single"}), has_not=frozenset({"arson"})), asks).fits
    assert bed_fits(bed(takes="men"), wanted(sex=None)).unsure


@pytest.mark.parametrize(
    ("risk", "notice", "band"),
    [
        ("very_high", Notice.STANDARD, Priority.FIRST), ("low", Notice.EMERGENCY, Priority.FIRST), ("high", Notice.STANDARD, Priority.SECOND),
        ("not_assessed", Notice.STANDARD, Priority.SECOND), ("medium", Notice.SHORT, Priority.SECOND), ("low", Notice.STANDARD, Priority.THIRD),
    ],
)  # fmt: skip
def test_who_goes_first_is_by_risk_and_notice_and_a_risk_nobody_assessed_goes_with_high(risk, notice, band):
    found, why = priority_of(risk, notice, on=ON)
    assert found is band and "assumed" in str(why)


def test_the_table_of_moves_has_no_fault_and_each_fault_would_be_found():
    assert check_placing(placing_moves()) == []
    every = list(placing_moves())
    back = PlacingMove(S.DEPARTED, S.WAITING, PlacingSide.SENDER, Through.HAND, False, "", "Back")
    assert any("is closed" in one for one in check_placing([*every, back]))
    assert any("told twice" in one for one in check_placing([*every, every[0]]))
    without = [move for move in every if move.after is not S.RESIDENT]
    assert "nothing leads to resident" in check_placing(without)
    stuck = [move for move in every if move.before is not S.NO_BED]
    assert "no way from no bed found leads to an end" in check_placing(stuck)
    assert placing_diagram()[S.WITHDRAWN] == set()


def test_a_move_is_of_one_side_and_of_the_table():
    assert placing_move(S.SENT, S.ASSESSED).side is PlacingSide.DELIVERER
    with pytest.raises(Refused, match="is departed, so it cannot become resident"):
        placing_move(S.DEPARTED, S.RESIDENT)
    assert {one.after for one in offered_moves(S.PLACED, [PlacingSide.SENDER])} == {S.WITHDRAWN}
    assert offered_moves(S.RESIDENT, PlacingSide) == ()


def test_reasons_are_of_their_list_and_of_their_kind():
    assert check_reason("refused", "behaviour", CAS3).words
    with pytest.raises(Refused, match="Say why, from the list"):
        check_reason("refused", "behaviour", AP)
    assert reason_words("refused", "gone from the list") == "gone from the list"
    assert {one.counts for one in reasons_of("no bed")} == {"lost demand"}
    lists = {row["list"] for row in placing_reference("reasons.csv")}
    assert {move.reasons for move in placing_moves() if move.reasons} <= lists
    for name in lists:
        keys = [one.key for one in reasons_of(name)]
        assert len(keys) == len(set(keys)), name


def test_what_a_bed_has_is_of_the_list():
    assert check_characteristics(frozenset({"single"}), "bed") == {"single"}
    with pytest.raises(Refused, match="Not known: catered"):
        check_characteristics(frozenset({"catered"}), "bed")
    assert {of for of, _ in characteristics().values()} == {"bed", "premises"}


def at(day, hour=10):
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("notice", "hour", "by"),
    [(Notice.STANDARD, 10, date(2026, 12, 4)), (Notice.SHORT, 10, date(2026, 11, 27)), (Notice.EMERGENCY, 10, ON), (Notice.EMERGENCY, 14, date(2026, 11, 23))],
)  # fmt: skip
def test_an_assessment_is_owed_in_the_days_of_its_notice(notice, hour, by):
    owed = owed_on(Standing(S.SENT, notice, at(ON, hour), at(ON, hour)), at=at(ON, hour), calendar=CALENDAR)
    assert owed is not None and owed.side is PlacingSide.DELIVERER and day_of(owed.by) == by


def test_a_bed_is_owed_no_later_than_the_day_they_arrive():
    waits = Standing(S.WAITING, Notice.STANDARD, at(ON), at(ON), arrival=ON + timedelta(days=2))
    assert day_of(owed_on(waits, at=at(ON), calendar=CALENDAR).by) == ON + timedelta(days=2)
    late = Standing(S.WAITING, Notice.STANDARD, at(ON), at(ON), arrival=ON - timedelta(days=2))
    assert day_of(owed_on(late, at=at(ON), calendar=CALENDAR).by) == ON
    far = Standing(S.WAITING, Notice.STANDARD, at(ON), at(ON), arrival=ON + timedelta(days=90))
    assert day_of(owed_on(far, at=at(ON), calendar=CALENDAR).by) == date(2026, 11, 27)


def test_of_a_resident_the_way_on_is_owed_by_the_sender_until_the_last_day():
    leaves = ON + timedelta(days=84)
    lives = Standing(S.RESIDENT, Notice.STANDARD, at(ON), at(ON), arrives=ON, leaves=leaves)
    first = owed_on(lives, at=at(ON), calendar=CALENDAR)
    assert first.side is PlacingSide.SENDER and day_of(first.by) == leaves - timedelta(days=28)
    last = owed_on(lives, at=at(leaves), calendar=CALENDAR)
    assert last.side is PlacingSide.DELIVERER and day_of(last.by) == leaves


class Course(RuleBasedStateMachine):
    """An application from its sending on, by any moves that the table has, on any later days."""

    @initialize(notice=st.sampled_from(Notice), arrival=st.none() | st.integers(0, 90))
    def sent(self, notice, arrival):
        self.state, self.now, self.notice = S.SENT, at(ON), notice
        self.moved_at = self.clock_from = self.now
        self.arrival = None if arrival is None else ON + timedelta(days=arrival)
        self.arrives = self.leaves = None
        self.moves_on = False

    @property
    def owed(self):
        standing = Standing(
            self.state,
            self.notice,
            self.clock_from,
            self.moved_at,
            self.arrival,
            self.arrives,
            self.leaves,
            self.moves_on,
        )
        return owed_on(standing, at=self.now, calendar=CALENDAR)

    def take(self, move):
        self.state, self.moved_at = move.after, self.now
        if move.after is S.PLACED:
            self.arrives, self.leaves = day_of(self.now), day_of(self.now) + timedelta(days=84)
        elif move.after is not S.RESIDENT:
            self.arrives = self.leaves = None

    @rule(pick=st.integers(0, 9), later=st.integers(0, 40))
    def something_happens(self, pick, later):
        self.now += timedelta(days=later)
        ways = [move for move in moves_from(self.state) if move.after not in CLOSED]
        if ways:
            self.take(ways[pick % len(ways)])

    @rule(later=st.integers(0, 200))
    def time_passes(self, later):
        self.now += timedelta(days=later)

    @rule()
    def the_way_on_is_said(self):
        self.moves_on = True

    @invariant()
    def one_side_owes_one_thing_and_can_do_it(self):
        if not hasattr(self, "state"):
            return
        owed = self.owed
        if self.state in CLOSED:
            assert owed is None
            return
        assert owed is not None and owed.finding.because
        sides = {move.side for move in moves_from(self.state)}
        assert owed.side in sides or owed.what == "Say where they go on to"
        assert day_of(owed.by) >= ON

    @invariant()
    def every_open_state_has_a_way_on(self):
        if hasattr(self, "state") and self.state in OPEN_APPLICATIONS:
            assert moves_from(self.state)

    def teardown(self):
        """From wherever it stands, doing what goes on brings it to its end."""
        if not hasattr(self, "state"):
            return
        for _ in range(12):
            if self.state in CLOSED:
                break
            ways = sorted(moves_from(self.state), key=lambda move: not move.continues)
            self.take(ways[0])
        assert self.state in CLOSED and self.owed is None


Course.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestCourse = Course.TestCase
