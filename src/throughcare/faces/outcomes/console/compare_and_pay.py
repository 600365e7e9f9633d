"""``throughcare outcomes compare`` and ``throughcare outcomes pay``: fair comparison, and rules tried before signing."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from throughcare.faces.console.on_screen import screen
from throughcare.foundation.kernel.days import today

if TYPE_CHECKING:
    from throughcare.commissioning.contracts.rules.terms import PaymentRule
    from throughcare.evidence.outcomes.compare.study import ModelResult, NotRun, OutcomeResult
    from throughcare.evidence.outcomes.laboratory.files import Scenario


def compare(
    people: Annotated[Path, typer.Argument(exists=True, help="One row a person: .parquet or .csv.")],
    study: Annotated[Path, typer.Argument(exists=True, help="The study, in YAML: see docs/comparison.md.")],
) -> None:
    """Compare people who had a service with people like them who did not: both models, always."""
    from throughcare.evidence.outcomes.compare.files import study_from
    from throughcare.evidence.outcomes.compare.study import compare_people

    result = compare_people(_table(people), study_from(study.read_text(encoding="utf-8")), on=today())
    if result.doubt:
        typer.echo(f"Look first: {result.doubt}.")
    for model in (result.static, result.static_and_dynamic):
        _print_model(model)
    if result.agree is False:
        typer.echo("The two models do not agree: what may change about people matters to the answer.")


def pay(
    scenario: Annotated[
        Path | None, typer.Argument(help="A trial, in YAML; the assumed caseload unless given.")
    ] = None,
    rule: Annotated[
        str, typer.Option(help="The scheme to look into closely.")
    ] = "transforming-rehabilitation",
) -> None:
    """Try payment rules on cohorts that never were: chance, flat zone, and whom they make worth helping."""
    from throughcare.commissioning.contracts.rules.schemes import scheme, scheme_names
    from throughcare.evidence.outcomes.laboratory.files import assumed_caseload, scenario_from

    given = assumed_caseload() if scenario is None else scenario_from(scenario.read_text(encoding="utf-8"))
    rules = [edition.table for name in scheme_names() for edition in scheme(name)[-1:]]
    _print_sides(given, rules)
    for edition in scheme(rule):
        _print_closely(given, edition.name, edition.table)


def _table(path: Path) -> Any:
    """A file of people as a table; Refused where it is none, or where a row has not the cells that its columns have."""
    from pyarrow import ArrowException, csv, parquet

    from throughcare.foundation.kernel import Refused

    readers: dict[str, Callable[[Path], Any]] = {".parquet": parquet.read_table, ".csv": csv.read_csv}
    if path.suffix not in readers:
        raise typer.BadParameter("people are read from a .parquet or a .csv file")
    try:
        return readers[path.suffix](path)
    except ArrowException as broken:
        raise Refused(
            f"{path.name} cannot be read: {str(broken).splitlines()[0][:200]}", field="people"
        ) from None


def _print_model(model: ModelResult | NotRun) -> None:
    from throughcare.evidence.outcomes.compare.study import NotRun

    console = screen()
    console.rule(model.name)
    if isinstance(model, NotRun):
        typer.echo(f"Not run: {model.because}.")
        return
    balance = model.balance
    typer.echo(
        f"{balance.treated_matched:,} of {balance.treated:,} treated people matched; "
        f"{balance.comparison_used:,} of {balance.comparison:,} others, worth {balance.comparison_effective:,.0f}. "
        f"Balance {model.quality}: {balance.worst.covariate} is furthest apart."
    )
    console.print(_love_table(model))
    for result in model.outcomes:
        _print_outcome(result)


def _love_table(model: ModelResult) -> Table:
    table = Table("covariate", "apart before", "apart after", box=None)
    for covariate, before, after in model.balance.love_plot():
        table.add_row(covariate, f"{before:.3f}", f"{after:.3f}")
    return table


def _print_outcome(result: OutcomeResult) -> None:
    effect = result.effect
    typer.echo(
        f"\n{result.outcome.column}: {effect.treated_rate:.3f} where {effect.comparison_rate:.3f} for the others; "
        f"difference {effect.difference:+.3f} ({effect.interval.low:+.3f} to {effect.interval.high:+.3f}), "
        f"corrected p {result.corrected_p:.3f}, {effect.method}."
    )
    typer.echo(result.wording.sentence)
    strength = result.e_value.of_interval
    if isfinite(strength):
        typer.echo(f"An unseen cause would need a risk ratio of {strength:.2f} to explain it away.")
    else:
        typer.echo("How strong an unseen cause would need to be is not known: one of the rates is nought.")
    for sentence in result.wording.may_not_say:
        typer.echo(f"  You may not say: {sentence}")


def _print_sides(given: Scenario, rules: list[PaymentRule]) -> None:
    from throughcare.evidence.outcomes.laboratory.files import sides

    table = Table(
        "rule", "one cohort", "pays for nothing", "pays for real help", "on average", "assumed", box=None
    )
    tried = sides(given, rules)
    for side in track(tried, description="Trying rules", total=len(rules), console=Console(stderr=True)):
        mistakes = side.mistakes
        table.add_row(
            side.title,
            str(side.statement.total),
            f"{mistakes.paid_for_nothing:.0%}",
            f"{mistakes.power:.0%}",
            f"£{side.mean_for_help:,.0f}",
            str(side.assumed),
        )
    screen().print(table)


def _print_closely(given: Scenario, name: str, rule: PaymentRule) -> None:
    from throughcare.evidence.outcomes.laboratory.flat_zone import payment_curve, spending
    from throughcare.evidence.outcomes.laboratory.helping import with_and_without_hurdle

    trial = given.trial(rule)
    console = screen()
    console.rule(f"{rule.title}: {name}")
    found = spending(payment_curve(trial), given.cost_of_a_point)
    if found is None:
        typer.echo("No flat zone: each person counts.")
    else:
        zone = found.zone
        typer.echo(
            f"Between {zone.low:+.1f} and {zone.high:+.1f} points a better result earns no more; doing least "
            f"keeps £{found.gain:,.0f}."
        )
    table = Table("risk", "a person helped, with hurdle", "without", box=None)
    for band in with_and_without_hurdle(trial, given.more, people=given.more_people, already=given.given):
        table.add_row(band.band, f"£{band.with_hurdle.pounds:,.0f}", f"£{band.without_hurdle.pounds:,.0f}")
    console.print(table)
    for place, why in rule.assumed.items():
        typer.echo(f"  Assumed: {place}: {why}")
