"""The courts' own messages: what is invalid is refused, and in the rest everybody and everything named is read, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Any
from xml.etree.ElementTree import ParseError

from throughcare.casework.courts.rules.messages import MessageSaid, messages_in

from .cases import Adapter, Case, Source, skipped

# So the authors named the files that their own checks refuse.
_REFUSED = ("invalid",)
_SCHEMAS = {".xsd", ".xjb"}


def _claims(source: Source) -> bool:
    if source.path.suffix in _SCHEMAS:
        return source.path.parent.name == "xsd"
    if source.path.suffix == ".json":
        content = source.content
        return isinstance(content, dict) and ("hearing" in content or "caseId" in content)
    return source.path.suffix == ".xml" and "ExternalDocumentRequest" in str(source.content)


def _cases(source: Source) -> Iterable[Case]:
    if source.path.suffix in _SCHEMAS:
        yield skipped(source.name, "a schema, which holds no case")
        return
    refused = any(word in source.name for word in _REFUSED)
    read = partial(_read, source)
    yield Case(
        f"{source.name} is refused" if refused else f"{source.name} is read",
        refused,
        lambda: _refused(read()),
    )
    if refused:
        return
    for what, names in _named(source).items():
        yield Case(f"{source.name}: each {what} once", names, partial(_found, read, what))


def _read(source: Source) -> list[MessageSaid]:
    return list(messages_in(source.path.read_bytes()))


def _refused(messages: list[MessageSaid]) -> bool:
    return any(message.faults for message in messages)


def _named(source: Source) -> dict[str, list[str]]:
    """What the file itself names, by the keys its authors gave: nothing of ours has read it."""
    if source.path.suffix == ".xml":
        return _named_in_xml(source)
    content: Any = source.content
    if "caseId" in content:
        return {"case": [str(content["caseNo"])], "offence": [o["title"] for o in content["offences"]]}
    found: dict[str, set[str]] = {"case": set(), "defendant": set(), "offence": set()}
    for case in content["hearing"].get("prosecutionCases") or []:
        found["case"].add(case["prosecutionCaseIdentifier"]["caseURN"])
        for one in case["defendants"]:
            found["defendant"].add(one["id"].lower())
            found["offence"] |= {o["id"].lower() for o in one["offences"]}
    for one in content["hearing"].get("courtApplications") or []:
        found["case"].add(one["applicationReference"])
    return {what: sorted(names) for what, names in found.items()}


def _named_in_xml(source: Source) -> dict[str, list[str]]:
    from defusedxml import ElementTree

    try:
        root = ElementTree.fromstring(source.path.read_bytes())
    except ParseError:
        return {}
    names = {"case": "caseno", "defendant": "surname", "offence": "title"}
    within = {name: root.iter(name) for name in names.values()}
    titles = [t.text for o in root.iter("offence") for t in o.iter("title")]
    return {
        what: sorted(titles if what == "offence" else [e.text for e in within[name]])
        for what, name in names.items()
    }


def _found(read: Any, what: str) -> list[str]:
    matters = [matter for message in read() for matter in message.matters]
    if what == "case":
        return sorted({matter.case_number for matter in matters})
    if what == "defendant":
        return sorted(
            {
                m.fields["defendant_id"] if m.fields.get("defendant_id") else m.fields["family_name"]
                for m in matters
            }
        )
    offences = Counter(
        offence.id if matter.fields.get("defendant_id") else offence.title
        for matter in matters
        for offence in matter.offences
    )
    return sorted(offences)


ADAPTERS = (Adapter("the courts' own messages", _claims, _cases),)
