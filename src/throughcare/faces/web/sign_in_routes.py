"""The few sign-in pages that this service offers.

Accounts are made and mended by whoever looks after an organisation's members: there is no signing up, no
changing of address and no password sent by e-mail. The sign-in library looks some of those pages up by name, so
the names stay and lead to a page that says whom to ask.
"""

from allauth.account import views
from django.urls import path, reverse_lazy
from django.views.generic import RedirectView, TemplateView

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("signup/", TemplateView.as_view(template_name="account/signup_closed.html"), name="account_signup"),
    path(
        "password/reset/",
        TemplateView.as_view(template_name="account/forgotten.html"),
        name="account_reset_password",
    ),
    path("email/", RedirectView.as_view(url=reverse_lazy("mfa_index")), name="account_email"),
]
