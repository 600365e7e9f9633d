"""Which Home Office offence an offence of a message is, where the table of codes says so."""

from __future__ import annotations

from dataclasses import replace

from .matter import Matter, OffenceSaid
from .meanings import CodeList, Meanings, key_of


def name_offences(matter: Matter, meanings: Meanings) -> None:
    """Give each offence its Home Office code; one that no list names is asked about once, with the court's words."""
    matter.offences = [_named(offence, meanings) for offence in matter.offences]
    asked: set[str] = set()
    for offence in matter.offences:
        what = offence.code or offence.title
        if offence.home_office_code or what in asked:
            continue
        asked.add(what)
        because = f"no list says which Home Office offence {offence.code or 'this'} is"
        matter.ask("offence", offence.words, because)


def _named(offence: OffenceSaid, meanings: Meanings) -> OffenceSaid:
    meaning = meanings.get(key_of(CodeList.OFFENCE, offence.code)) if offence.code else None
    return replace(offence, home_office_code=meaning.value) if meaning else offence
