"""How a value is said on a page: days, times, money, waits, and what is not known."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from throughcare.foundation.kernel.days import LONDON, day_of

NOT_RECORDED = "Not recorded"


def day(value: date) -> str:
    """A day as people write it: 3 March 2026; an instant is first taken to its day in London."""
    if isinstance(value, datetime):
        value = day_of(value)
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime) -> str:
    """An instant in London, to the minute: 3 March 2026 at 4:05pm."""
    local = value.astimezone(LONDON)
    hour = local.hour % 12 or 12
    return f"{day(day_of(local))} at {hour}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def age_on(born: date, on: date) -> int:
    """Whole years lived by a day; somebody born on 29 February turns on 1 March in common years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def money(value: Decimal, places: int = 2) -> str:
    """An amount in pounds with thousands separated: £1,234.50, −£20.00."""
    sign = "−" if value < 0 else ""
    return f"{sign}£{abs(value):,.{places}f}"


def number(value: int | float | Decimal) -> str:
    """A number with its thousands separated."""
    return f"{value:,}"


def count_of(many: int, one: str, more: str = "") -> str:
    """A count with its noun: 1 case, 3 cases, 2 people."""
    return f"{many:,} {one if many == 1 else more or one + 's'}"


def unknown(because: str = NOT_RECORDED) -> SafeString:
    """The words for a value that is not known; never a blank."""
    return format_html('<span class="tc-unknown">{}</span>', because)


def _number_or_text(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int):
        return number(value)
    return str(value)


def _listed(values: Iterable[object]) -> SafeString:
    items = format_html_join("", "<li>{}</li>", ((shown(value),) for value in values))
    return format_html('<ul class="govuk-list tc-list-plain">{}</ul>', items) if items else unknown()


def _money_of(value: object) -> str | None:
    amount = getattr(value, "amount", None)
    return money(amount) if isinstance(amount, Decimal) else None


def shown(value: object) -> SafeString:  # noqa: PLR0911
    """Any value as it should appear on a page; None and empty text say "Not recorded", never nothing."""
    if hasattr(value, "__html__"):
        return format_html("{}", value)
    if value is None or value == "":
        return unknown()
    if isinstance(value, datetime):
        return conditional_escape(moment(value))
    if isinstance(value, date):
        return conditional_escape(day(value))
    if isinstance(value, Enum):
        return conditional_escape(
            getattr(value, "label", None) or str(value.value).replace("_", " ").capitalize()
        )
    if isinstance(value, (list, tuple, set, frozenset)):
        return _listed(value)
    return conditional_escape(_money_of(value) or _number_or_text(value))
