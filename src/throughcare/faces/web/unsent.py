"""What somebody had written when their session had ended: kept, encrypted, until the same member signs in again.

It is kept in the fresh session of the sign-in page, under the address it was sent to. Only a form that we showed to a
member carries the signature without which nothing is kept, and only that member is offered it again.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django import forms
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict

from throughcare.foundation.access.rules import Member

KEPT, WRITER = "unsent", "written_by"
MOST = 60_000
_signer = Signer(salt="throughcare.unsent")


class KeptWhenSignedOut(forms.Form):
    """A form whose text is not lost when the session has ended: sent too late, it is offered again after signing in."""

    written_by = forms.CharField(widget=forms.HiddenInput, required=False)

    def written_for(self, member: Member) -> None:
        """Say, in a hidden field that nobody can forge, for whom the form is shown."""
        self.initial[WRITER] = _signer.sign(str(member.id))


def keep_unsent(request: HttpRequest) -> bool:
    """Keep what a form of a member held that came after their session had ended; whether anything was kept."""
    fields = request.POST.urlencode()
    try:
        writer = _signer.unsign(request.POST.get(WRITER, ""))
    except BadSignature:
        return False
    if len(fields) > MOST:
        return False
    kept = json.dumps({"path": request.path, "writer": writer, "fields": fields})
    request.session[KEPT] = fernet().encrypt(kept.encode()).decode()
    return True


def unsent(request: Any) -> QueryDict | None:
    """What this member had written for this page, once; what another wrote is thrown away unread."""
    if request.method != "GET" or KEPT not in request.session:
        return None
    try:
        kept = json.loads(fernet().decrypt(request.session[KEPT].encode()))
    except InvalidToken:
        kept = {}
    mine = kept.get("writer") == str(request.member.id)
    if mine and kept.get("path") != request.path:
        return None
    del request.session[KEPT]
    return QueryDict(kept["fields"]) if mine else None


def fernet() -> Fernet:
    """What seals a page or a text that is kept in a session, so that nobody reads it in the database."""
    key = hashlib.sha256(b"unsent:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
