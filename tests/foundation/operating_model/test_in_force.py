"""Which model is in force where and when, and which organisation then holds what."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from foundation.operating_model.building import (
    NOON,
    TODAY,
    a_member,
    an_adopted,
    an_area,
    an_organisation,
    appointed,
    founder,
    someone,
)
from psycopg.types.range import DateRange

from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.operating_model import queries
from throughcare.foundation.operating_model.actions import (
    adopt_model,
    appoint_body,
    end_appointment,
    put_model_in_force,
    record_area,
    withdraw_model,
)
from throughcare.foundation.operating_model.models import Appointment, InForce
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import BodyKind, Function, InFlight, Risk, preset_text

DTV, TR, NACRO = "durham-tees-valley-2012", "transforming-rehabilitation-2014", "nacro-2012"
NEXT_YEAR = date(2027, 1, 1)
LOW, HIGH = someone(Risk.LOW), someone(Risk.HIGH)


def put(area: str, name: str, start: date = TODAY, **more: object) -> UUID:
    return put_model_in_force(
        by=founder(), at=NOON, area=area, model_id=an_adopted(name), start=start, **more
    )


def name_in_force(area: str, on: date) -> str | None:
    with viewing(founder(), NOON):
        found = queries.model_in_force(area, on)
    return found.model.name if found else None


def who(function: Function, subject: object, area: str, on: date = TODAY) -> object:
    with viewing(founder(), NOON):
        return queries.organisation_holding(function, subject, area, on)


def test_two_areas_run_two_models_on_one_day() -> None:
    one, other = an_area(), an_area()
    put(one, DTV)
    put(other, NACRO)
    assert (name_in_force(one, TODAY), name_in_force(other, TODAY)) == (DTV, NACRO)


def test_before_its_first_day_a_model_is_not_in_force() -> None:
    area = an_area()
    put(area, DTV)
    assert name_in_force(area, TODAY - timedelta(days=1)) is None
    assert name_in_force(area, TODAY) == DTV


def test_a_new_model_ends_the_one_before_on_its_first_day() -> None:
    area = an_area()
    put(area, DTV)
    put(area, TR, NEXT_YEAR)
    assert name_in_force(area, NEXT_YEAR - timedelta(days=1)) == DTV
    assert name_in_force(area, NEXT_YEAR) == TR


def test_an_area_without_a_model_of_its_own_has_the_one_above_it() -> None:
    country = an_area()
    region = an_area(country)
    place = an_area(region)
    put(country, TR)
    assert name_in_force(place, TODAY) == TR
    put(region, DTV, NEXT_YEAR)
    assert name_in_force(place, NEXT_YEAR) == DTV
    assert name_in_force(country, NEXT_YEAR) == TR


def test_a_model_cannot_be_slipped_in_before_one_that_is_coming() -> None:
    area = an_area()
    put(area, TR, NEXT_YEAR)
    with pytest.raises(Refused, match="choose a later day"):
        put(area, DTV)
    assert name_in_force(area, TODAY) is None


def test_the_rule_for_cases_in_flight_is_the_models_own_unless_another_is_named() -> None:
    one, other = an_area(), an_area()
    put(one, TR)
    put(other, TR, in_flight=InFlight.STAY)
    with viewing(founder(), NOON):
        assert queries.model_in_force(one, TODAY).in_flight is InFlight.DECIDE_AGAIN
        assert queries.model_in_force(other, TODAY).in_flight is InFlight.STAY


def test_the_database_refuses_two_models_in_one_area_on_one_day() -> None:
    area = an_area()
    put(area, DTV)
    model = an_adopted(TR)
    with pytest.raises(IntegrityError, match="one_model_in_an_area_on_a_day"), viewing(founder(), NOON):
        InForce.objects.create(
            area_id=area, model_id=model, during=DateRange(NEXT_YEAR, None), in_flight="stay"
        )


def test_the_database_refuses_two_organisations_as_one_body_on_one_day() -> None:
    area = an_area()
    appointed(area, BodyKind.TRUST, OrganisationKind.PUBLIC_PROBATION)
    second = an_organisation()
    with pytest.raises(IntegrityError, match="one_organisation_for_a_body"), viewing(founder(), NOON):
        Appointment.objects.create(
            area_id=area, body="trust", organisation_id=second, during=DateRange(NEXT_YEAR, None)
        )


def test_without_a_model_in_force_the_answer_is_a_named_unknown() -> None:
    assert who(Function.SUPERVISION, LOW, an_area()) is Unheld.NO_MODEL_IN_FORCE
    assert who(Function.SUPERVISION, LOW, "nowhere") is Unheld.NO_MODEL_IN_FORCE


def test_a_body_without_an_organisation_is_a_named_unknown_and_not_an_empty_answer() -> None:
    area = an_area()
    put(area, DTV)
    assert who(Function.SUPERVISION, LOW, area) is Unheld.NOBODY_APPOINTED


def test_what_nobody_holds_under_the_model_is_said_to_be_so() -> None:
    area = an_area()
    put(area, DTV)
    assert who(Function.COMMISSIONING_REGIONAL, LOW, area) is Unheld.NOT_HELD


def test_supervision_goes_by_risk_to_the_organisations_appointed() -> None:
    area = an_area()
    put(area, DTV)
    trust = appointed(area, BodyKind.TRUST, OrganisationKind.PUBLIC_PROBATION)
    winner = appointed(area, BodyKind.COMPETED, OrganisationKind.COMMUNITY_PROVIDER)
    assert who(Function.SUPERVISION, LOW, area) == winner
    assert who(Function.SUPERVISION, HIGH, area) == trust
    assert who(Function.BREACH_DECISION, LOW, area) == trust


def test_whoever_won_one_function_holds_that_one_and_no_other() -> None:
    area = an_area()
    put(area, DTV)
    rest = appointed(area, BodyKind.COMPETED, OrganisationKind.COMMUNITY_PROVIDER)
    unpaid = appointed(
        area, BodyKind.COMPETED, OrganisationKind.COMMUNITY_PROVIDER, function=Function.UNPAID_WORK
    )
    assert who(Function.UNPAID_WORK, LOW, area) == unpaid
    assert who(Function.PROGRAMMES, LOW, area) == rest


def test_a_body_appointed_above_serves_the_areas_beneath_unless_they_have_their_own() -> None:
    country = an_area()
    one, other = an_area(country), an_area(country)
    put(country, TR)
    national = appointed(country, BodyKind.PUBLIC_PROVIDER, OrganisationKind.PUBLIC_PROBATION)
    own = appointed(other, BodyKind.PUBLIC_PROVIDER, OrganisationKind.PUBLIC_PROBATION)
    assert who(Function.COURT_ADVICE, LOW, one) == national
    assert who(Function.COURT_ADVICE, LOW, other) == own


def test_a_second_appointment_ends_the_first_on_its_first_day() -> None:
    area = an_area()
    put(area, DTV)
    first = appointed(area, BodyKind.TRUST, OrganisationKind.PUBLIC_PROBATION)
    second = appointed(area, BodyKind.TRUST, OrganisationKind.LOCAL_COMMISSIONER, NEXT_YEAR)
    assert who(Function.COURT_ADVICE, LOW, area, NEXT_YEAR - timedelta(days=1)) == first
    assert who(Function.COURT_ADVICE, LOW, area, NEXT_YEAR) == second


def test_an_appointment_that_ends_leaves_nobody_appointed() -> None:
    area, trust = an_area(), an_organisation()
    put(area, DTV)
    made = appoint_body(
        by=founder(), at=NOON, area=area, body=BodyKind.TRUST, organisation_id=trust, start=TODAY
    )
    end_appointment(by=founder(), at=NOON, appointment_id=made, on=NEXT_YEAR)
    assert who(Function.COURT_ADVICE, LOW, area) == trust
    assert who(Function.COURT_ADVICE, LOW, area, NEXT_YEAR) is Unheld.NOBODY_APPOINTED


def test_a_prison_cannot_be_appointed_as_the_trust() -> None:
    with pytest.raises(Refused, match="is a prison; trust that both buys and provides may be"):
        appointed(an_area(), BodyKind.TRUST, OrganisationKind.PRISON)


def test_a_phased_plan_leaves_a_function_with_the_model_before_until_its_day() -> None:
    area, june = an_area(), date(2027, 6, 1)
    put(area, DTV)
    put(area, TR, NEXT_YEAR, later={Function.SUPERVISION: june})
    trust = appointed(area, BodyKind.TRUST, OrganisationKind.PUBLIC_PROBATION)
    nps = appointed(area, BodyKind.PUBLIC_PROVIDER, OrganisationKind.PUBLIC_PROBATION)
    assert who(Function.SUPERVISION, HIGH, area, NEXT_YEAR) == trust
    assert who(Function.OFFENDER_MANAGEMENT, HIGH, area, NEXT_YEAR) == nps
    assert who(Function.SUPERVISION, HIGH, area, june) == nps


def test_the_first_model_an_area_has_of_its_own_can_wait_behind_the_one_above() -> None:
    country = an_area()
    place, june = an_area(country), date(2027, 6, 1)
    put(country, DTV)
    put(place, TR, NEXT_YEAR, later={Function.SUPERVISION: june})
    with viewing(founder(), NOON):
        found = queries.model_in_force(place, NEXT_YEAR)
    assert found.answering(Function.SUPERVISION).name == DTV
    assert found.answering(Function.COURT_ADVICE).name == TR


@pytest.mark.parametrize(
    ("later", "because"),
    [({Function.SUPERVISION: NEXT_YEAR}, "after the first day"), ({Function.SUPERVISION: TODAY}, "after")],
)
def test_a_phase_that_starts_no_later_than_the_model_is_refused_and_nothing_changes(
    later: dict[Function, date], because: str
) -> None:
    area = an_area()
    put(area, DTV)
    with pytest.raises(Refused, match=because):
        put(area, TR, NEXT_YEAR, later=later)
    assert name_in_force(area, NEXT_YEAR) == DTV


def test_a_plan_needs_something_to_wait_behind() -> None:
    with pytest.raises(Refused, match="Nothing is in force"):
        put(an_area(), TR, later={Function.SUPERVISION: NEXT_YEAR})


def test_adopting_the_same_text_twice_keeps_one_model() -> None:
    assert an_adopted(NACRO) == an_adopted(NACRO)


def test_a_bad_text_is_refused_with_its_line_and_nothing_is_kept() -> None:
    text = preset_text(NACRO).replace("law: 2012", "law: soon")
    with viewing(founder(), NOON):
        before = len(queries.adopted_models())
    with pytest.raises(Refused, match="line 5: law must be a whole number, found “soon”"):
        adopt_model(by=founder(), at=NOON, text=text, file_name="mine.yaml")
    with viewing(founder(), NOON):
        assert len(queries.adopted_models()) == before


def test_an_area_cannot_be_inside_itself_at_any_distance() -> None:
    top = an_area()
    below = an_area(an_area(top))
    for inside in (top, below):
        with pytest.raises(Refused, match="inside itself"):
            record_area(by=founder(), at=NOON, code=top, name="Top", parent=inside)


def test_an_area_inside_one_that_is_not_recorded_is_refused() -> None:
    with pytest.raises(Refused, match="no area “ghost”"):
        record_area(by=founder(), at=NOON, code=new_id().hex[:12], name="Lost", parent="ghost")


def test_an_administrator_may_put_a_model_in_force_and_an_offender_manager_may_not() -> None:
    area, model = an_area(), an_adopted(DTV)
    with pytest.raises(Refused, match="An offender manager may not adopt an operating model"):
        put_model_in_force(by=a_member("offender manager"), at=NOON, area=area, model_id=model, start=TODAY)
    put_model_in_force(by=a_member("administrator"), at=NOON, area=area, model_id=model, start=TODAY)
    assert name_in_force(area, TODAY) == DTV


def test_anybody_signed_in_may_read_the_model_in_force() -> None:
    area = an_area()
    put(area, DTV)
    with viewing(a_member("sentencer"), NOON):
        assert queries.model_in_force(area, TODAY).model.name == DTV


def test_an_offender_manager_cannot_write_a_model_by_the_tables_either() -> None:
    area, model = an_area(), an_adopted(DTV)
    with viewing(a_member("offender manager"), NOON), pytest.raises(Exception, match="row-level security"):
        InForce.objects.create(area_id=area, model_id=model, during=DateRange(TODAY, None), in_flight="stay")


def test_a_day_in_an_area_is_read_once_whatever_is_asked_of_it() -> None:
    area = an_area(an_area(an_area()))
    put(area, DTV)
    appointed(area, BodyKind.TRUST, OrganisationKind.PUBLIC_PROBATION)
    with viewing(founder(), NOON):
        with CaptureQueriesContext(connection) as asked:
            day = queries.holders(area, TODAY)
            answers = {day.organisation(f, someone(risk)) for f in Function for risk in Risk}
        assert len(asked) == 5
        assert len(answers) > 1


def test_every_area_is_told_with_the_model_that_settles_it_in_two_questions_however_many_there_are() -> None:
    above = an_area()
    inside, alone = an_area(parent=above), an_area(parent=above)
    for area, name in ((above, "nacro-2012"), (alone, "home-office-2005")):
        put(area, name)
    with viewing(founder(), NOON), CaptureQueriesContext(connection) as asked:
        told = queries.names_in_force(TODAY)
    assert len(asked) == 2
    assert (told[above], told[inside], told[alone]) == ("nacro-2012", "nacro-2012", "home-office-2005")
    assert queries.areas_settled_by(above, TODAY) == sorted([above, inside])


def test_a_model_withdrawn_before_its_day_never_comes_into_force_and_the_one_before_goes_on() -> None:
    area = an_area()
    put(area, NACRO)
    later = TODAY + timedelta(days=9)
    waiting = put(area, "home-office-2005", later)
    withdraw_model(by=founder(), at=NOON, in_force_id=waiting, because="the Bill fell")
    found = queries.model_in_force(area, later)
    assert found is not None
    assert (found.model.name, found.end) == ("nacro-2012", None)
    with pytest.raises(Refused, match="not waiting"):
        withdraw_model(by=founder(), at=NOON, in_force_id=waiting, because="again")
    with pytest.raises(Refused, match="in force already"):
        withdraw_model(by=founder(), at=NOON, in_force_id=found.id, because="too late")


def test_what_stands_still_is_read_once_and_anew_where_it_moves() -> None:
    area = an_area()
    put(area, DTV)
    with viewing(founder(), NOON), queries.standing_still():
        first = queries.holders(area, TODAY)
        with CaptureQueriesContext(connection) as asked:
            assert queries.holders(area, TODAY) is first
            assert queries.model_in_force(area, TODAY) is not None
        assert len(asked) == 0
        with queries.moving_again(), CaptureQueriesContext(connection) as again:
            queries.holders(area, TODAY)
        assert len(again) > 0
        with CaptureQueriesContext(connection) as forgotten:
            queries.holders(area, TODAY)
        assert len(forgotten) > 0
    with viewing(founder(), NOON), CaptureQueriesContext(connection) as outside:
        queries.holders(area, TODAY)
    assert len(outside) == 5
