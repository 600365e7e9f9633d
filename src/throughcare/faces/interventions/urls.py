"""Routes of the pages; addresses carry ids and codes, never names or numbers."""

from django.urls import path

from .pages import catalogue, finding, referrals

urlpatterns = [
    path("services", catalogue.services, name="services"),
    path("services/<uuid:service_id>", catalogue.service, name="service"),
    path("people/<uuid:person_id>/services", finding.services_for, name="services_for"),
    path("people/<uuid:person_id>/services/<uuid:service_id>/refer", finding.refer, name="refer"),
    path("referrals", referrals.referrals, name="referrals"),
    path("referrals/<uuid:referral_id>", referrals.referral, name="referral"),
    path("referrals/<uuid:referral_id>/<slug:step>", referrals.referral_step, name="referral_step"),
]
