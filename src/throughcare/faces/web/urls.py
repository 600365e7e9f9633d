"""Routes of the pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def health(request: HttpRequest) -> HttpResponse:
    """Whether the web process answers and the database is reached."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("health", health, name="health")]
