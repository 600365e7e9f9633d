"""Who may call: the holder of a token, or somebody signed in; and how refusals are answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial, wraps
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError
from ninja.errors import ValidationError as BadBody
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from throughcare.foundation.access.action import DoneBefore, once
from throughcare.foundation.access.parts import NotShown, Part
from throughcare.foundation.access.parts_shown import parts_shown
from throughcare.foundation.access.queries import may_see
from throughcare.foundation.access.rules import Member, check_may
from throughcare.foundation.access.session import current
from throughcare.foundation.kernel import Permission, Refused

from .names_sent import close_bodies, names_fault

F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R")
OPERATIONS: dict[str, Permission | None] = {}
PARTS: dict[str, Part | None] = {}
"""Of which part of a person's record each operation tells, if it tells of one; None where everybody who sees them is told it."""


class Refusal(Schema):
    """Why something was not done, in words, and the field at fault if there is one."""

    because: str
    field: str | None = None


REFUSALS = {401: Refusal, 403: Refusal, 404: Refusal, 422: Refusal}


class SignedIn(AuthBase):
    """A token in the Authorization header, or the session of somebody signed in on the pages."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Member | None:
        """The member who asks; none means 401. A session must also prove that the call is its own."""
        member: Member | None = getattr(request, "member", None)
        if member is not None and not getattr(request, "by_token", False):
            failed = check_csrf(request, _nothing)
            if failed is not None:
                return None
        return member


def _nothing(request: HttpRequest) -> None:
    return None


class Operations(NinjaAPI):
    """The operations of every context. Programs outside call them by their ids, so an id outlives a move of its module."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """An operation's id: the subject it was first published under, and its own name."""
        *_, context, room = operation.view_func.__module__.split(".")
        subject = context if room == "api" else room
        return f"throughcare_faces_api_operations_{subject}_{operation.view_func.__name__}"

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """The description of every operation; what a call sends takes no field but those that it names."""
        if not any(given.values()):
            return self._described
        described = super().get_openapi_schema(**given)
        close_bodies(described)
        return described

    @cached_property
    def _described(self) -> OpenAPISchema:
        """The description as it is asked for again and again: it changes with the code alone, and takes seconds to make."""
        return self.get_openapi_schema(path_prefix=self.get_root_path({}))


api = Operations(
    title="Throughcare",
    version="1",
    description="Everything the pages do, by the same actions and behind the same walls.",
    auth=SignedIn(),
    docs_url=None,
    urls_namespace="api",
)


def allowed(
    permission: Permission | None, *, part: Part | None = Part.REST, own: Permission | None = None
) -> Callable[[F], F]:
    """Declare what a member must be permitted to call an operation; None lets in every member.

    ``part`` is the part of a person's record that it tells when it is read (the rest, where it says nothing), refused to whoever
    is not shown it, and None what everybody is told; whoever may do ``own`` is told without it what their own organisation
    has there. The permission, and the wall round a person whom the address
    names, come before anything that was sent is read.
    """

    def declare(operation: F) -> F:
        if operation.__name__ in OPERATIONS:
            raise TypeError(
                f"There are two operations called {operation.__name__}; one would speak for both."
            )
        OPERATIONS[operation.__name__] = permission
        operation.permission = permission  # type: ignore[attr-defined]
        PARTS[operation.__name__] = part
        decorate_view(partial(_permission_first, permission, part, own))(operation)
        return operation

    return declare


def _permission_first(
    permission: Permission | None, part: Part | None, own: Permission | None, run: Callable[..., HttpResponse]
) -> Callable[..., Any]:
    """Have an operation ask for its permission, and whether its part is shown, before it reads what was sent."""

    @wraps(run)
    def permitted(request: HttpRequest, **given: Any) -> HttpResponse:
        if SignedIn()(request) is not None:
            try:
                if permission is not None:
                    check(request, permission)
            except Forbidden as refusal:
                return forbidden(request, refusal)
            if (
                permission is not None
                and part is not None
                and request.method == "GET"
                and _leaves_out(request, part, own, given.get("person_id"))
            ):
                return not_shown(request, NotShown(part))
            if said := names_fault(run.__self__, api, request):  # type: ignore[attr-defined]
                return missing(request, Http404()) if _hidden(request) else refused(request, Refused(said))
        return run(request, **given)

    return permitted


