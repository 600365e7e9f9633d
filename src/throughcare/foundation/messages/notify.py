"""GOV.UK Notify as the provider, by its REST API, version 2: HTTP and a signed token, nothing else.

The wording is ours, so each channel has one template at Notify, which holds ``((text))`` alone, and for an e-mail
``((subject))``. Our id of a message is its ``reference`` there, by which it is asked after before it is ever sent again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from .provider import Channel, Message, NeverSent, NotNow, Receipt, Standing

LIVE = "https://api.notifications.service.gov.uk"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY = re.compile(rf".*?-?({_UUID})-({_UUID})", re.I)
_PATH = {Channel.TEXT: "sms", Channel.EMAIL: "email"}
_TO = {Channel.TEXT: "phone_number", Channel.EMAIL: "email_address"}
_MOST_READ = 1_000_000
_HERE = {"127.0.0.1", "localhost", "::1"}
_STANDING = {
    "delivered": Standing.DELIVERED,
    "permanent-failure": Standing.FAILED,
    "temporary-failure": Standing.FAILED,
    "technical-failure": Standing.FAILED,
    "cancelled": Standing.FAILED,
    "validation-failed": Standing.FAILED,
    "virus-scan-failed": Standing.FAILED,
}
_WHY = {
    "permanent-failure": "there is no such number or address",
    "temporary-failure": "the telephone was off or the mailbox full for three days",
    "technical-failure": "the sending service had a fault of its own",
}


class Notify:
    """A client of GOV.UK Notify: ``key`` as Notify gives it, one template for each channel, ``seconds`` until it gives up."""

    name = "notify"

    def __init__(
        self,
        key: str,
        templates: Mapping[Channel, str],
        *,
        address: str = LIVE,
        seconds: float = 10,
        clock: Callable[[], float] = time.time,
    ) -> None:
        found = _KEY.fullmatch(key.strip())
        if found is None:
            raise ValueError("the key of GOV.UK Notify is a name and two ids, as Notify shows it")
        self.service, self._secret = found[1].lower(), found[2]
        self.templates, self.seconds, self.clock = dict(templates), seconds, clock
        self._at = urlsplit(address)
        if self._at.scheme != "https" and self._at.hostname not in _HERE:
            raise ValueError("GOV.UK Notify is spoken to by https alone")

    def send(self, message: Message) -> Receipt:
        """Give a message to Notify: 400 is never to be sent; whatever else is no 201 leaves it open."""
        template = self.templates.get(message.channel)
        if template is None:
            raise NotNow(f"no template is set for {message.channel} at the sending service")
        said = {"text": message.text} | ({"subject": message.subject} if message.subject else {})
        status, answer = self._ask(
            "POST",
            f"/v2/notifications/{_PATH[message.channel]}",
            {
                _TO[message.channel]: message.to,
                "template_id": template,
                "personalisation": said,
                "reference": str(message.id),
            },
        )
        if status == http.client.BAD_REQUEST:
            raise NeverSent(f"the sending service refused it: {_why(answer, message)}")
        if status != http.client.CREATED:
            raise NotNow(f"the sending service answered {status}")
        return Receipt(self.name, str(answer.get("id", "")))

    def find(self, message_id: UUID) -> Receipt | None:
        """The message of that reference, None when Notify has none."""
        status, answer = self._ask("GET", f"/v2/notifications?reference={message_id}")
        if status != http.client.OK or not isinstance(answer.get("notifications"), list):
            raise NotNow(f"the sending service answered {status}")
        theirs = [one for one in answer["notifications"] if one.get("reference") == str(message_id)]
        return _receipt(theirs[0]) if theirs else None

    def _ask(self, verb: str, path: str, body: Mapping[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        secure = self._at.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        link = kind(self._at.hostname or "", self._at.port, timeout=self.seconds)
        headers = {"Authorization": f"Bearer {self._token()}", "Content-type": "application/json"}
        try:
            link.request(verb, self._at.path.rstrip("/") + path, json.dumps(body) if body else None, headers)
            answer = link.getresponse()
            return answer.status, _read(answer.read(_MOST_READ))
        except (OSError, http.client.HTTPException, ValueError) as failure:
            raise NotNow(f"the sending service could not be reached ({type(failure).__name__})") from None
        finally:
            link.close()

    def _token(self) -> str:
        """A JSON Web Token signed with the secret half of the key: good for thirty seconds, so made for each call."""
        parts = ({"typ": "JWT", "alg": "HS256"}, {"iss": self.service, "iat": int(self.clock())})
        said = ".".join(_coded(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
        signed = hmac.new(self._secret.encode(), said.encode(), hashlib.sha256).digest()
        return f"{said}.{_coded(signed)}"


def _coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _read(content: bytes) -> dict[str, Any]:
    found = json.loads(content or b"{}")
    return found if isinstance(found, dict) else {}


def _why(answer: Mapping[str, Any], message: Message) -> str:
    """Notify's own words for a refusal, without the address if they repeat it."""
    errors = answer.get("errors")
    said = [str(one.get("message", "")) for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []  # fmt: skip
    words = "; ".join(word for word in said if word) or "it did not say why"
    return words.replace(message.to, "the address")[:200]


def _receipt(one: Mapping[str, Any]) -> Receipt:
    status = str(one.get("status", ""))
    standing = _STANDING.get(status, Standing.SENT)
    because = _WHY.get(status, "the sending service says that it failed") if standing is Standing.FAILED else ""  # fmt: skip
    return Receipt(Notify.name, str(one.get("id", "")), standing, because)
