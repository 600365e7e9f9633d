"""Routes of the pages; addresses carry ids and the names of acts, never anybody's name."""

from django.urls import path

from .pages import conditions, covered, deeds, enquiries, letters, statements, victims

urlpatterns = [
    path("victims", victims.victims, name="victims"),
    path("people/<uuid:person_id>/address-enquiry", enquiries.address_enquiry, name="address_enquiry"),
    path("victims/enquiries", enquiries.enquiries, name="enquiries"),
    path("victims/enquiries/<uuid:enquiry_id>", enquiries.enquiry, name="enquiry"),
    path("victims/sentences", covered.covered_sentences, name="covered_sentences"),
    path("victims/sentences/new", covered.take_on, name="take_on_sentence"),
    path("victims/sentences/<uuid:covered_id>", covered.covered_sentence, name="covered_sentence"),
    path("victims/sentences/<uuid:covered_id>/register", covered.register, name="register_victim"),
    path(
        "victims/sentences/<uuid:covered_id>/<slug:covered_deed>", covered.covered_step, name="covered_step"
    ),
    path("victims/letters/<uuid:letter_id>", letters.letter, name="letter"),
    path("victims/letters/<uuid:letter_id>/<slug:letter_deed>", letters.letter_step, name="letter_step"),
    path("victims/statements/<uuid:statement_id>", statements.victims_statement, name="victims_statement"),
    path(
        "victims/statements/<uuid:statement_id>/<slug:statement_deed>",
        statements.victims_statement_step,
        name="victims_statement_step",
    ),
    path("victims/<uuid:victim_id>", victims.victim, name="victim"),
    path("victims/<uuid:victim_id>/take", victims.take, name="take_victim"),
    path("victims/<uuid:victim_id>/ask-for", conditions.ask_for, name="ask_for_condition"),
    path("victims/<uuid:victim_id>/write", letters.write_to_victim, name="write_to_victim"),
    path("victims/<uuid:victim_id>/<slug:victim_deed>", deeds.victim_step, name="victim_step"),
]
