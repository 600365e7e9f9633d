"""A small HTTP server that answers as GOV.UK Notify's documented API does, and remembers what it accepted."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"a-test-key-{SERVICE}-{SECRET}"
TEMPLATES = {"sms": str(uuid4()), "email": str(uuid4())}
EXPIRES = 30


@dataclass
class Theirs:
    """What the server holds: the messages it accepted, what it answers next instead, and what it was asked."""

    accepted: list[dict[str, Any]] = field(default_factory=list)
    instead: list[str] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def of(self, reference: object) -> list[dict[str, Any]]:
        """The messages accepted under a reference, the latest first."""
        return [one for one in reversed(self.accepted) if one["reference"] == str(reference)]


def errors(status: int, error: str, message: str) -> tuple[int, dict[str, Any]]:
    return status, {"status_code": status, "errors": [{"error": error, "message": message}]}


INSTEAD = {
    "bad number": errors(400, "ValidationError", "phone_number Number is not valid"),
    "team only": errors(
        400, "BadRequestError", "Can't send to this recipient using a team-only API key"
    ),
    "rate": errors(429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"),
    "limit": errors(429, "TooManyRequestsError", "Exceeded send limits (250,000) for today"),
    "fault": errors(500, "Exception", "Internal server error"),
    "away": errors(503, "Exception", "Service unavailable"),
}  # fmt: skip


def fault_of(token: str) -> tuple[int, dict[str, Any]] | None:
    """What is wrong with a caller's token, by the documented rules; None when nothing is."""
    try:
        head, body, signature = token.removeprefix("Bearer ").split(".")
        said = [json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, body)]
    except ValueError:
        return errors(401, "AuthError", "Unauthorized, authentication token must be provided")
    true = hmac.new(SECRET.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
    if base64.urlsafe_b64encode(true).rstrip(b"=").decode() != signature or said[1]["iss"] != SERVICE:
        return errors(403, "AuthError", "Invalid token: signature, API token not found")
    if said[0] != {"typ": "JWT", "alg": "HS256"} or abs(time.time() - said[1]["iat"]) > EXPIRES:
        return errors(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds")
    return None


class Answers(BaseHTTPRequestHandler):
    """One call, answered as the documents say."""

    theirs: Theirs

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""

    def do_GET(self) -> None:
        self._answer("GET", {})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self._answer("POST", json.loads(self.rfile.read(length)))

    def _answer(self, verb: str, body: dict[str, Any]) -> None:
        self.theirs.asked.append((verb, self.path))
        instead = self.theirs.instead.pop(0) if self.theirs.instead else ""
        if instead in INSTEAD:
            return self._say(*INSTEAD[instead])
        wrong = fault_of(self.headers.get("Authorization", ""))
        if wrong:
            return self._say(*wrong)
        status, said = self._accept(body) if verb == "POST" else self._list()
        if instead == "silence":  # accepted, and nobody is told
            self.theirs.held.wait(30)
            return None
        if instead == "cut":
            self.close_connection = True
            return self.connection.close()
        if instead == "nonsense":
            return self._say(status, "<html>")
        return self._say(status, said)

    def _accept(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        kind = self.path.rpartition("/")[2]
        to = {"sms": "phone_number", "email": "email_address"}[kind]
        if body.get("template_id") != TEMPLATES[kind]:
            return errors(400, "BadRequestError", "Template not found")
        needs = {"text"} | ({"subject"} if kind == "email" else set())
        if missing := needs - set(body.get("personalisation", {})):
            return errors(400, "BadRequestError", f"Missing personalisation: {', '.join(sorted(missing))}")
        made = {
            "id": str(uuid4()), "reference": body.get("reference"), "type": kind, "status": "sending",
            to: body[to], "body": body["personalisation"]["text"],
        }  # fmt: skip
        self.theirs.accepted.append(made)
        said = {key: made[key] for key in ("id", "reference")}
        return 201, said | {"content": {"body": made["body"]}, "template": {"id": body["template_id"]}}

    def _list(self) -> tuple[int, dict[str, Any]]:
        wanted = parse_qs(urlsplit(self.path).query).get("reference", [""])[0]
        return 200, {"notifications": self.theirs.of(wanted), "links": {"current": self.path}}

    def _say(self, status: int, said: Any) -> None:
        content = said.encode() if isinstance(said, str) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving() -> Iterator[Theirs]:
    """The server at work on a port of its own, stopped afterwards."""
    theirs = Theirs()
    answers = type("AnswersHere", (Answers,), {"theirs": theirs})
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    server.daemon_threads = True
    theirs.address = f"http://127.0.0.1:{server.server_address[1]}"
    at_work = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    at_work.start()
    try:
        yield theirs
    finally:
        theirs.held.set()
        server.shutdown()
        server.server_close()
        at_work.join()
