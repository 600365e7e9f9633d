"""No schema of the API says over again what a query's dataclass says: where the two are the same, there is one."""

import dataclasses
import importlib
import inspect
import pkgutil
import typing

from ninja import Schema

import throughcare


def modules(part):
    for found in pkgutil.walk_packages(throughcare.__path__, "throughcare."):
        parts = found.name.split(".")
        if part in parts and "migrations" not in parts:
            yield importlib.import_module(found.name)


def told():
    """What queries tell, by the names and kinds of its parts; of one part alone says nothing of its own."""
    found = {}
    for module in modules("queries"):
        for thing in vars(module).values():
            if (
                inspect.isclass(thing)
                and dataclasses.is_dataclass(thing)
                and thing.__module__ == module.__name__
            ):
                hints = typing.get_type_hints(thing)
                parts = frozenset((part.name, hints[part.name]) for part in dataclasses.fields(thing))
                if len(parts) > 1:
                    found[parts] = thing
    return found


def schemas():
    for module in modules("api"):
        for thing in vars(module).values():
            if inspect.isclass(thing) and issubclass(thing, Schema) and thing.__module__ == module.__name__:
                yield thing


def test_no_schema_repeats_what_a_query_tells():
    known = told()
    shapes = {
        schema: frozenset((name, field.annotation) for name, field in schema.model_fields.items())
        for schema in schemas()
    }
    assert len(shapes) > 50 and len(known) > 50
    repeated = {
        f"{one.__module__}.{one.__name__}": known[shape].__name__
        for one, shape in shapes.items()
        if shape in known
    }
    assert repeated == {}
