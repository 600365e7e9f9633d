"""The codes by which courts are known: the register's six letters, and the organisation unit codes of the courts' feeds."""

from __future__ import annotations

import re

_ORGANISATION_UNIT = re.compile(r"[A-Z]\d{2}[A-Z\d]{2}(?P<part>[A-Z\d]{2})?", re.ASCII)


def standard_court_code(written: str) -> str:
    """A code in capitals; an organisation unit code loses its two closing noughts, and only closing ones.

    >>> standard_court_code("b01ce00"), standard_court_code("B10JL00"), standard_court_code("B01CE05")
    ('B01CE', 'B10JL', 'B01CE05')
    """
    code = written.strip().upper()
    found = _ORGANISATION_UNIT.fullmatch(code)
    return code[:-2] if found and found["part"] == "00" else code
