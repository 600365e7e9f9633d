"""What lies on the court team's desk in the demonstration: cases listed ahead, things to ask a court, a corrected result."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from throughcare.casework.courts.actions import import_court_messages, import_court_results

from .days import instant
from .history import History
from .lives import Result, as_file
from .persons import Person

# In the courts' own words: three whose code a list names, and one that comes with a title alone, which is asked about.
_CHARGES = (
    (
        "PU86003",
        "Affray",
        "used or threatened unlawful violence towards another",
        "Contrary to section 3(1) of the Public Order Act 1986.",
    ),
    (
        "RT88584",
        "Drive with a specified controlled drug above the limit",
        "drove on a road with more of a controlled drug in the blood than the law allows",
        "Contrary to section 5A of the Road Traffic Act 1988.",
    ),
    (
        "CJ88153",
        "Possess an offensive weapon in a private place",
        "had a zombie knife at home",
        "Contrary to section 141(1A) of the Criminal Justice Act 1988.",
    ),
)
_WITHOUT_CODE = (
    "",
    "Common assault",
    "assaulted a person by beating",
    "Contrary to section 39 of the Criminal Justice Act 1988.",
)
_ASKED_OF = 10
"""One charge in so many has no code."""
_AHEAD, _DAYS = 30, 10


def lay_out(history: History, by: Random) -> None:
    """A message of cases listed in the days ahead, one with a day of birth that there is not, and one result that a court sent again."""
    sentenced = [result for result in history.recent if result.is_sentence]
    if not sentenced:
        return
    at = instant(history.as_at - timedelta(days=1), 17)
    managed = {held.key for held in history.in_order()}
    known = {r.person.key: r.person for r in reversed(history.recent) if r.person.key in managed}
    cases = list(_listed(history, by, list(known.values())))
    text = "\n".join(json.dumps(case) for case in cases)
    import_court_messages(
        by=history.court, at=at, file=io.BytesIO(text.encode()), file_name="magistrates-cases.jsonl"
    )
    again = next((result for result in reversed(sentenced) if _can_be_longer(result)), None)
    if again is not None:
        import_court_results(
            by=history.court,
            at=at + timedelta(minutes=5),
            file=as_file([_corrected(again)]),
            file_name="corrected-result.csv",
        )
    history.hear()


def _listed(history: History, by: Random, known: Sequence[Person]) -> Iterator[dict[str, object]]:
    """Cases of the magistrates, as their own message says them: of people known, the first born on a day there is not."""
    courts = history.staff.bodies.trust.magistrates
    days = [day for n in range(_DAYS + 4) if (day := history.as_at + timedelta(days=n)).weekday() < 5][:_DAYS]
    for number, person in enumerate(known[:_AHEAD]):
        starts = datetime.combine(days[number % len(days)], time(14 if number % 3 else 10))
        charge = by.choice(_CHARGES) if (number + 1) % _ASKED_OF else _WITHOUT_CODE
        case = _case(by, person, starts, courts[number % len(courts)], charge)
        yield case if number else case | {"defendantDob": f"31/02/{person.born.year}"}


def _case(
    by: Random, person: Person, starts: datetime, court: str, charge: tuple[str, str, str, str]
) -> dict[str, object]:
    code, title, did, act = charge
    first, *more = person.given.split()
    return {
        "caseId": by.randrange(10**6, 10**7),
        "caseNo": f"{starts:%y}{by.randrange(10**8):08}",
        "name": {"forename1": first, "forename2": " ".join(more), "surname": person.family.upper()},
        "defendantName": f"{person.given} {person.family.upper()}",
        "defendantType": "P",
        "defendantSex": person.sex,
        "defendantDob": f"{person.born:%d/%m/%Y}",
        "defendantAddress": {"line1": person.address, "pcode": person.postcode},
        "pnc": person.pnc,
        "offences": [
            {
                "seq": 1,
                **({"code": code} if code else {}),
                "title": title,
                "summary": f"On {starts - timedelta(days=40):%d/%m/%Y} {did}.",
                "act": act,
            }
        ],
        "sessionStartTime": starts.isoformat(),
        "courtCode": court,
        "courtRoom": "01",
    }


def _can_be_longer(result: Result) -> bool:
    return result.row["sentence_kind"] == "community order" and result.row.get("sentence_length") in {
        "6",
        "12",
        "18",
    }


def _corrected(result: Result) -> Result:
    """The same result with the length the court meant."""
    return replace(result, row={**result.row, "sentence_length": "24"})
