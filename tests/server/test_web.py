"""Nobody stops the site from outside: slow bodies and headers, many connections, and what a proxy may say."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection, connections, transaction
from django.test import RequestFactory

from throughcare.faces.web.errors import TOO_LONG, unavailable
from throughcare.server import web
from throughcare.server.database.urls import LIMITS, Role
from throughcare.server.web import web_server

SLOW = 64


@contextmanager
def serving(application, **adjusted) -> Iterator[int]:
    """A server of an application on a free port, until left."""
    server = web_server(application, "127.0.0.1", 0, **adjusted)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield int(server.effective_port)
    finally:
        server.task_dispatcher.shutdown()
        server.close()


def hello(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    said = f"{environ['REMOTE_ADDR']} {environ['wsgi.url_scheme']} {environ.get('HTTP_X_FORWARDED_FOR', '')}"
    return [said.encode()]


def asked(port: int, path: str = "/", headers: dict[str, str] | None = None) -> tuple[int, str]:
    """What a request is answered; it fails where nothing is answered within a minute."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@contextmanager
def slow_sockets(port: int, start: bytes, number: int = SLOW) -> Iterator[list[socket.socket]]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(number)]
        for one in sockets:
            one.sendall(start)
        yield sockets


STARTS = {
    "a body that does not come": b"POST /accounts/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nab",
    "headers that do not end": b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "chunks that do not end": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "nothing at all": b"",
}


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_an_officer_works_on_while_sixty_four_slow_sockets_are_open(start, database):
    with serving(get_wsgi_application()) as port, slow_sockets(port, start):
        for _ in range(10):
            status, body = asked(port, "/accounts/login/", {"Host": "127.0.0.1"})
            assert status == 200
            assert "Sign in" in body


def test_a_request_that_drips_is_closed_when_its_time_is_over_however_often_a_byte_comes():
    with serving(hello, channel_timeout=3, cleanup_interval=0.1) as port:
        with slow_sockets(port, STARTS["a body that does not come"], 1) as (one,):
            one.settimeout(60)
            ended = False
            for _ in range(10_000):
                try:
                    one.sendall(b"a")
                    one.settimeout(0.02)
                    ended = one.recv(1) == b""
                except TimeoutError:
                    continue
                except OSError:
                    ended = True
                if ended:
                    break
            assert ended
        assert asked(port)[0] == 200


def test_when_connections_run_short_room_is_made_by_closing_the_oldest_that_have_not_asked():
    limit = 40
    few = serving(hello, connection_limit=limit, cleanup_interval=0.05)
    with few as port, slow_sockets(port, b"GET / HTTP/1.1\r\n", 2 * limit):
        assert asked(port)[0] == 200


def test_what_a_client_says_of_its_own_address_is_not_believed_where_no_proxy_stands_in_front():
    with serving(hello) as port:
        assert asked(port, headers={"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"})[1] == (
            "127.0.0.1 http "
        )


def test_behind_one_proxy_the_address_is_the_last_one_that_it_added():
    said = {"X-Forwarded-For": "203.0.113.9, 192.0.2.7", "X-Forwarded-Proto": "https"}
    with serving(hello, proxies=1) as port:
        assert asked(port, headers=said)[1].startswith("192.0.2.7 https")


def test_a_header_or_a_body_without_end_is_refused():
    with serving(hello) as port:
        assert asked(port, headers={"X-Long": "a" * (web.LARGEST_HEADER + 1)})[0] == 431
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.putrequest("POST", "/")
        connection.putheader("Content-Length", str(web.LARGEST_BODY + 1))
        connection.endheaders()
        assert connection.getresponse().status == 413


@pytest.mark.parametrize("alias", ["default", "worker"])
def test_the_database_holds_each_kind_of_process_to_its_limits(alias, database):
    role = Role.WEB if alias == "default" else Role.WORKER
    with connections[alias].cursor() as cursor:
        for name, limit in LIMITS[role].items():
            cursor.execute("SELECT current_setting(%s)", [name])
            assert cursor.fetchone()[0] == {"60s": "1min"}.get(limit, limit), name


def test_a_page_that_asks_the_database_for_too_long_is_stopped_and_says_so(database):
    with pytest.raises(OperationalError) as stopped, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        cursor.execute("SELECT pg_sleep(30)")
    answer = unavailable(RequestFactory().get("/"), stopped.value)
    assert TOO_LONG in answer.content.decode()
