"""Routes of the pages of every face, and home."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from throughcare.faces.face import faces

from .pages import home


def health(request: HttpRequest) -> HttpResponse:
    """Whether the web process answers and the database is reached."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", home.home, name="home"),
    path("health", health, name="health"),
    *(path("", include(face.room(face.routes))) for face in faces() if face.routes),
]
