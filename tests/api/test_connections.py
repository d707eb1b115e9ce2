"""Connections that dribble, flood, or speak no HTTP, to the service as it is really served."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

import pytest

from retrograd.api import connection, requests

Address = tuple[str, int]
PATIENT = 3.0
"""Seconds; less than uvicorn would leave a silent connection open."""
POST = b"POST /api/graph HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


def answers(pipe: socket.socket) -> tuple[int, dict[str, str], Any]:
    """Read one response: its status, its headers, its JSON."""
    stream = pipe.makefile("rb")
    status = int(stream.readline().split()[1])
    headers = {}
    while line := stream.readline().strip():
        name, _, text = line.decode().partition(": ")
        headers[name.lower()] = text
    return status, headers, json.loads(stream.read(int(headers["content-length"])))


def ends(pipe: socket.socket) -> bool:
    """Return whether the other side closes within some seconds."""
    pipe.settimeout(PATIENT)
    try:
        return pipe.recv(1) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def send_much(pipe: socket.socket) -> None:
    for _ in range(200):
        pipe.sendall(b"x" * 65536)
        time.sleep(0.001)


def assert_problem(answer: tuple[int, dict[str, str], Any], status: int, code: str) -> None:
    assert (answer[0], answer[2]["status"], answer[2]["code"]) == (status, status, code)
    assert answer[1]["content-type"] == "application/problem+json"
    assert answer[1]["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX: "])
def test_a_head_that_dribbles_is_cut_off(address: Address, sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.2)
    with socket.create_connection(address, timeout=PATIENT) as pipe:
        pipe.sendall(sent)
        assert_problem(answers(pipe), 408, "request_timeout")
        assert ends(pipe)


def test_a_body_that_dribbles_is_cut_off(address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "PATIENCE", 0.2)
    with socket.create_connection(address, timeout=PATIENT) as pipe:
        pipe.sendall(POST + b'Content-Length: 30\r\n\r\n{"program"')
        assert_problem(answers(pipe), 408, "request_timeout")
        assert ends(pipe)


def test_what_is_no_http_gets_a_problem(address: Address) -> None:
    with socket.create_connection(address, timeout=PATIENT) as pipe:
        pipe.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n")
        assert_problem(answers(pipe), 400, "not_http")
        assert ends(pipe)


def test_headers_without_an_end_are_cut_off(address: Address) -> None:
    with socket.create_connection(address, timeout=PATIENT) as pipe:
        pipe.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
        with pytest.raises(ConnectionError):  # whatever was answered: nobody reads on
            send_much(pipe)


def test_a_body_beyond_its_limit_is_not_waited_for(address: Address) -> None:
    for head in (
        b"Content-Length: 2000000000\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n200000\r\n" + b" " * 2**21,
    ):
        with socket.create_connection(address, timeout=PATIENT) as pipe:
            pipe.sendall(POST + head)
            assert_problem(answers(pipe), 413, "too_large")


def test_a_sender_who_does_not_stop_is_left_alone(address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "LINGERING", 0.2)
    with socket.create_connection(address, timeout=PATIENT) as pipe:
        pipe.sendall(POST + b"Content-Length: 2000000000\r\n\r\n")
        assert_problem(answers(pipe), 413, "too_large")
        assert ends(pipe)


def test_a_connection_serves_many_requests(address: Address) -> None:
    body = b'{"program": "x = 2"}'
    with socket.create_connection(address, timeout=PATIENT) as pipe:
        for _ in range(3):
            pipe.sendall(POST + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            assert answers(pipe)[0] == 200
