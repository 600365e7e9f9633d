"""Places of publication: an open address for whoever comes, and the market for whoever buys."""

from .kinds import ANYBODY, Call, Page

PAGES: dict[str, Page] = {
    "open_contracting": Page(ANYBODY),
    "open_releases": Page(ANYBODY),
    "open_records": Page(ANYBODY),
    "open_record": Page(ANYBODY, 404),
    "open_register": Page(ANYBODY),
    "market": Page({"commissioner"}),
    "market_before": Page({"commissioner"}),
    "open_contracts": Page(ANYBODY),
    "open_contract_lines": Page(ANYBODY, 404),
    "open_extension": Page(ANYBODY, 404),
}

CALLS: dict[str, Call] = {}
