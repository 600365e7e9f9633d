"""In which language a page is: Welsh where a page has been put into it and its reader asked for it, English elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

ENGLISH, WELSH = "en-gb", "cy"
IN_WELSH = ("/accounts/login/", "/accounts/logout/", "/accounts/2fa/authenticate/", "/own", "/own/page")
KEPT, A_YEAR = "language", 365 * 24 * 3600


class Chosen:
    """Answers in the language that the reader chose on the page or before, kept in a cookie of the reader's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the language in force for the length of the page alone."""
        asked = request.GET.get("language", "")
        chosen = asked if asked in {ENGLISH, WELSH} else request.COOKIES.get(KEPT, "")
        request.may_be_welsh = request.path in IN_WELSH  # type: ignore[attr-defined]
        language = WELSH if chosen == WELSH and request.path in IN_WELSH else ENGLISH
        request.page_language = "cy" if language == WELSH else "en-GB"  # type: ignore[attr-defined]
        with translation.override(language):
            response = self.get_response(request)
        if asked in {ENGLISH, WELSH}:
            response.set_cookie(
                KEPT, asked, max_age=A_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
            )
        return response
