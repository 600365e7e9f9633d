"""Whatever act a member may do, done to somebody held elsewhere by every id of theirs, opens nothing and writes nothing of theirs."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError
from django.utils import timezone
from support.people import joins
from support.service import HERE, THERE, Person, Service, a_person, a_service, managed
from support.wall_visits import made_about

from throughcare.casework.people import queries as people
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.models import Grant
from throughcare.foundation.access.queries import may_see
from throughcare.foundation.access.rules import ROLES, Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused

MODEL = "england-and-wales-2021"
Act = Callable[..., Any]
# What an act raises over made-up arguments: its own refusal, or that they fit no place.
NEVER_MIND = (Refused, DatabaseError, TypeError, ValueError, LookupError, AttributeError)


@dataclass
class Scene:
    """A service of the doer's, and somebody whom another service holds, with a row of every kind."""

    here: Service
    victim: Person
    ids: dict[str, Any]


@pytest.fixture(scope="module")
def scene() -> Scene:
    at = timezone.now() - timedelta(hours=2)
    victim = managed(a_person(a_service(MODEL, at=at, local=THERE)))
    here = a_service(MODEL, at=at, local=HERE)
    made = made_about(victim)
    for kind, ids in caused_by(
        victim.id
    ).items():  # rows made as the owner open what they say when whoever holds the case asks
        with viewing(victim.team.senior, victim.service.later()):
            derive_grants(kind, ids)
    return Scene(here, victim, {**made, "person_id": victim.id, "case_id": victim.case})


def acts() -> Iterator[tuple[str, Act]]:
    """Every act of the contexts that keep something about people, by its name."""
    for app in apps.get_app_configs():
        if app.name.startswith("throughcare.casework."):
            package = importlib.import_module(f"{app.name}.actions")
            for name in getattr(package, "__all__", dir(package)):
                thing = getattr(package, name)
                if callable(thing) and hasattr(thing, "permission"):
                    yield f"{app.label}.{name}", thing


EVERY_ACT = dict(acts())


def an_argument(name: str, said: Any, scene: Scene, by: Member) -> Any:
    """Something to say for an argument: an id of the victim's, one's own team and self, and else whatever its kind is."""
    if name in scene.ids:
        return scene.ids[name]
    if name in {"to_unit", "unit_id", "unit"}:
        return by.unit_id
    if name in {"member_id", "reader_id", "manager_id", "holder_id"}:
        return by.id
    return of_kind(said, scene)


def of_kind(said: Any, scene: Scene) -> Any:
    """A value of a kind, as simple as it can be."""
    origin, inside = get_origin(said), get_args(said)
    if origin in {Union, UnionType}:
        return of_kind(next(one for one in inside if one is not NoneType), scene)
    if origin is not None:
        return (
            {}
            if issubclass(origin, dict) or "Mapping" in str(origin)
            else [of_kind(inside[0], scene)]
            if inside
            else []
        )
    if inspect.isclass(said) and issubclass(said, Enum):
        return next(iter(said))
    simple: dict[Any, Any] = {
        UUID: scene.victim.id, str: "x", bool: True, int: 1, float: 1.0, date: scene.here.at.date(), datetime: scene.here.at,
        time: time(10),
    }  # fmt: skip
    if said in simple:
        return simple[said]
    return said(**{name: of_kind(kind, scene) for name, kind in get_type_hints(said).items()})


def done_to(scene: Scene, by: Member, act: Act) -> bool:
    """Whether an act was done without being refused, by every id of the victim's that it takes."""
    try:
        hints = get_type_hints(inspect.unwrap(act))
        given = {
            name: an_argument(name, hints.get(name, str), scene, by)
            for name, one in inspect.signature(act).parameters.items()
            if name not in {"by", "at"} and (one.default is inspect.Parameter.empty or name in scene.ids)
        }
        act(by=by, at=scene.here.later(), **given)
    except NEVER_MIND:
        return False
    return True


def sees(scene: Scene, by: Member) -> bool:
    at = scene.here.later()
    with viewing(by, at):
        return may_see(scene.victim.id) or people.person_page(scene.victim.id, on=at.date()) is not None


def rows_about(person: UUID) -> dict[str, int]:
    """How many rows each table holds about somebody, as the owner counts them."""
    counted = {}
    for model in apps.get_models():
        if model.__module__.startswith("throughcare.casework") and any(
            field.column == "person_id" for field in model._meta.concrete_fields
        ):
            counted[model._meta.db_table] = (
                model._base_manager.using("owner").filter(person_id=person).count()
            )
    return counted


def grants_of(person: UUID) -> set[tuple[UUID, str]]:
    found = Grant.objects.using("owner").filter(person_id=person)
    return set(found.values_list("unit_id", "cause_kind"))


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"service"}))
def test_no_act_opens_or_writes_anything_of_somebody_held_elsewhere(role: str, scene: Scene):
    courts = role in {"court officer", "case administrator"}
    by = joins(scene.here.court_unit if courts else next(iter(scene.here.teams.values())).unit, role)
    before, granted = rows_about(scene.victim.id), grants_of(scene.victim.id)
    for name, act in EVERY_ACT.items():
        if by.may(act.permission):  # type: ignore[attr-defined]
            done_to(scene, by, act)
            assert not sees(scene, by), f"a {role} found them by {name}"
    for kind, ids in caused_by(scene.victim.id).items():
        with suppress(*NEVER_MIND), viewing(by, scene.here.later()):
            derive_grants(kind, ids)
    assert not sees(scene, by)
    assert rows_about(scene.victim.id) == before
    assert grants_of(scene.victim.id) == granted


def caused_by(person: UUID) -> dict[str, list[UUID]]:
    """Every row about somebody that lets anybody see them, by the kind of cause."""
    found: dict[str, list[UUID]] = {}
    for model in apps.get_models():
        for cause in getattr(model, "causes", ()):
            if any(field.column == "person_id" for field in model._meta.concrete_fields):
                rows = model._base_manager.using("owner").filter(person_id=person)
                found[cause.kind] = list(rows.values_list("pk", flat=True))
    return found


def test_there_are_rows_of_nearly_every_cause_to_try_and_the_calls_fit_the_acts(scene: Scene):
    """The search would find a way: in the hands of whoever holds the case, many of the same calls are done."""
    assert sum(bool(ids) for ids in caused_by(scene.victim.id).values()) >= 8
    senior = scene.victim.team.senior
    done = [
        name
        for name, act in EVERY_ACT.items()
        if senior.may(act.permission) and done_to(scene, senior, act)  # type: ignore[attr-defined]
    ]
    assert len(done) > 10, done
