"""Routes of the pages: the open address, which needs no account, and the market, for whoever buys."""

from django.urls import include, path

from .pages import market, open_record

below = [
    path("", open_record.published, name="open_contracting"),
    path("/releases", open_record.releases, name="open_releases"),
    path("/records", open_record.records, name="open_records"),
    path("/records/<uuid:process_id>", open_record.one_record, name="open_record"),
    path("/register.csv", open_record.register, name="open_register"),
    path("/contracts", open_record.contracts, name="open_contracts"),
    path("/contracts/<str:name>.csv", open_record.contract_lines, name="open_contract_lines"),
    path("/extension/<str:name>", open_record.extension, name="open_extension"),
]

urlpatterns = [
    path("open-contracting", include(below)),
    path("market", market.market, name="market"),
    path("market/before", market.before, name="market_before"),
]
