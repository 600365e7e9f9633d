"""Every way of writing is an action: found by walking every ``actions`` module, not by trusting the register."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

import throughcare
from throughcare.foundation.kernel import Permission


def modules() -> Iterator[ModuleType]:
    """Every module called ``actions``, and every module in a package called so."""
    for found in pkgutil.walk_packages(throughcare.__path__, "throughcare."):
        parts = found.name.split(".")
        if "actions" in parts and "migrations" not in parts:
            yield importlib.import_module(found.name)


def _is_called(name: str, package: ModuleType) -> bool:
    return name in getattr(package, "__all__", ())


def doors() -> dict[str, Callable[..., object]]:
    """Every public function that a context's ``actions`` offers: all of a module's, or what a package says it offers."""
    found = {}
    for module in modules():
        package = hasattr(module, "__path__")
        for name, thing in vars(module).items():
            own = getattr(thing, "__module__", "") == module.__name__
            offered = _is_called(name, module) if package else own and module.__name__.endswith(".actions")
            if inspect.isfunction(thing) and not name.startswith("_") and offered:
                found[f"{module.__name__}.{name}"] = thing
    return found


def test_there_are_actions_in_every_wing():
    contexts = {name.split(".actions")[0] for name in doors()}
    assert {
        "throughcare.foundation.access",
        "throughcare.casework.people",
        "throughcare.casework.supervision",
    } <= contexts


@pytest.mark.parametrize("name", sorted(doors()))
def test_every_function_that_actions_offers_declares_one_permission(name: str):
    assert isinstance(getattr(doors()[name], "permission", None), Permission), name


@pytest.mark.parametrize("name", sorted(doors()))
def test_every_action_is_keyword_only_by_somebody_at_an_instant(name: str):
    parameters = inspect.signature(doors()[name]).parameters
    assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in parameters.values()), name
    assert list(parameters)[:2] == ["by", "at"], name


def test_every_registered_action_lives_in_an_actions_module_and_is_callable_there():
    from throughcare.foundation.access.action import ACTIONS

    there = {
        f"{module.__name__}.{name}".removeprefix("throughcare.")
        for module in modules()
        for name, thing in vars(module).items()
        if hasattr(thing, "permission")
    }
    ours = {name for name in ACTIONS if ".actions." in name}
    assert ours == set(ACTIONS)
    assert set(ACTIONS) <= there, sorted(set(ACTIONS) - there)


def test_what_modules_inside_a_package_keep_public_is_either_an_action_or_not_offered():
    """A helper shared between the modules of a package is no door: nobody outside the package may import it."""
    for module in modules():
        if hasattr(module, "__path__"):
            for name in getattr(module, "__all__", ()):
                thing = getattr(module, name)
                assert inspect.isclass(thing) or hasattr(thing, "permission") or not callable(thing), name


HOLDS_IT_THEMSELVES = {
    "casework/accommodation/actions/applying.py": 1,
    "casework/helpers/actions/pairing.py": 1,
    "casework/interventions/actions/referring.py": 1,
    "casework/programmes/actions/asking.py": 1,
    "casework/supervision/actions/contacting.py": 1,
}
"""Whether one holds a role, or an appointment, under this hat."""
OTHERWISE_HELD = {
    "casework/supervision/actions/risking.py": 1,  # only whoever asked takes it back
    "commissioning/competition/actions/interests.py": 1,  # beside the account
    "commissioning/competition/actions/opening.py": 1,  # of two openers, whom the database holds apart
    "commissioning/competition/actions/walling.py": 1,  # beside the account
    "commissioning/contracts/actions/settling.py": 2,  # the database holds them apart under any hat
    "commissioning/contracts/actions/signing.py": 1,  # the same
    "foundation/access/actions.py": 1,  # beside the account
}


def test_what_takes_a_second_person_asks_whether_it_is_the_same_somebody_under_any_hat():
    """A membership compared with the doer's own misses their other hats: ``access.queries.is_me`` does not."""
    source = Path(throughcare.__file__).parent
    found = {
        path.relative_to(source).as_posix(): count
        for path in source.rglob("*.py")
        if "actions" in path.relative_to(source).as_posix()
        if (count := len(re.findall(r"[!=]= by\.id", path.read_text())))
    }
    assert found == HOLDS_IT_THEMSELVES | OTHERWISE_HELD
