"""Routes of the API: its operations under /api/v1, its description, and a page that reads it out."""

from django.urls import path

from .door import api
from .operations import allocation, amending, assessment, cases, courts, foundation, opening, people, sharing
from .reading import describe

for part in (foundation, sharing, people, amending, cases, opening, courts, assessment, allocation):
    api.add_router("", part.router)

urlpatterns = [path("v1/", api.urls), path("", describe, name="api_description")]
