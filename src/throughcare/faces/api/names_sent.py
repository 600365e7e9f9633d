"""What a call sends under a name that nobody reads is refused by that name: a misspelt field is never silently left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.operation import Operation
from ninja.params.models import ParamModel
from pydantic import BaseModel

from throughcare.foundation.kernel import unknown_columns


def names_fault(operation: Operation, api: NinjaAPI, request: HttpRequest) -> str:
    """In words, what a call names that its operation does not read, in its address or in what was sent; empty when all is known."""
    by_source = {model.__ninja_param_source__: model for model in operation.models}
    known = list(getattr(by_source.get("query"), "__ninja_flatten_map__", ()))
    strange = unknown_columns(list(request.GET), known, what="question")
    if strange:
        return f"The address asks: {strange}."
    return _in_body(by_source["body"], api, request) if "body" in by_source else ""


def _in_body(body: type[ParamModel], api: NinjaAPI, request: HttpRequest) -> str:
    try:
        sent = body.get_request_data(request, api, {})
    except HttpError:  # it cannot be read at all, which reading it says
        return ""
    alone = getattr(body, "__read_from_single_attr__", None)
    return (
        unknown_in(body.model_fields[alone].annotation, (sent or {}).get(alone))
        if alone
        else unknown_in(body, sent)
    )


def unknown_in(kind: object, sent: object, where: str = "") -> str:
    """In words, the names in what was sent that a kind of thing does not have, at the first place where there are any."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _in_model(kind, sent, where)
    parts = [part for part in get_args(kind) if _names_fields(part)]
    if not parts:
        return ""
    if get_origin(kind) in {list, dict}:
        faults = [unknown_in(parts[0], each, place) for place, each in _each(sent, where)]
        return next(filter(None, faults), "")
    faults = [unknown_in(part, sent, where) for part in parts if _fits(part, sent)]
    return faults[0] if faults and all(faults) else ""


def _fits(kind: object, sent: object) -> bool:
    """Whether what was sent has the shape of a kind of thing: a list, or fields by name."""
    return isinstance(sent, list) is (get_origin(kind) is list) and isinstance(sent, list | Mapping)


def _in_model(kind: type[BaseModel], sent: object, where: str) -> str:
    if not isinstance(sent, Mapping):
        return ""
    fields = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
    strange = unknown_columns([str(name) for name in sent], list(fields), what="field")
    if strange:
        return f"{where or 'The call'}: {strange}."
    inside = (unknown_in(fields[name], value, _within(where, name)) for name, value in sent.items())
    return next(filter(None, inside), "")


def _each(sent: object, where: str) -> Iterator[tuple[str, object]]:
    """Each thing of a list or of a table by name, with its place; of anything else none, which reading it says."""
    if isinstance(sent, Mapping):
        yield from ((_within(where, str(name)), one) for name, one in sent.items())
    elif isinstance(sent, list):
        yield from ((_within(where, str(number)), one) for number, one in enumerate(sent))


def _within(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _names_fields(kind: object) -> bool:
    """Whether a kind of thing is, or holds, one whose fields have names."""
    is_one = isinstance(kind, type) and issubclass(kind, BaseModel)
    return is_one or any(_names_fields(part) for part in get_args(kind))


def close_bodies(described: Mapping[str, Any]) -> None:
    """Say in a description of operations that what a call sends takes no field but those it names."""
    schemas = described["components"]["schemas"]
    methods = [one for path in described["paths"].values() for one in path.values()]
    waiting = list(_named_in([one.get("requestBody") for one in methods]))
    closed = set()
    while waiting:
        name = waiting.pop()
        if name not in closed and "properties" in schemas[name]:
            closed.add(name)
            schemas[name]["additionalProperties"] = False
            waiting.extend(_named_in(schemas[name]))


def _named_in(described: object) -> set[str]:
    """The names of the schemas that a part of a description refers to."""
    if isinstance(described, Mapping):
        named = {str(described["$ref"]).rpartition("/")[2]} if "$ref" in described else set()
        return named.union(*map(_named_in, described.values()))
    return set().union(*map(_named_in, described)) if isinstance(described, list) else set()
