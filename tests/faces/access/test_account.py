"""``throughcare account``: the first units and accounts, made as the owner; refused in one sentence, nothing half-made."""

from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone
from support.people import a_name
from typer.testing import CliRunner

from throughcare.faces.access.console.account import app
from throughcare.foundation.access import queries
from throughcare.foundation.access.models import Account, Membership, Organisation, Unit
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.kernel import Refused

PASSWORD = "correct horse battery staple"
ANOTHER = "a battery of staple horses"


@pytest.fixture(autouse=True)
def _as_the_owner():
    """The command runs as the owner of the database."""
    web = connections["default"]
    connections["default"] = connections["owner"]
    try:
        yield
    finally:
        connections["default"] = web


def throughcare(*words, typed=""):
    return CliRunner().invoke(app, list(words), input=typed)


@pytest.fixture
def office():
    """An organisation and a unit made by the command, by name."""
    body, unit = f"Body {a_name()}", f"Unit {a_name()}"
    done = throughcare("unit", unit, "--organisation", body)
    assert done.exit_code == 0, done.output
    return body, unit


def add(email, office, *more, typed=f"{PASSWORD}\n{PASSWORD}\n", name="Somebody New"):
    body, unit = office
    return throughcare(
        "add", email, "--name", name, "--organisation", body, "--unit", unit, *more, typed=typed
    )


def an_address():
    return f"{a_name().lower()}@example.test"


def memberships(email):
    return queries.memberships_of_email(email, at=timezone.now() + timedelta(seconds=1))


def test_a_unit_of_a_new_organisation_makes_both(office):
    body, unit = office
    made = Organisation.objects.get(name=body)
    assert made.kind == "public probation provider"
    assert [u.name for u in Unit.objects.filter(organisation=made)] == [unit]


def test_a_second_unit_of_an_organisation_joins_the_first(office):
    body, unit = office
    other = f"Unit {a_name()}"
    assert f"{other} is now a unit of {body}." in throughcare("unit", other, "--organisation", body).output
    assert {u.name for u in Unit.objects.filter(organisation__name=body)} == {unit, other}
    assert Organisation.objects.filter(name=body).count() == 1


def test_a_new_organisation_may_be_of_any_kind():
    body = f"Prison {a_name()}"
    assert throughcare("unit", "Wing", "--organisation", body, "--kind", "prison").exit_code == 0
    assert Organisation.objects.get(name=body).kind == "prison"


def test_a_kind_that_does_not_exist_is_refused_and_makes_nothing():
    body = f"Body {a_name()}"
    done = throughcare("unit", "Team", "--organisation", body, "--kind", "circus")
    assert done.exit_code != 0
    assert "circus" in done.output
    assert not Organisation.objects.filter(name=body).exists()


def test_the_same_unit_twice_is_refused_in_one_sentence(office):
    body, unit = office
    done = throughcare("unit", unit, "--organisation", body)
    assert isinstance(done.exception, Refused)
    assert str(done.exception) == f"{body} has a unit “{unit}” already."
    assert Unit.objects.filter(organisation__name=body).count() == 1


def test_an_account_is_made_with_a_password_and_belongs_to_the_unit(office):
    email = an_address()
    done = add(email, office)
    assert done.exit_code == 0, done.output
    assert f"{email} is now administrator in {office[1]}." in done.output
    [member] = memberships(email)
    assert (member.role, member.unit_name, member.organisation_name) == (
        "administrator",
        office[1],
        office[0],
    )
    assert Account.objects.get(email=email).check_password(PASSWORD)


def test_the_password_is_never_printed(office):
    assert PASSWORD not in add(an_address(), office).output


def test_an_account_takes_any_role(office):
    email = an_address()
    assert add(email, office, "--role", "court officer").exit_code == 0
    assert [m.role for m in memberships(email)] == ["court officer"]


def test_a_known_address_gets_another_hat_and_is_not_asked_for_a_password(office):
    email = an_address()
    add(email, office)
    done = add(email.upper(), office, "--role", "inspector", typed="")
    assert done.exit_code == 0, done.output
    assert "Password" not in done.output
    assert {m.role for m in memberships(email)} == {"administrator", "inspector"}
    assert Account.objects.filter(email=email).count() == 1


