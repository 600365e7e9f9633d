"""Routes of the pages of contracts, all below /contracts."""

from django.urls import include, path

from .pages import drawing_up, listing, money, settling, steps, straining

below = [
    path("", listing.contracts, name="contracts"),
    path("/new", drawing_up.new, name="draw_up_contract"),
    path("/award/<uuid:competition_id>", drawing_up.from_award, name="contract_from_award"),
    path("/<uuid:contract_id>", listing.contract, name="contract"),
    path("/<uuid:contract_id>/change", drawing_up.change, name="change_contract"),
    path("/terms/<uuid:terms_id>/<slug:step>", steps.step, name="contract_step"),
    path("/<uuid:contract_id>/export", settling.export, name="export_contract"),
    path("/<uuid:contract_id>/stress", straining.stress, name="stress_contract"),
    path("/money", money.money, name="statements"),
    path("/money/draw", money.draw, name="draw_statements"),
    path("/money/drawings", money.drawings, name="drawings"),
    path("/money/<uuid:statement_id>/approve", settling.approve, name="approve_statement"),
    path("/statements/<uuid:statement_id>", money.statement, name="statement"),
    path("/lines/<uuid:line_id>/dispute", settling.dispute, name="dispute_line"),
    path("/lines/<uuid:line_id>/rule", settling.rule, name="rule_on_line"),
]

urlpatterns = [path("contracts", include(below))]
