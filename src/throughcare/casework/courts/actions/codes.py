"""Saying by which codes a court is known, and adding a court that no list has: one row of data, no release."""

from __future__ import annotations

import re
from datetime import datetime

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..models import CodeMeaning, Court, CourtCode, Offence
from ..rules.court_codes import standard_court_code
from ..rules.messages import CodeList, check_meaning, key_of

_CODE = re.compile(r"[A-Z\d]{3,20}", re.ASCII)
KINDS_OF_COURT = ("magistrates", "crown", "youth")


@action(Permission.ADMINISTER_ORGANISATIONS)
def say_court_code(*, by: Member, at: datetime, code: str, kind: str, court_code: str, because: str) -> None:
    """Say that a code of some kind names a court; from now on results and messages that use it are taken."""
    known = _code(code)
    if not Court.objects.filter(code=court_code).exists():
        raise Refused(f"No court has the code “{court_code[:20]}”.", field="court_code")
    if Court.objects.filter(code=known).exclude(code=court_code).exists():
        raise Refused(f"“{known}” is another court's first code.", field="code")
    if not kind.strip() or not because.strip():
        raise Refused("Say of which kind the code is, and from where it is known.", field="because")
    CourtCode.objects.bulk_create(
        [
            CourtCode(
                code=known, kind=kind.strip()[:40], court_id=court_code, edition=f"{day_of(at):%Y-%m-%d}",
                because=because.strip()[:200], member_id=by.id,
            )
        ],
        update_conflicts=True, unique_fields=["code"],
        update_fields=["kind", "court", "edition", "because", "member_id"],
    )  # fmt: skip
    add_to_line(because, code=known, court=court_code)


@action(Permission.ADMINISTER_ORGANISATIONS)
def add_court(*, by: Member, at: datetime, code: str, name: str, kind: str, postcode: str = "") -> None:
    """Add a court that no list has, by its code and name."""
    from throughcare.casework.people.rules.places import standard_postcode

    known = _code(code)
    if len(known) > 10:
        raise Refused("A court's first code is at most ten characters.", field="code")
    if not name.strip() or len(name) > 200:
        raise Refused("Say the court's name, in at most 200 characters.", field="name")
    if kind not in KINDS_OF_COURT:
        raise Refused(f"A court is one of: {', '.join(KINDS_OF_COURT)}.", field="kind")
    if Court.objects.filter(code=known).exists() or CourtCode.objects.filter(code=known).exists():
        raise Refused(f"“{known}” is a court's code already.", field="code")
    place = standard_postcode(postcode) if postcode.strip() else ""
    Court.objects.bulk_create([Court(code=known, name=name.strip(), kind=kind, postcode=place)])
    add_to_line(code=known, name=name.strip())


def _code(written: str) -> str:
    code = standard_court_code(written)
    if not _CODE.fullmatch(code):
        raise Refused("A court's code is three to twenty capital letters and digits.", field="code")
    return code


@action(Permission.ADMINISTER_ORGANISATIONS)
def say_code(
    *, by: Member, at: datetime, list_name: str, code: str, means: str, value: str, because: str
) -> None:
    """Say what a code or label of the courts' messages means; later messages are read by it."""
    if list_name not in set(CodeList):
        raise Refused(f"A list is one of: {', '.join(CodeList)}.", field="list_name")
    which, known = key_of(CodeList(list_name), code)
    if not known or len(known) > 200:
        raise Refused("Say the code or label, in at most 200 characters.", field="code")
    if wrong := check_meaning(which, means, value):
        raise Refused(f"{wrong[0].upper()}{wrong[1:]}.", field="value")
    if which is CodeList.OFFENCE and not Offence.objects.filter(code=value).exists():
        raise Refused(f"No offence has the Home Office code “{value[:20]}”.", field="value")
    if not because.strip():
        raise Refused("Say from where this is known.", field="because")
    CodeMeaning.objects.bulk_create(
        [
            CodeMeaning(
                list_name=which.value, code=known, means=means, value=value, origin=because.strip()[:300],
                member_id=by.id,
            )
        ],
        update_conflicts=True, unique_fields=["list_name", "code"],
        update_fields=["means", "value", "origin", "member_id"],
    )  # fmt: skip
    add_to_line(because, list_name=list_name, code=known, means=value)