def _leaves_out(request: HttpRequest, part: Part, own: Permission | None, person: object) -> bool:
    """Whether what the caller is shown of a person whom they may see leaves a part out."""
    member: Member = request.member  # type: ignore[attr-defined]
    if person is None or (own is not None and member.may(own)) or _hidden(request):
        return False
    return part not in parts_shown(UUID(str(person)), at=request.at)  # type: ignore[attr-defined]


def check(request: HttpRequest, permission: Permission) -> Member:
    """The member who asks, refused (and the refusal written down) without the permission."""
    member: Member = request.member  # type: ignore[attr-defined]
    try:
        check_may(member, permission)
    except Refused as refusal:
        opened = current()
        if opened is not None:
            opened.refusals.append((permission.value, refusal.noted))
        raise Forbidden(refusal.because) from None
    return member


class Forbidden(Exception):
    """The role does not carry the permission."""


def done(request: HttpRequest, act: Callable[..., R], **given: Any) -> Any:
    """Do one action for whoever asks, once for its Idempotency-Key; what it gave, or gave before."""
    result = once(_key(request), act, by=request.member, at=request.at, **given)  # type: ignore[attr-defined]
    return result.result if isinstance(result, DoneBefore) else result


def _key(request: HttpRequest) -> UUID | None:
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    try:
        return UUID(given)
    except ValueError:
        raise Refused("Idempotency-Key is a UUID.", field="Idempotency-Key") from None


def or_404(found: R | None) -> R:
    """What was found; 404 both where there is nothing and where the wall hides it."""
    if found is None:
        raise Http404
    return found


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """422, in words."""
    return api.create_response(request, {"because": refusal.because, "field": refusal.field}, status=422)


@api.exception_handler(NotShown)
def not_shown(request: HttpRequest, refusal: NotShown) -> HttpResponse:
    """403, naming the part of the record that the caller is not shown."""
    return api.create_response(request, {"because": refusal.because, "field": None}, status=403)


@api.exception_handler(Forbidden)
def forbidden(request: HttpRequest, refusal: Forbidden) -> HttpResponse:
    """403, naming the role and what it lacks."""
    return api.create_response(request, {"because": str(refusal), "field": None}, status=403)


@api.exception_handler(BadBody)
def bad_body(request: HttpRequest, wrong: BadBody) -> HttpResponse:
    """422, naming the first field at fault and what was expected; 404 about somebody the wall hides."""
    if _hidden(request):
        return missing(request, Http404())
    first = wrong.errors[0] if wrong.errors else {}
    where = ".".join(str(part) for part in first.get("loc", ()) if part not in {"body", "payload"})
    said = f"{where or 'The call'}: {first.get('msg', 'could not be read')}."
    return api.create_response(request, {"because": said, "field": where or None}, status=422)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, wrong: HttpError) -> HttpResponse:
    """What was sent cannot be read at all: 400 in words, or 404 about somebody the wall hides."""
    if wrong.status_code == 400 and _hidden(request):
        return missing(request, Http404())
    return api.create_response(request, {"because": str(wrong), "field": None}, status=wrong.status_code)


def _hidden(request: HttpRequest) -> bool:
    """Whether the address names a person whom the caller may not see."""
    person = request.resolver_match.kwargs.get("person_id") if request.resolver_match else None
    try:
        return person is not None and not may_see(UUID(str(person)))
    except ValueError:
        return False


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """422 for a value that a field cannot hold."""
    return api.create_response(request, {"because": "A value could not be read.", "field": None}, status=422)


@api.exception_handler(DataError)
@api.exception_handler(UnicodeEncodeError)
def unfit(request: HttpRequest, wrong: DataError | UnicodeEncodeError) -> HttpResponse:
    """422 for a value that no column can hold, such as a NUL or half a character; nothing is kept."""
    request.failed = True  # type: ignore[attr-defined]
    return invalid(request, ValidationError(""))


@api.exception_handler(Http404)
def missing(request: HttpRequest, wrong: Http404) -> HttpResponse:
    """404: nothing there, or nothing this caller may see."""
    said = {"because": "There is nothing here, or nothing you may see.", "field": None}
    return api.create_response(request, said, status=404)
