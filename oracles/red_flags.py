"""Cases of red flags: releases in lines (``.jsonl``) and, beside them, what each group is expected to be flagged for (``.expected``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path

from throughcare.commissioning.publication.rules import FLAGS, Flags, Group, Settings, Taken, red_flags
from throughcare.commissioning.publication.rules.flags import settings_from, settings_of_name

from .cases import Adapter, Case, Source, skipped, unknown

_TOLERANCE = 1e-9
_FOUR_DECIMALS = 5e-5
_BESIDE = "no file beside it says what is expected"
_MAPS = "which bidders were flagged in which process, which the flags of both say already"


def _code(path: Path) -> str:
    return path.stem.split("-")[0].upper()


def _is_of_flags(source: Source) -> bool:
    path = source.path
    if path.suffix == ".expected":
        return path.with_suffix(".jsonl").exists()
    if path.suffix == ".ini":
        return path.with_suffix(".jsonl").exists()
    return path.suffix == ".jsonl" and '"ocid"' in path.read_text(encoding="utf-8", errors="replace")


def _cases(source: Source) -> Iterable[Case]:
    path = source.path
    if path.suffix == ".jsonl" and not path.with_suffix(".expected").exists():
        yield skipped(path.stem, _BESIDE)
    elif path.suffix == ".expected":
        yield from _expected(path)


def _expected(path: Path) -> Iterable[Case]:
    if _code(path) not in FLAGS:
        yield unknown(path.stem)
        return
    said = json.loads(path.read_text(encoding="utf-8"))
    for group in Group:
        left = (_MAPS,) if group is Group.PROCESS and "Maps" in said else ()
        yield Case(
            f"{path.stem} {group.value}", said.get(group.value, {}), partial(_of, path, group), _TOLERANCE, not_compared=left
        )  # fmt: skip
    for code, fences in said.get("Meta", {}).items():
        for name, value in _flat(fences):
            ours = partial(_fence, path, code, name)
            yield (
                Case(f"{path.stem} {code} {name}", value, ours, _FOUR_DECIMALS)
                if _is_known(name)
                else unknown(f"{path.stem} {code} {name}")
            )


def _flat(fences: object) -> Iterable[tuple[str, object]]:
    return fences.items() if isinstance(fences, Mapping) else ()


def _is_known(name: str) -> bool:
    return name in {"q1", "q3", "lower_fence", "upper_fence"}


def _of(path: Path, group: Group) -> dict[str, dict[str, float]]:
    return _raised(path).of(group)


def _fence(path: Path, code: str, name: str) -> float | None:
    found = next((one for (of, _), one in _raised(path).fences.items() if of == code), None)
    if found is None:
        return None
    return round(float({"q1": found.first, "q3": found.third}.get(name, found.bound)), 4)


def _raised(path: Path) -> Flags:
    return red_flags(_releases(path), _settings(path), Taken.TO_THE_LETTER)


def _releases(path: Path) -> Iterable[Mapping[str, object]]:
    """Each line is one process, also where two of them say the same ocid; a line that is no object is passed over."""
    for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines():
        try:
            found: object = json.loads(line, parse_float=Decimal)
        except json.JSONDecodeError:
            continue
        if isinstance(found, Mapping):
            yield found


def _settings(path: Path) -> Settings:
    beside = path.with_suffix(".ini")
    return (
        settings_from(beside.read_text(encoding="utf-8")) if beside.exists() else settings_of_name(path.stem)
    )


ADAPTERS = (Adapter("red flags in published records", _is_of_flags, _cases),)
