"""``throughcare competition``: an award, a way of scoring, a standstill."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from throughcare.faces.console.on_screen import screen
from throughcare.foundation.kernel import Money, Refused
from throughcare.foundation.kernel.days import check_day

if TYPE_CHECKING:
    from throughcare.commissioning.competition.rules import Offer

app = typer.Typer(
    no_args_is_help=True, help="Try a rule of award or a way of scoring, and count a standstill."
)
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="YAML: see docs/competition.md.")]


@app.command()
def award(
    file: File, told: Annotated[bool, typer.Option(help="Also what each bidder would be told.")] = False
) -> None:
    """Choose the best set of packages by the published rule, prove it and check it again."""
    from throughcare.commissioning.competition.rules import NoAward, check, choose, offer_from

    offer = offer_from(_text(file), file.name)
    found = choose(offer)
    if isinstance(found, NoAward):
        typer.echo(
            f"Nothing can be awarded. Nobody offers: {', '.join(found.unoffered) or 'nothing is unoffered'}."
        )
        typer.echo(f"What stands in the way: {', '.join(found.in_the_way) or 'no one limit alone'}.")
        raise typer.Exit(1)
    for one in found.taken:
        typer.echo(f"{one.bidder}: {one.name} ({', '.join(sorted(one.units))}) for {_pounds(one.price)}")
    for unit in found.kept:
        typer.echo(f"In-house: {unit.name}")
    typer.echo(f"It costs {_pounds(found.cost)}.")
    checked = check(offer, found)
    typer.echo(
        "Nothing better is possible." if found.is_proved else "It is not proved that nothing is better."
    )
    typer.echo("The check agrees." if checked.is_proved else "The check could not show it.")
    if told:
        _tell(offer)


def _tell(offer: Offer) -> None:
    from throughcare.commissioning.competition.rules import Award, choose
    from throughcare.commissioning.competition.rules import told as changes

    found = choose(offer)
    assert isinstance(found, Award)
    for bidder in offer.bidders:
        for change in changes(offer, found, bidder.name):
            typer.echo(f"{bidder.name}: {change.package.name}. {change.words}")


@app.command()
def scoring(file: File) -> None:
    """Score made-up bids, and say where the order of two hangs on a third."""
    from rich.table import Table

    from throughcare.commissioning.competition.rules.scale_reading import scale_from
    from throughcare.commissioning.competition.rules.scoring import check_scale, reversals, score

    scale, tenders = scale_from(_text(file), file.name)
    check_scale(scale)
    shown = Table("Bidder", "Quality", "Price", "Together", "Not considered because")
    for one in score(scale, tenders):
        shown.add_row(one.bidder, str(one.quality), str(one.price), str(one.total), one.out)
    screen().print(shown)
    for turned in reversals(scale, tenders):
        typer.echo(f"Without {turned.without}, {turned.then_first} would be first and not {turned.first}.")


@app.command()
def standstill(
    regime: Annotated[str, typer.Argument(help="The law: procurement-act-2023, light-touch-2023 and so on.")],
    published: Annotated[str, typer.Argument(help="The day the award is published: 2026-12-24.")],
) -> None:
    """The last day of a standstill, and the first on which a contract may be signed."""
    from throughcare.commissioning.competition.rules import standstill as counted

    found = counted(regime, check_day(_day(published), "the day"))
    if found.last_day is not None:
        typer.echo(f"The last day is {found.last_day:%-d %B %Y}.")
    typer.echo(f"A contract may be signed from {found.sign_from:%-d %B %Y}: {found.finding}.")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{file.name} is not text in UTF-8") from None


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused(f"“{written}” is not a day; expected one as 2026-12-24") from None


def _pounds(pence: int) -> str:
    return str(Money(Decimal(pence) / 100))
