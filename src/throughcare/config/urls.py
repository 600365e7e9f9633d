"""Routes: signing in, the pages, the API."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("throughcare.faces.index.api_urls")),
    path("accounts/", include("throughcare.faces.web.sign_in_routes")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("accounts/social/", include("allauth.socialaccount.urls")),
    path("", include("throughcare.faces.index.urls")),
]

handler400 = "throughcare.faces.web.errors.bad_request"
handler403 = "throughcare.faces.web.errors.forbidden"
handler404 = "throughcare.faces.web.errors.not_found"
handler500 = "throughcare.faces.web.errors.server_error"
