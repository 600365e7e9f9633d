"""The seven models that come with Throughcare, one for each account of how probation should be run."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from throughcare.foundation.kernel import Refused

from .loader import load_bytes
from .model import OperatingModel

PRESETS = (
    "home-office-2005",
    "avon-and-somerset-2010",
    "ministry-consultation-2012",
    "nacro-2012",
    "durham-tees-valley-2012",
    "transforming-rehabilitation-2014",
    "england-and-wales-2021",
)


def preset_text(name: str) -> str:
    """The YAML of a preset as it is shipped."""
    if name not in PRESETS:
        raise Refused(
            f"there is no operating model “{name}”; expected one of {', '.join(PRESETS)}", field="model"
        )
    folder = files("throughcare.foundation.operating_model") / "presets"
    return (folder / f"{name}.yaml").read_text("utf-8")


@cache
def preset(name: str) -> OperatingModel:
    """A shipped model, read once."""
    return load_bytes(preset_text(name).encode(), f"{name}.yaml")


def presets() -> list[OperatingModel]:
    """All seven, in the order of their years."""
    return [preset(name) for name in PRESETS]
