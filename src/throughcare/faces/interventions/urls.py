"""Routes of the pages; addresses carry ids and codes, never names or numbers."""

from django.urls import path

from .pages import catalogue, finding, handing, listing, open_directory, overflow, queue, referrals, sessions

urlpatterns = [
    path("services", catalogue.services, name="services"),
    path("services/hand-over", handing.hand_over, name="hand_over_caseload"),
    path("services/<uuid:service_id>", catalogue.service, name="service"),
    path("services/<uuid:service_id>/describe", listing.describe, name="describe_service"),
    path("services/<uuid:service_id>/overflow", overflow.service_overflow, name="service_overflow"),
    path("open-referral", open_directory.about, name="open_referral"),
    path("open-referral/services", open_directory.services, name="open_services"),
    path("open-referral/services/<uuid:listing_id>", open_directory.service, name="open_service"),
    path("people/<uuid:person_id>/services", finding.services_for, name="services_for"),
    path("people/<uuid:person_id>/services/<uuid:service_id>/refer", finding.refer, name="refer"),
    path(
        "people/<uuid:person_id>/services/<uuid:service_id>/not-referred",
        overflow.not_referred,
        name="not_referred",
    ),
    path("sessions", sessions.session_list, name="session_list"),
    path("waits", queue.waits, name="waits"),
    path("referrals", referrals.referrals, name="referrals"),
    path("referrals/<uuid:referral_id>", referrals.referral, name="referral"),
    path("referrals/<uuid:referral_id>/transfer", handing.transfer, name="transfer_referral"),
    path("referrals/<uuid:referral_id>/<slug:step>", referrals.referral_step, name="referral_step"),
]
