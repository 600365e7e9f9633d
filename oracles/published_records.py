"""Cases of published records: what the releases of a process come to, as whoever published its record compiled them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from throughcare.commissioning.publication.rules import compiled

from .cases import Adapter, Case, Source, skipped

Document = Mapping[str, object]
_NOT_HELD = "a release of the record is linked, and its file is not beside it"
_NOT_COMPILED = "no compiled release in the record"
_NAMED_ANEW = "the name that whoever compiled a release gave it"


def _is_of_records(source: Source) -> bool:
    content = source.content if source.path.suffix == ".json" else None
    return isinstance(content, dict) and isinstance(content.get("records"), list)


def _cases(source: Source) -> Iterable[Case]:
    for number, record in enumerate(_parts(source.content, "records")):
        name = f"{number} {record.get('ocid')}"
        theirs = record.get("compiledRelease")
        releases = [_held(one, source.path) for one in _parts(record, "releases")]
        whole = [one for one in releases if one is not None]
        if not isinstance(theirs, Mapping):
            yield skipped(name, _NOT_COMPILED)
        elif not whole or len(whole) < len(releases):
            yield skipped(name, _NOT_HELD)
        else:
            yield Case(name, _unnamed(theirs), partial(_come_to, whole), not_compared=(_NAMED_ANEW,))


def _parts(content: object, name: str) -> list[Document]:
    found = content.get(name) if isinstance(content, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _held(release: Document, record: Path) -> Document | None:
    """A release of a record: in it, or in the file that its link names, beside the record or one folder above; None where it is in neither."""
    if "ocid" in release:
        return release
    file, _, wanted = str(release.get("url", "")).rpartition("/")[2].partition("#")
    for path in (record.parent / file, record.parent.parent / file):
        if file and path.is_file():
            inside = _parts(json.loads(path.read_text(encoding="utf-8")), "releases")
            chosen = [one for one in inside if wanted in {"", one.get("id")}]
            if len(chosen) == 1:
                return chosen[0]
    return None


def _unnamed(release: Document) -> dict[str, object]:
    return {name: value for name, value in release.items() if name != "id"}


def _come_to(releases: list[Document]) -> dict[str, object]:
    return _unnamed(compiled(releases))


ADAPTERS = (Adapter("published records", _is_of_records, _cases),)