def test_the_same_hat_twice_is_refused(office):
    email = an_address()
    add(email, office)
    done = add(email, office, typed="")
    assert isinstance(done.exception, Refused)
    assert "already holds that role" in str(done.exception)
    assert len(memberships(email)) == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("short\nshort\n", "too short"),
        ("password1234\npassword1234\n", "too common"),
        ("909090909090\n909090909090\n", "entirely numeric"),
    ],
)
def test_a_weak_password_is_refused_and_makes_no_account(typed, says, office):
    email = an_address()
    done = add(email, office, typed=typed)
    assert isinstance(done.exception, Refused), done.output
    assert says in str(done.exception)
    assert not Account.objects.filter(email=email).exists()


def test_two_passwords_that_differ_are_asked_for_again(office):
    email = an_address()
    done = add(email, office, typed=f"{PASSWORD}\nanother one entirely\n{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert "do not match" in done.output
    assert Account.objects.get(email=email).check_password(PASSWORD)


@pytest.mark.parametrize("address", ["nobody", "", " "])
def test_what_is_no_address_is_refused(address, office):
    done = add(address, office)
    assert isinstance(done.exception, Refused)
    assert "e-mail address" in str(done.exception)


def test_a_role_that_does_not_exist_is_refused_with_those_that_do_and_makes_no_account(office):
    email = an_address()
    done = add(email, office, "--role", "wizard")
    assert isinstance(done.exception, Refused)
    assert "“wizard”" in str(done.exception) and "inspector" in str(done.exception)
    assert not Account.objects.filter(email=email).exists()


@pytest.mark.parametrize("missing", ["organisation", "unit"])
def test_a_unit_that_does_not_exist_is_refused_with_the_command_that_makes_one(missing, office):
    email = an_address()
    where = ("No such body", office[1]) if missing == "organisation" else (office[0], "No such unit")
    done = add(email, where)
    assert isinstance(done.exception, Refused)
    assert "throughcare account unit" in str(done.exception)
    assert not Account.objects.filter(email=email).exists()


def test_a_service_is_nobody_who_signs_in(office):
    email = an_address()
    done = add(email, office, "--role", "service")
    assert isinstance(done.exception, Refused)
    assert "never signs in" in str(done.exception)
    assert memberships(email) == []


def test_every_role_is_listed_with_what_it_is_for():
    said = throughcare("roles").output
    for role in ROLES.values():
        assert f"{role.name}: {role.purpose}" in said


def test_what_the_command_does_is_in_the_audit(office):
    email = an_address()
    add(email, office)
    member = Membership.objects.get(account__email=email)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT act FROM audit_entry WHERE subject->>'membership' = %s AND kind = 'did'", [str(member.id)]
        )
        assert cursor.fetchall() == [("administer members",)]


def test_help_says_what_each_word_does():
    said = throughcare("--help").output
    for word in ("unit", "add", "roles"):
        assert word in said


def test_a_member_added_on_a_page_is_given_a_first_password(office):
    email = an_address()
    account = Account.objects.create_user(email, None, name="Added on a page")
    assert not account.has_usable_password()
    done = throughcare("password", email.upper(), typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert Account.objects.get(email=email).check_password(PASSWORD)
    assert PASSWORD not in done.output


def test_a_forgotten_password_is_replaced_and_what_it_signed_in_is_signed_out(office):
    email = an_address()
    assert add(email, office).exit_code == 0
    before = Account.objects.get(email=email)
    assert throughcare("password", email, typed=f"{ANOTHER}\n{ANOTHER}\n").exit_code == 0
    after = Account.objects.get(email=email)
    assert after.check_password(ANOTHER) and not after.check_password(PASSWORD)
    assert after.get_session_auth_hash() != before.get_session_auth_hash()


@pytest.mark.parametrize("typed", ["short\nshort\n", "password1234\npassword1234\n"])
def test_a_weak_password_is_refused_and_the_old_one_stays(office, typed):
    email = an_address()
    assert add(email, office).exit_code == 0
    done = throughcare("password", email, typed=typed)
    assert isinstance(done.exception, Refused)
    assert Account.objects.get(email=email).check_password(PASSWORD)


def test_no_password_is_given_to_nobody():
    done = throughcare("password", an_address(), typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert isinstance(done.exception, Refused)
    assert "There is no account for" in str(done.exception)
