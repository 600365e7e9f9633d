"""Hearings and applications as Common Platform sends them (JSON), read into matters or refused with every fault."""

from __future__ import annotations

from collections.abc import Iterator

from throughcare.casework.people.rules import telephone_in
from throughcare.foundation.kernel.days import day_of

from .element import Element, iso_day
from .matter import Day, Matter, OffenceSaid, ResultSaid, joined, ref_of
from .sitting import session_at

_SEXES = {"MALE": "M", "FEMALE": "F", "NOT_KNOWN": "NK", "NOT_SPECIFIED": "NS"}


def read_hearing(message: Element) -> list[Matter]:
    """Every matter of a hearing, once each; what is wrong is kept in the element's faults."""
    hearing = message["hearing"].object(needed=True)
    about = hearing["id"].text(needed=True, longest=100)
    code = hearing["courtCentre"].object(needed=True)["code"].text(needed=True, longest=20)
    days = tuple(
        Day(day_of(at), session_at(at.hour))
        for day in hearing["hearingDays"].each(needed=True)
        if (at := day["sittingDay"].instant(needed=True))
    )
    applications = list(hearing["courtApplications"].each())
    cases = list(hearing["prosecutionCases"].each(needed=not applications))
    matters = [m for case in cases for m in _case(case, about, code, days)]
    matters += [m for one in applications for m in _application(one, about, code, days)]
    return joined(matters) if not message.faults.found else []


def _case(case: Element, about: str, code: str, days: tuple[Day, ...]) -> Iterator[Matter]:
    id = case["id"].text(needed=True, longest=100)
    identifier = case["prosecutionCaseIdentifier"].object()
    number = identifier["caseURN"].text(longest=40) or identifier["prosecutionAuthorityReference"].text(
        longest=40
    )
    for defendant in case["defendants"].each(needed=True):
        who = defendant["id"].uuid(needed=True)
        # A body is another matter than a person: a message that takes one for the other names two.
        body = "organisation" if defendant["legalEntityDefendant"].is_there else ""
        matter = Matter(
            ref_of("hearing", about.upper(), id.upper(), who, body), code, days, number or id[:40]
        )
        if not number:
            matter.ask(
                "case_number", "", "the court sent no number of the case: its own id is kept in its place"
            )
        matter.fields |= {"defendant_id": who}
        _defendant(matter, defendant)
        matter.fields["master_defendant_id"] = defendant["masterDefendantId"].uuid()
        for offence in defendant["offences"].each():
            _offence(matter, offence)
        for name in ("judicialResults", "defendantCaseJudicialResults"):
            matter.results += [("", result) for result in _results(defendant[name])]
        yield matter


def _application(one: Element, about: str, code: str, days: tuple[Day, ...]) -> Iterator[Matter]:
    id = one["id"].text(needed=True, longest=100)
    number = one["applicationReference"].text(longest=40)
    defendant = one["subject"].object()["masterDefendant"].object()
    if not defendant.is_there:
        defendant = one["applicant"].object()["masterDefendant"].object()
    matter = Matter(ref_of("application", about.upper(), id.upper()), code, days, number or id[:40])
    master = defendant["masterDefendantId"].uuid()
    cases = list(defendant["defendantCase"].each())
    ids = list(dict.fromkeys(i for case in cases if (i := case["defendantId"].uuid())))
    matter.fields |= {"defendant_id": ids[0] if ids else master, "master_defendant_id": master}
    matter.fields["matter"] = one["type"].object()["type"].text(longest=200) or "an application"
    _defendant(matter, defendant)
    matter.results += [("", result) for result in _results(one["judicialResults"])]
    if particulars := one["applicationParticulars"].text(longest=500):
        matter.ask("application", particulars, "the particulars of an application, in the court's words")
    yield matter


def _defendant(matter: Matter, defendant: Element) -> None:
    person = defendant["personDefendant"].object()
    organisation = defendant["legalEntityDefendant"].object()
    if organisation.is_there:
        matter.fields["organisation"] = (
            organisation["organisation"].object()["name"].text(needed=True, longest=200)
        )
    elif person.is_there:
        _person(matter, person["personDetails"].object(needed=True))
    else:
        defendant.wrong("is neither a person (personDefendant) nor an organisation (legalEntityDefendant)")
    for name, column in (("pncId", "pnc"), ("croNumber", "cro")):
        matter.fields[column] = defendant[name].text(longest=60)


def _person(matter: Matter, person: Element) -> None:
    names = [person[name].text(longest=100) for name in ("firstName", "middleName")]
    family = person["lastName"].text(longest=100)
    if not family and not any(names):
        person["lastName"].wrong("is missing")
    born = person["dateOfBirth"].text(longest=40)
    matter.fields |= {
        "family_name": family,
        "given_names": " ".join(name for name in names if name),
        "date_of_birth": iso_day(born),
        "sex": _SEXES.get(gender := person["gender"].text(longest=40).upper(), ""),
    }
    if born and not iso_day(born):
        matter.ask("date_of_birth", born, "is no day: ask for the date of birth")
    if gender and gender not in _SEXES:
        matter.ask("sex", gender, "is no sex that the list has")
    ethnicity = person["ethnicity"].object()
    matter.fields["ethnicity"] = ethnicity["selfDefinedEthnicityCode"].text(longest=20)
    address = person["address"].object()
    lines = [address[f"address{n}"].text(longest=200) for n in range(1, 6)]
    matter.fields["address"] = ", ".join(line for line in lines if line)[:300]
    matter.fields["postcode"] = address["postcode"].text(longest=60)
    reached = person["contact"].object()
    numbers = [reached[name].text(longest=60) for name in ("mobile", "home", "work")]
    usable = (number for number in numbers if telephone_in(number))
    matter.fields["phone"] = next(usable, next(filter(None, numbers), ""))


def _offence(matter: Matter, offence: Element) -> None:
    id = offence["id"].text(longest=100).lower() or offence.path
    verdict = offence["verdict"].object()
    matter.offences.append(
        OffenceSaid(
            id=id,
            code=offence["offenceCode"].text(longest=40).upper(),
            title=offence["offenceTitle"].text(longest=500),
            wording=offence["wording"].text(),
            act=offence["offenceLegislation"].text(longest=1000),
            on=iso_day(offence["startDate"].text(longest=40)),
            plea=offence["plea"].object()["pleaValue"].text(longest=60),
            verdict=verdict["verdictType"].object()["description"].text(longest=200),
            count=_number(offence["count"]),
            order=_number(offence["orderIndex"]),
        )
    )
    matter.results += [(id, result) for result in _results(offence["judicialResults"])]


def _number(element: Element) -> int:
    """A number of an offence; nought where none was sent, or what was sent is none: it only helps to tell offences apart."""
    value = element.value
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1000 else 0


def _results(several: Element) -> Iterator[ResultSaid]:
    """The results that stand; one that the court marks as deleted was passed by nobody."""
    return (_result(one) for one in several.each() if one["isDeleted"].value is not True)


def _result(one: Element) -> ResultSaid:
    prompts = tuple(
        (
            p["label"].text(longest=500),
            p["promptReference"].text(longest=200),
            p["value"].text(),
        )
        for p in one["judicialResultPrompts"].each()
    )
    return ResultSaid(
        label=one["label"].text(longest=500),
        code=one["cjsCode"].text(longest=20),
        type_id=one["judicialResultTypeId"].text(longest=60),
        text=one["resultText"].text(),
        ordered_on=one["orderedDate"].text(longest=40),
        prompts=prompts,
    )
