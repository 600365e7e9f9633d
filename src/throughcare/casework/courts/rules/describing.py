"""What a file of court results holds, column by column, for the documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .days import DAYS_OF_A_RESULT
from .law import order_editions
from .release import release_editions
from .stream import COLUMNS, LONGEST_LINE, REQUIRED
from .words import Outcome, ReportKind, RequirementKind, Runs, SentenceKind, Session, Unit


def _one_of(words: type) -> str:
    return "one of: " + ", ".join(str(word) for word in words)  # type: ignore[attr-defined]


COLUMN_WORDS: Mapping[str, str] = {
    "result_ref": "the sender's own reference of this result, once for each court; at most 60 characters",
    "court_code": "any code of the court: of the register, as MDDLMC, or of the courts' own feeds, as B01CE00 or B01CE (lists in `casework/courts/reference`; an administrator adds a code or a court as a row of data); where an administrator has said which team serves a court, that team alone brings its results in",
    "hearing_date": "the day of the hearing, as 2026-03-31; not in the future",
    "session": _one_of(Session) + "; morning when empty",
    "case_number": "the court's number of the case; at most 40 characters",
    "defendant_id": "the court's id of the defendant, a UUID",
    "family_name": "a name as people write it; whoever has one name has it here; what looks odd is recorded and asked about",
    "given_names": "the same; may be empty, which is asked about",
    "date_of_birth": "as 1990-02-28; at least ten years before the hearing and the offence; the column must be there, and may be empty, “not known” or a day that stands for none (1900-01-01): then the record says that it is not known, and it is asked about",
    "sex": "M, F, NK or NS; “not asked” when empty",
    "ethnicity": "a 16+1 code, as W1; “not asked” when empty",
    "pnc": "a PNC number with its check letter, as 2008/0056560Z; what stands for none (NONE, noughts) is left out and asked about",
    "cro": "a CRO number with its check letter, as 265416/21G; what stands for none is left out and asked about",
    "postcode": "the home's postcode; the area that answers for the person is found from it, and from the court where no area answers for the home (Northern Ireland, the islands, the forces); NFA or ZZ99 3VZ is no fixed abode; what is no postcode is kept with the address and asked about",
    "address": "the home's address, at most 300 characters",
    "phone": "a telephone number of the person; whether it is safe to use is for whoever meets them to ask; what is no number is asked about",
    "offence_code": "the main offence's Home Office code, as 105/01",
    "offence_date": "the day of the main offence; not after the hearing",
    "other_offence_codes": "further Home Office codes, parted by ;",
    "outcome": _one_of(Outcome),
    "report_kind": _one_of(ReportKind) + "; needed when the outcome is “report requested”",
    "report_due": "the day the court wants the report; not before the hearing",
    "sentence_kind": _one_of(SentenceKind)
    + ", or as courts say it otherwise (imprisonment, custody for life, SSO); needed when the outcome is “sentenced”",
    "sentence_length": "as the court gave it: “18 months 2 weeks”, or a number with its unit in the next column; an extended sentence in two parts, “4 years + 2 years”, “4+2” or “6 years comprising 4 years custody and 2 years extended licence”; a suspended one may say both here, “26 weeks suspended for 18 months”; of a life sentence the minimum term, “whole life”, or nothing; beside it what counts towards it, “less 45 days on remand”, or that it is “time served”",
    "sentence_unit": _one_of([unit for unit in Unit if unit is not Unit.HOURS])  # type: ignore[arg-type]
    + "; empty where the length names its own units",
    "custody_months": "the custody that a suspended sentence order suspends, as “26 weeks”; a bare number is of months; empty where the length says it",
    "requirements": "requirements parted by ;, each as “unpaid work 120 hours”, “RAR up to 20 days” or “Building Choices 21 days”; kinds: "
    + ", ".join(RequirementKind)
    + "; a programme may be ordered by its name (`casework/courts/reference/programmes.csv`), and a name that no list has is asked about; the hours of a curfew (“curfew 8 weeks 7pm to 7am”) and the place of an exclusion, a residence or a prohibited activity (“exclusion 6 months from the High Street”) are kept as they are said",
    "runs": _one_of(Runs) + "; alone when empty",
    "runs_with": "the result_ref of the sentence beside which this one is concurrent or consecutive: of the same court and defendant, passed no later, in this file or recorded before",
    "minimum_term": "the minimum term of a life sentence, or of one for public protection, as “14 years” or “14 years less 212 days on remand”; a bare number in figures is of years; “whole life” for a whole life order",
    "deferred_until": "the day until which sentence is put off; needed when the outcome is “sentence deferred”",
    "breach_of": "the result_ref of the sentence whose breach the hearing dealt with; needed for the outcomes of a breach, and with “sentenced” for a sentence passed anew in its place",
    "organisation": "the name of a company or other body that is the defendant; then the row has no person",
    "matter": "what an application is, in the court's words",
    "master_defendant_id": "the court's id of the person across cases, a UUID",
    "also_listed": "further days of the hearing, parted by ;, as “2026-03-31 morning”",
    "offences_said": "the offences in the court's own words, as JSON; written by the reader of messages",
    "asked": "what has to be asked about, as JSON; written by the reader of messages",
}


_MESSAGES = [
    "",
    "## What is odd in a row costs nothing else",
    "",
    "A row is refused, and kept whole for correction, where nobody could say what it is about or what the court did. What is",
    "only odd is recorded and **asked about**: an unknown date of birth, one name, unusual marks in a name, a number that stands",
    "for none, a home that no area answers for or nobody can place. Each such thing is listed under Court results with the",
    "court's own words until somebody settles it. A text with half a character or a zero byte, a length of more than a hundred",
    "years or a number of any size costs its own row alone.",
    "",
    "## The courts' own messages",
    "",
    "    throughcare import court-messages hearing.json list.xml --as officer@example.test",
    "",
    "The same files can be sent from the page and by `POST /api/v1/court-messages`. What is read:",
    "",
    "| message | form | one row for |",
    "|---|---|---|",
    "| a hearing, with its cases | Common Platform JSON (`hearing.prosecutionCases`) | each defendant in each case, and of these each sentence |",
    "| an application | Common Platform JSON (`hearing.courtApplications`) | each application, about the person it concerns |",
    "| a magistrates' case | JSON (`caseId`, `caseNo`) | the case |",
    "| the magistrates' daily list | XML, with or without its envelope | each case of each session |",
    "",
    "A file holds one message, a list of them, or one a line; at most 10 MB. A message is taken as a queue delivers it too",
    "(a text in `Message`). XML is read by `defusedxml`: a document with a declaration, an entity or a bomb is refused.",
    "",
    "- **Invalid** is a message that lacks what says whom or what it is about: the hearing's id, the court's code, a sitting day,",
    "  a case's id or number, a defendant's id, a name. It is refused whole, with each element named by its path, and kept.",
    "- **Once**: the same message again changes nothing. The reference of a matter is made of the ids of the hearing, the case",
    "  and the defendant (of the court, the day and the case in the magistrates' messages).",
    "- **Listed** is the outcome of a matter without a result. Listed sittings fill the court lists of the two weeks ahead.",
    "- **A later message** of a matter that is only listed amends it, and each change is put among what is to be asked, as what it",
    "  was and what it is. A recorded result is not overwritten: the newer one waits.",
    "- **Codes**: courts, result codes, result labels and offence codes are read by tables that administrators add to, each row",
    "  with its origin (`casework/courts/reference`). What no table knows waits with the court's own words: an offence is in the",
    "  record under the court's code and title until its Home Office code is said; a result passes no sentence until every part",
    "  of it is understood, and a sentence that was understood is still put up to be looked at.",
    "- **Several sentences** at one hearing are a row each, with the offences each is for: a term of custody for each offence,",
    "  an order said in the same words for several offences once, and what became of the other offences (adjourned, fined,",
    "  dismissed) in a row of its own. A term is **consecutive** to the sentence of the offence that the result names, by its number,",
    "  count, id, code or title, or in another case of the message by its number; said to be consecutive and no more, to the one",
    "  other sentence that is not. Other terms run beside the first; where the court did not say how, it is asked about. A total",
    "  that is not what the terms come to leaves all of them waiting. A sentence whose length is not understood, that names one",
    "  nobody can find, closes a ring, or follows one of these waits with the court's words in a row of its own, and the others are",
    "  recorded. What a later message no longer holds stays, and is asked about. A result that the court marks as deleted is none.",
    "  A sentence ordered on a later day of a hearing is passed on that day. The magistrates' messages hold no results.",
    "- **Settling**: an officer says which Home Office offence the court's words are, or what was passed at a hearing that is",
    "  only listed (checked as a row of a file is, and a case opens), or answers in words; page and API.",
    "- **A company or other body** as defendant stands in the list of its sitting, and is nobody's person.",
    "",
]


def court_results_document() -> str:
    """The format of court results, as Markdown."""
    rows = [f"| `{name}` | {'yes' if name in REQUIRED else ''} | {COLUMN_WORDS[name]} |" for name in COLUMNS]
    return "\n".join(
        [
            "# Court results: the file",
            "",
            "A CSV file whose first line names the columns, or a file of JSON lines (one object a line, the same names).",
            f"The text is UTF-8. A row is one line, of at most {LONGEST_LINE // 1024} KB. A file is one transaction:",
            "good rows are recorded and refused rows are kept for correction, together or not at all. The same file",
            "twice changes nothing. A recorded result sent again with other contents waits beside the recorded one until a",
            "court officer accepts or declines it; accepted, it takes its place, and the old one stays in history and",
            "counts nowhere. A column that is not listed here refuses the file, and the nearest name is offered.",
            "",
            "    throughcare import court-results results.csv --as officer@example.test",
            "",
            "| column | needed | what it holds |",
            "|---|---|---|",
            *rows,
            "",
            *_MESSAGES,
            "",
            *_days(),
            *_limits(),
        ]
    )


_SAID = (
    "## What is worked out",
    "",
    "The day of sentence is the first day served: twelve months from 1 January end with 31 December. Months end on the day",
    "before the day they began on, or on the last day of a month that has no such day; weeks and days are added after.",
    "A consecutive term of custody begins when the term it names has ended, and the terms are shown as one run; months that",
    "follow months are added before they are counted, so that six and six end as twelve do. Orders run from the day they",
    "are made. What is worked out belongs to reading a row: a length of more than a hundred years, a run of more than a",
    "hundred terms or years, or a day that cannot be written is a fault of its row and stops no other.",
    "",
    "**Days on remand** that a court says count are kept beside the term, which stays as it was passed: release is so many days",
    "earlier, and so is the earliest day after the minimum term of a life sentence, though never before the day of sentence.",
    "“Time served” releases on that day. “Time served” without a length is recorded without an end, and its length asked",
    "about; “less time served” without a number counts nothing until somebody says how many days. A whole life order has no",
    "day of release. “Less 45 days” of a fixed term, with no word of what they are, is refused: it may be another sentence.",
    "",
    "**Up to 20 days** is a most that the court set, and is shown as one. A **programme** ordered by a name of the list is kept",
    "under its full name; by another, in the court's words, and asked about.",
    "",
    "A sentence that was quashed, set aside or recorded in error stays to be read and counts nowhere: runs, case, tier and",
    "load are worked out again without it, and extracts for outcomes leave it out with its offences and requirements.",
    "",
    "A result that names a sentence in `breach_of` tells what becomes of it. Where it cannot be told (the sentence is on",
    "another person's record, the hearing ended without a word on it, it had ended before and the court says otherwise, or",
    "a corrected result took the place of the one that told) the result is recorded, the sentence stays as it is, and it is put among what is to be asked.",
    "",
    "## The order of days",
    "",
    "| day | faults | clause |",
    "|---|---|---|",
)


def _days() -> list[str]:
    rows = [f"| `{one.fault}` | {one.because} | {one.clause} |" for one in DAYS_OF_A_RESULT]
    return [*_SAID, *rows, ""]


def _limits() -> list[str]:
    lines = [
        "## What the law of the day allows",
        "",
        "By the edition of the day of the hearing; policy data, editable. A limit that was not read at its source says so.",
        "Where a change of law turns on the day of conviction, which a file does not give, the day of the hearing stands for it.",
    ]
    for edition in order_editions():
        until = f" until {edition.in_force.end}" if edition.in_force.end else ""
        law = edition.table
        lines += [
            "",
            f"### {edition.name}, from {edition.in_force.start}{until}",
            "",
            "| sentence | limits | clause |",
            "|---|---|---|",
        ]
        lines += [
            f"| {kind} | {_of_order(entry)} | {law.clause(entry)} |" for kind, entry in law.orders.items()
        ]
        lines += ["", "| requirement | limits | clause |", "|---|---|---|"]
        lines += [
            f"| {kind} | {_of_requirement(entry)} | {law.clause(entry)} |"
            for kind, entry in law.requirements.items()
        ]
    return [*lines, "", *_releases()]


def _between(entry: Mapping[str, Any]) -> str:
    least, most = entry.get("least"), entry.get("most")
    if least and most:
        return f"{least} to {most}"
    return f"at most {most}" if most else f"at least {least}" if least else ""


def _of_order(entry: Mapping[str, Any]) -> str:
    said = [_between(entry)]
    said += [f"suspends {_between(entry['term'])}"] if "term" in entry else []
    said += [f"extended licence {_between(entry['extension'])}"] if "extension" in entry else []
    for_life = entry.get("whole_life", {})
    said += (
        [f"a whole life order from {for_life['from_age']} years of age at the offence"] if for_life else []
    )
    said += ["a requirement at least"] if entry.get("requirements") else []
    said += [f"from {entry['from_age']} years of age at the hearing"] if "from_age" in entry else []
    said += [f"under {entry['under_age']} at the offence"] if "under_age" in entry else []
    return "; ".join(one for one in said if one)


def _of_requirement(entry: Mapping[str, Any]) -> str:
    unit = "" if entry["counted_in"] == "time" else f" {entry['counted_in']}"
    return f"{_between(entry)}{unit}{', all of the kind together' if entry.get('sum') else ''}"


def _releases() -> list[str]:
    lines = [
        "## When custody lets somebody out",
        "",
        "The standard rule, by dated editions and their tranches; excluded offences and added days are not in a file.",
        "",
        "| edition | from | share served | source |",
        "|---|---|---|---|",
    ]
    return [
        *lines,
        *(f"| {e.name} | {e.start} | {e.over[0]} of {e.over[1]} | {e.clause} |" for e in release_editions()),
        "",
    ]
