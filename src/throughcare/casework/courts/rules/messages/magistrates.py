"""The magistrates' cases (JSON) and daily list (XML in its envelope), read into matters or refused with every fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from throughcare.foundation.kernel.days import day_of

from .element import Element, Json, iso_day
from .matter import Day, Matter, OffenceSaid, joined, ref_of
from .sitting import session_at

_SEXES = {"M": "M", "F": "F", "N": "NS"}
_COURT_IN_NAME = re.compile(r"_([A-Z]\d{2}[A-Z\d]{2}(?:[A-Z\d]{2})?)_")


def read_case(message: Element) -> list[Matter]:
    """The one matter of a magistrates' case."""
    code = message["courtCode"].text(needed=True, longest=20)
    starts = message["sessionStartTime"].instant(needed=True)
    days = (Day(day_of(starts), session_at(starts.hour)),) if starts else ()
    said = {
        "caseId": "caseId", "caseNo": "caseNo", "type": "defendantType", "name": "defendantName", "dob": "defendantDob",
        "sex": "defendantSex", "names": "name", "address": "defendantAddress", "pnc": "pnc", "cro": "cro",
    }  # fmt: skip
    matter = _matter(message, said, code, days)
    for offence in message["offences"].each():
        _offence(
            matter,
            offence,
            {"seq": "seq", "code": "code", "title": "title", "summary": "summary", "act": "act"},
        )
    return [matter] if not message.faults.found else []


def read_list(message: Element) -> list[Matter]:
    """Every case of every session of a daily list."""
    request = _inside(message)
    document = request["documents"].object(needed=True)["document"].object(needed=True)
    info = document["info"].object(needed=True)
    name = info["source_file_name"].text(needed=True, longest=200)
    found = _COURT_IN_NAME.search(name)
    if name and not found:
        info["source_file_name"].wrong(
            "names no court's code, as 5_26102020_2992_B10JQ00_ADULT_COURT_LIST_DAILY"
        )
    data = document["data"].object()
    if not data.is_there:
        return []  # a list that holds nothing, as the courts send for a court that does not sit
    job = data["job"].object(needed=True)
    matters = [
        matter
        for session in _all(job["sessions"], "session")
        for matter in _session(session, found[1] if found else "")
    ]
    return joined(matters) if not message.faults.found else []


def _inside(message: Element) -> Element:
    for name in ("Envelope", "Body"):
        message = message[name] if isinstance(message.value, dict) and name in message.value else message
    return message["ExternalDocumentRequest"].object(needed=True)


def _all(parent: Element, name: str) -> Iterator[Element]:
    """The children of one name: one, several or none; an element that holds nothing has none."""
    if not isinstance(parent.value, dict):
        return
    held: Json = parent.value.get(name)
    several = held if isinstance(held, list) else [] if held in (None, "") else [held]
    for place, one in enumerate(several):
        yield Element(f"{parent.path}.{name}[{place}]", one, parent.faults).object(needed=True)


def _session(session: Element, code: str) -> Iterator[Matter]:
    written = session["doh"].text(needed=True, longest=40)
    heard = iso_day(written)
    if written and not heard:
        session["doh"].wrong(f"is “{written}”: expected a day, as 31/03/2026")
    hour = session["sstart"].text(longest=20).partition(":")[0]
    days = (
        (Day(date.fromisoformat(heard), session_at(int(hour) if hour.isdecimal() else 0)),) if heard else ()
    )
    said = {
        "caseId": "c_id", "caseNo": "caseno", "type": "def_type", "name": "def_name", "dob": "def_dob", "sex": "def_sex",
        "names": "def_name_elements", "address": "def_addr", "pnc": "pnc_id", "cro": "cro_number",
    }  # fmt: skip
    for block in _all(session["blocks"], "block"):
        for case in _all(block["cases"], "case"):
            matter = _matter(case, said, code, days)
            for offence in _all(case["offences"], "offence"):
                _offence(
                    matter,
                    offence,
                    {"seq": "oseq", "code": "code", "title": "title", "summary": "sum", "act": "as"},
                )
            yield matter


def _matter(case: Element, said: dict[str, str], code: str, days: tuple[Day, ...]) -> Matter:
    id = case[said["caseId"]].text(longest=60)
    number = case[said["caseNo"]].text(needed=True, longest=40)
    day = days[0].on.isoformat() if days else ""
    matter = Matter(ref_of("magistrates", code[:5].upper(), day, id or number), code, days, number)
    matter.fields |= {
        "pnc": case[said["pnc"]].text(longest=60),
        "cro": case[said["cro"]].text(longest=60),
    }
    whole = case[said["name"]].text(longest=200)
    if case[said["type"]].text(longest=10).upper() == "O":
        matter.fields["organisation"] = whole
        if not whole:
            case[said["name"]].wrong("is missing")
        return matter
    _person(matter, case, said, whole)
    return matter


def _person(matter: Matter, case: Element, said: dict[str, str], whole: str) -> None:
    names = case[said["names"]].object()
    given = [names[f"forename{n}"].text(longest=100) for n in (1, 2, 3)]
    family = names["surname"].text(longest=100) or ("" if any(given) else whole)
    if not family and not any(given):
        case[said["name"]].wrong("is missing")
    born, sex = case[said["dob"]].text(longest=40), case[said["sex"]].text(longest=20).upper()
    address = case[said["address"]].object()
    lines = [address[f"line{n}"].text(longest=200) for n in range(1, 6)]
    matter.fields |= {
        "family_name": family,
        "given_names": " ".join(name for name in given if name),
        "date_of_birth": iso_day(born),
        "sex": _SEXES.get(sex, ""),
        "address": ", ".join(line for line in lines if line)[:300],
        "postcode": address["pcode"].text(longest=60),
    }
    if born and not iso_day(born):
        matter.ask("date_of_birth", born, "is no day: ask for the date of birth")
    if sex and sex not in _SEXES:
        matter.ask("sex", sex, "is no sex that the list has")


def _offence(matter: Matter, offence: Element, said: dict[str, str]) -> None:
    matter.offences.append(
        OffenceSaid(
            id=offence[said["seq"]].text(longest=20) or str(len(matter.offences) + 1),
            code=offence[said["code"]].text(longest=40).upper(),
            title=offence[said["title"]].text(longest=500),
            wording=offence[said["summary"]].text(),
            act=offence[said["act"]].text(longest=1000),
            plea=offence["plea"].text(longest=60),
        )
    )
