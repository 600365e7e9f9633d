"""Outcomes: measure reoffending the official ways, compare fairly, and say what it pays.

Owns cohorts and measures (``measure``), fair comparison (``compare``), the payment laboratory
(``laboratory``), attribution and value. It reads checked extracts only, never the live database, and needs no web
framework: ``from throughcare.evidence import outcomes`` is a library on its own.

    tables = outcomes.load(folder)
    result = outcomes.reoffending(tables, "england-and-wales-three-month", by=("area", "window"))

Names are found when first used, so that importing this package is quick; ``__init__.pyi`` tells an editor what each is.
"""

from importlib import import_module

_ROOMS = ("measure", "compare", "laboratory", "attribution", "value")
_HOMES: dict[str, str] = {
    "Comparison": "compare.study",
    "Effect": "compare.effect",
    "Help": ".population.bands",
    "MatchRule": "compare.nearest",
    "Measure": "compare.effect",
    "Method": "compare.study",
    "Order": "compare.nearest",
    "Outcome": "compare.study",
    "Population": ".population.bands",
    "Received": "attribution",
    "RiskBand": ".population.bands",
    "Split": "attribution",
    "Study": "compare.study",
    "Trial": "laboratory.trying",
    "attribute": "attribution",
    "compare_people": "compare.study",
    "expected_of": "laboratory.handing_down",
    "flat_zone": "laboratory.flat_zone",
    "mistakes": "laboratory.trying",
    "payment_curve": "laboratory.flat_zone",
    "settled": "laboratory.trying",
    "side_by_side": "laboratory.trying",
    "tally_of": "laboratory.handing_down",
    "unit_costs": "value",
    "unit_costs_on": "value",
    "value_of": "value",
    "with_and_without_hurdle": "laboratory.helping",
    "worth_of_helping": "laboratory.helping",
    "BadTables": "measure.schema",
    "Cell": "measure.results",
    "Definition": "measure.definition",
    "Estimate": "measure.intervals",
    "Question": "measure.question",
    "Result": "measure.results",
    "Suppression": "throughcare.foundation.kernel.disclosure",
    "Tables": "measure.tables",
    "adjusted": "measure.adjust",
    "break_between": "measure.breaks",
    "check_folder": "measure.tables",
    "definition": "measure.definition",
    "definition_on": "measure.definition",
    "definitions": "measure.definition",
    "early_curve": "measure.forecast",
    "forecast": "measure.forecast",
    "from_sources": "measure.tables",
    "funnel": "measure.funnel",
    "joined": "measure.breaks",
    "load": "measure.tables",
    "reoffending": "measure.results",
    "series": "measure.results",
    "split_change": "measure.decompose",
    "standardised": "measure.adjust",
    "survival": "measure.survival",
    "synthesise": "measure.synth",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"outcomes has no {name}; it has {', '.join(sorted(_HOMES))}")
    home = _HOMES[name]
    return getattr(import_module(home if home.startswith("throughcare.") else f".{home}", __name__), name)


def __dir__() -> list[str]:
    return sorted([*_HOMES, *_ROOMS])
