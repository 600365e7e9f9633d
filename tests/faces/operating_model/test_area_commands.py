"""``throughcare area``: an administrator at the console does by command what the pages do, and is refused in the same words."""

from datetime import timedelta

import pytest
from support.people import as_worker, joins
from support.service import a_local, a_person, a_service, managed
from typer.testing import CliRunner

from throughcare.casework.supervision.models import Carrying, Catchment
from throughcare.casework.supervision.rules import TenureKind
from throughcare.faces.operating_model.console.areas import app
from throughcare.foundation.access.models import Account
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.models import Adopted, Appointment, Area, InForce
from throughcare.foundation.operating_model.rules import BodyKind, preset_text


@pytest.fixture(scope="module")
def here():
    return a_service("nacro-2012", local=a_local())


@pytest.fixture(scope="module")
def administrator(here):
    who = joins(here.court_unit, "administrator")
    return Account.objects.using("owner").get(id=who.account_id).email


def typed(*words, by):
    with as_worker():
        return CliRunner().invoke(app, [*map(str, words), "--as", by])


def said(*words, by):
    done = typed(*words, by=by)
    assert done.exit_code == 0, done.exception
    return done.output


def test_an_area_is_recorded_a_body_appointed_and_ended_and_a_team_named(here, administrator):
    code, public = f"A{new_id().hex[-10:]}", here.teams[BodyKind.PUBLIC_PROVIDER]
    said("record", code, "Westshire", "--inside", here.area, by=administrator)
    assert Area.objects.using("owner").get(code=code).parent_id == here.area
    said("appoint", code, "trust", public.organisation, "2026-11-20", by=administrator)
    made = Appointment.objects.using("owner").get(area=code)
    said("end-appointment", made.id, "2026-12-01", by=administrator)
    made.refresh_from_db(using="owner")
    assert made.during.upper.isoformat() == "2026-12-01"
    said("team", code, public.unit, by=administrator)
    assert Catchment.objects.using("owner").get(area_code=code).unit_id == public.unit


def test_a_file_is_adopted_or_every_fault_is_named_at_its_line(administrator, tmp_path):
    good = preset_text("durham-tees-valley-2012").replace("name: durham-tees-valley-2012", "name: typed")
    file = tmp_path / "mine.yaml"
    file.write_text(good.replace("law: 2012", "law: soon").replace("drawn_by: bidder", "drawn_by: me"))
    done = typed("adopt", file, by=administrator)
    assert isinstance(done.exception, Refused)
    assert "2 to mend" in str(done.exception)
    assert "line 5: law must be a whole number" in done.output
    file.write_text(good)
    assert said("adopt", file, by=administrator).startswith("Adopted: ")


def test_a_change_is_rehearsed_put_in_force_withdrawn_and_carried_over(here, administrator, tmp_path):
    managed(a_person(here), TenureKind.OFFENDER_MANAGER)
    file = tmp_path / "mine.yaml"
    file.write_text(preset_text("avon-and-somerset-2010").replace("name: avon", "name: console-avon"))
    said("adopt", file, by=administrator)
    model = Adopted.objects.using("owner").get(name="console-avon-and-somerset-2010")
    later = day_of(here.at) + timedelta(days=900)
    told = said("rehearse", here.area, model.id, later, by=administrator)
    assert f"in {here.area}: Fewer than 10 cases, Fewer than 10 set aside" in told
    said("put-in-force", here.area, model.id, later, by=administrator)
    row = InForce.objects.using("owner").get(model=model)
    said("withdraw", row.id, "the contract fell", by=administrator)
    row.refresh_from_db(using="owner")
    assert row.withdrawn_because == "the contract fell"
    said("put-in-force", here.area, model.id, "2026-11-21", by=administrator)
    said("carry-over", by=administrator)
    assert Carrying.objects.using("owner").get(in_force_id__isnull=False, area_code=here.area).state == "done"


def test_whoever_may_not_is_told_so(here, administrator):
    officer = Account.objects.using("owner").get(id=here.officer_of_the_court.account_id).email
    done = typed("record", "X1", "Nowhere", by=officer)
    assert "no member who may load reference tables" in str(done.exception)
    assert not Area.objects.using("owner").filter(code="X1").exists()
    wrong = typed("appoint", here.area, "trust", new_id(), "soon", by=administrator)
    assert "“soon” is not a day" in str(wrong.exception)
