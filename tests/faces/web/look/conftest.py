"""A page of the gallery, open in a browser."""

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def _gallery_routes() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="throughcare.faces.web.look.urls", STATIC_URL="/static/"):
        yield
