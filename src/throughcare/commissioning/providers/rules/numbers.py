"""The number by which a register knows a provider, in its one form; the form alone is checked, for no register is reached."""

from __future__ import annotations

from throughcare.foundation.kernel import Refused

from .register import Register


def number_of(register: Register, kind: str, typed: str) -> str:
    """A number as the register writes it: capitals, no spaces, its noughts in front. Empty stays empty; refused when malformed."""
    said = "".join(typed.split()).upper()
    form = register.numbers[kind]
    if said.isascii() and said.isdigit():
        said = said.zfill(form.pad) if len(said) >= form.pad - 2 else said
    if said and not (said.isascii() and form.pattern.fullmatch(said)):
        raise Refused(f"“{typed.strip()[:40]}” is no {kind} number: expected {form.said}.", field=kind)
    return said
