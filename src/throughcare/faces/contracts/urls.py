"""Routes of the pages of contracts, all below /contracts."""

from django.urls import include, path

from .pages import (
    drawing_up,
    ending,
    histories,
    invoices,
    listing,
    money,
    results,
    settling,
    staff,
    standing,
    steps,
    straining,
    telling,
    watching,
)

below = [
    path("", listing.contracts, name="contracts"),
    path("/new", drawing_up.new, name="draw_up_contract"),
    path("/award/<uuid:competition_id>", drawing_up.from_award, name="contract_from_award"),
    path("/<uuid:contract_id>", listing.contract, name="contract"),
    path("/<uuid:contract_id>/change", drawing_up.change, name="change_contract"),
    path("/<uuid:contract_id>/again", drawing_up.again, name="offer_contract_again"),
    path("/<uuid:contract_id>/notice", ending.notice, name="give_notice"),
    path("/<uuid:contract_id>/failure", ending.failure, name="declare_failure"),
    path("/<uuid:contract_id>/publish", ending.publish, name="publish_offers"),
    path("/<uuid:contract_id>/close", ending.close, name="close_offers"),
    path("/<uuid:contract_id>/handover", ending.handover, name="hand_over_contract"),
    path("/<uuid:contract_id>/proposals/<uuid:proposal_id>", ending.confirm, name="confirm_proposal"),
    path("/terms/<uuid:terms_id>/<slug:step>", steps.step, name="contract_step"),
    path("/<uuid:contract_id>/export", settling.export, name="export_contract"),
    path("/<uuid:contract_id>/stress", straining.stress, name="stress_contract"),
    path("/<uuid:contract_id>/watch", watching.watch, name="watch_contract"),
    path("/<uuid:contract_id>/standing", standing.standing, name="provider_standing"),
    path("/<uuid:contract_id>/standing/tell", telling.tell, name="tell_of_provider"),
    path("/<uuid:contract_id>/standing/plan", standing.plan, name="plan_to_put_right"),
    path("/<uuid:contract_id>/staff", staff.staff, name="staff_of_contract"),
    path("/<uuid:contract_id>/staff/tell", staff.tell_of_staff, name="tell_of_staff"),
    path("/plans/<uuid:plan_id>/<int:number>/done", standing.point_done, name="plan_point_done"),
    path("/plans/<uuid:plan_id>/<int:number>/agree", standing.point_agreed, name="plan_point_agreed"),
    path(
        "/plans/<uuid:plan_id>/<int:number>/send-back", standing.point_sent_back, name="plan_point_sent_back"
    ),
    path("/plans/<uuid:plan_id>/take-back", standing.take_back, name="take_plan_back"),
    path("/<uuid:contract_id>/results", results.results, name="contract_results"),
    path("/results", results.measurable, name="measurable_contracts"),
    path("/results/<uuid:contract_id>", results.tell, name="record_result"),
    path("/histories", histories.histories, name="contract_histories"),
    path("/funnel", watching.funnels, name="contracts_side_by_side"),
    path("/funnel/<slug:key>.svg", watching.funnel, name="contracts_funnel"),
    path("/money", money.money, name="statements"),
    path("/money/draw", money.draw, name="draw_statements"),
    path("/money/drawings", money.drawings, name="drawings"),
    path("/money/<uuid:statement_id>/approve", settling.approve, name="approve_statement"),
    path("/statements/<uuid:statement_id>", money.statement, name="statement"),
    path("/statements/<uuid:statement_id>/invoices/<int:number>.pdf", invoices.pdf, name="invoice_pdf"),
    path("/statements/<uuid:statement_id>/invoices/<int:number>.xml", invoices.xml, name="invoice_xml"),
    path("/statements/<uuid:statement_id>/invoices/<int:number>/paid", invoices.paid, name="record_payment"),
    path("/lines/<uuid:line_id>/dispute", settling.dispute, name="dispute_line"),
    path("/lines/<uuid:line_id>/rule", settling.rule, name="rule_on_line"),
]

urlpatterns = [path("contracts", include(below))]
