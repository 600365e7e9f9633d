"""Putting a person's details right, closing a record, and reading the audit: done on a phone without JavaScript."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from psycopg.types.range import DateRange
from support.browser import opens, press
from support.service import Person, a_person, managed

from throughcare.casework.people.models import Address, Alias, Phone
from throughcare.casework.people.queries import person_page
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.access.queries import done_here, restriction_on
from throughcare.foundation.access.session import viewing

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser, site, signed_in):
    contexts = []

    def open_as(member, path="/"):
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": 375, "height": 800}, base_url=site
        )
        contexts.append(context)
        signed_in(context, member)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()


@pytest.fixture
def somebody(world) -> Person:
    """A person whom the officer manages, of the test's own."""
    return managed(a_person(world.service), TenureKind.OFFENDER_MANAGER)


def seen(world, person):
    with viewing(world.officer, world.service.later()):
        found = person_page(person.id, on=world.service.at.date())
    assert found is not None
    return found


def test_details_are_changed_from_the_identity_page_and_the_former_name_is_kept(world, opened, somebody):
    before = seen(world, somebody)
    page = opened(world.officer, f"/people/{somebody.id}/identity")
    opens(page.get_by_role("link", name="Change details"))
    page.get_by_label("Surname").fill("Vanderplank")
    page.get_by_label("Religion").select_option("QUAK")
    page.get_by_label("Needs an interpreter").select_option("no")
    press(page, "Save")
    expect(page.get_by_text("The details were changed.")).to_be_visible()
    after = seen(world, somebody)
    assert (after.surname, after.forenames) == ("Vanderplank", before.forenames)
    assert (after.codes["religion"], after.codes["needs_interpreter"]) == ("QUAK", "no")
    assert after.codes["ethnicity"] == before.codes["ethnicity"]
    assert before.name in {name for name, _, _ in after.aliases}


def test_saving_details_without_a_change_says_so(world, opened, somebody):
    before = seen(world, somebody).version
    page = opened(world.officer, f"/people/{somebody.id}/amend")
    press(page, "Save")
    expect(page.get_by_text("Nothing was changed.").first).to_be_visible()
    assert seen(world, somebody).version == before


def test_details_that_somebody_else_changed_meanwhile_are_not_overwritten(world, opened, somebody):
    first = opened(world.officer, f"/people/{somebody.id}/amend")
    second = opened(world.officer, f"/people/{somebody.id}/amend")
    for page, name in ((first, "Robbie"), (second, "Bobby")):
        page.get_by_label("Name they like to be called by").fill(name)
        press(page, "Save")
    expect(second.get_by_text("Somebody changed this record while you were writing").first).to_be_visible()
    assert seen(world, somebody).preferred_name == "Robbie"


def test_a_day_of_birth_that_is_known_cannot_be_emptied(world, opened, somebody):
    born = seen(world, somebody).date_of_birth
    page = opened(world.officer, f"/people/{somebody.id}/amend")
    for part in ("Day", "Month", "Year"):
        page.get_by_label(part, exact=True).fill("")
    press(page, "Save")
    expect(page.get_by_text("Enter the date of birth").first).to_be_visible()
    assert seen(world, somebody).date_of_birth == born


def test_another_name_is_added_and_the_same_one_again_is_refused(world, opened, somebody):
    for said in ("The other name was added.", "already known by that name"):
        page = opened(world.officer, f"/people/{somebody.id}/names/add")
        page.get_by_label("Forenames").fill("Sonny")
        page.get_by_label("Surname").fill("Quillfeather")
        press(page, "Save")
        expect(page.get_by_text(said).first).to_be_visible()
    named = Alias.objects.using("owner").filter(person_id=somebody.id, surname="Quillfeather")
    assert named.count() == 1


def test_a_number_is_recorded_with_how_to_use_it_safely(world, opened, somebody):
    page = opened(world.officer, f"/people/{somebody.id}/phones/add")
    page.get_by_label("Telephone number").fill("01632 960 001")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("How to use it safely").fill("A partner answers: never say who rings")
    press(page, "Save")
    kept = Phone.objects.using("owner").get(person_id=somebody.id, number="01632960001")
    assert (kept.safe_to_use, kept.safe_note) == ("no", "A partner answers: never say who rings")
    page.goto(f"/people/{somebody.id}")
    expect(page.get_by_text("NOT safe to use")).to_be_visible()


def test_a_number_that_is_none_is_refused_on_its_field(world, opened, somebody):
    page = opened(world.officer, f"/people/{somebody.id}/phones/add")
    page.get_by_label("Telephone number").fill("ring the pub")
    page.get_by_label("Not asked", exact=True).check()
    press(page, "Save")
    expect(page.get_by_text("Enter a telephone number: 5 to 15 digits.").first).to_be_visible()
    assert not Phone.objects.using("owner").filter(person_id=somebody.id, kind="ring the pub").exists()


def move(page, day, *, address="", nowhere=False):
    if nowhere:
        page.get_by_label("No fixed abode").check()
    page.get_by_label("Address", exact=False).first.fill(address)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    press(page, "Save")


def test_a_move_ends_the_home_before_it(world, opened, somebody):
    today = world.service.at.date()
    page = opened(world.officer, f"/people/{somebody.id}/homes/add")
    move(page, today - timedelta(days=1), nowhere=True)
    expect(page.get_by_text(f"A home is already recorded since {today:%-d %B %Y}").first).to_be_visible()
    homes = Address.objects.using("owner").filter(person_id=somebody.id)
    homes.update(during=DateRange(today - timedelta(days=90), None))
    press(page, "Save")
    expect(page.get_by_text("The move was recorded.")).to_be_visible()
    now = Address.objects.using("owner").filter(person_id=somebody.id, during__upper_inf=True)
    assert [row.kind for row in now if row.kind in {"home", "no_fixed_abode"}] == ["no_fixed_abode"]


def test_a_move_to_nowhere_in_particular_asks_for_an_address(world, opened, somebody):
    before = Address.objects.using("owner").filter(person_id=somebody.id).count()
    page = opened(world.officer, f"/people/{somebody.id}/homes/add")
    move(page, world.service.at.date())
    expect(page.get_by_text("Enter the address, or say that there is no fixed abode").first).to_be_visible()
    page = opened(world.officer, f"/people/{somebody.id}/homes/add")
    move(page, world.service.at.date(), address="1 High Street", nowhere=True)
    expect(page.get_by_text("not both").first).to_be_visible()
    assert Address.objects.using("owner").filter(person_id=somebody.id).count() == before


def test_a_senior_closes_a_record_to_all_but_those_named_and_opens_it_again(world, opened):
    somebody = a_person(world.service)
    page = opened(world.senior, f"/people/{somebody.id}/access")
    opens(page.get_by_role("link", name="Restrict this record"))
    page.get_by_label("Reason").fill("A relative works in the office")
    press(page, "Restrict the record")
    assert page.get_by_role("heading", level=1).inner_text() == "This record is restricted"
    shut_out = opened(world.officer)
    assert shut_out.goto(f"/people/{somebody.id}").status == 404
    with viewing(world.senior, world.service.later()):
        closed = restriction_on(somebody.id, at=world.service.later())
    press(page, "Lift the restriction")
    expect(page.get_by_text("The record is open again")).to_be_visible()
    assert shut_out.goto(f"/people/{somebody.id}").status == 200
    assert closed is None or closed.because == "A relative works in the office"


def test_whoever_holds_a_role_is_ticked_beforehand_and_keeps_the_record(world, opened, somebody):
    page = opened(world.senior, f"/people/{somebody.id}/restrict")
    page.get_by_label("Reason").fill("A threat against this person")
    press(page, "Restrict the record")
    expect(page.get_by_text(world.officer.name).first).to_be_visible()
    assert opened(world.officer).goto(f"/people/{somebody.id}").status == 200


def test_a_restriction_needs_its_reason(world, opened):
    somebody = a_person(world.service)
    page = opened(world.senior, f"/people/{somebody.id}/restrict")
    press(page, "Restrict the record")
    expect(page.get_by_text("Enter the reason").first).to_be_visible()
    assert opened(world.officer).goto(f"/people/{somebody.id}").status == 200


def test_ones_own_kin_is_closed_to_one_and_to_nobody_else(world, opened):
    somebody = a_person(world.service)
    page = opened(world.officer, f"/people/{somebody.id}/access")
    opens(page.get_by_role("link", name="I know this person"))
    press(page, "Yes, close this record to me")
    expect(page.get_by_text("That person's record is closed to you")).to_be_visible()
    assert page.goto(f"/people/{somebody.id}").status == 404
    assert opened(world.senior).goto(f"/people/{somebody.id}").status == 200


def test_an_administrator_reads_who_did_what_and_not_about_whom(world, opened, somebody):
    with viewing(world.officer, world.service.later()):
        name = seen(world, somebody).name
    opened(world.officer, f"/people/{somebody.id}")
    page = opened(world.admin, "/audit")
    expect(page.get_by_text("Opened the summary").first).to_be_visible()
    opens(page.get_by_role("link", name=world.officer.name).first)
    assert page.get_by_role("heading", level=1).inner_text() == f"Audit: {world.officer.name}"
    assert str(somebody.id) not in page.content()
    assert name not in page.content()


def test_the_audit_is_of_ones_own_organisation_and_for_those_who_may_read_it(world):
    at = world.service.later()
    with viewing(world.admin, at):
        mine = {row.member_id for row in done_here(most=200)}
    with viewing(world.officer, at):
        assert done_here(most=200) == []
    from throughcare.foundation.access.models import Membership

    units = Membership.objects.using("owner").filter(id__in=mine - {None}).select_related("unit")
    assert {m.unit.organisation_id for m in units} == {world.admin.organisation_id}


def test_the_audit_turns_its_pages_without_a_line_twice(world):
    with viewing(world.admin, world.service.later()):
        whole = [row.id for row in done_here(most=12)]
        first = [row.id for row in done_here(most=6)]
        second = [row.id for row in done_here(before=first[-1], most=6)]
    assert first + second == whole
