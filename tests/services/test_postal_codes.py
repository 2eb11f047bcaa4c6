"""A postal code is asked for once; nobody waits for a postal service that does not answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from services.errors import BadField, NotFound, TooManyAttempts, Unavailable
from services.gateways.cep import NoPostalService, ViaCep
from services.people.places import Place
from services.ports import PostalServiceDown
from tests.house import House

PAULISTA = "01310-100"
SAID = {
    "cep": PAULISTA,
    "logradouro": "Avenida Paulista",
    "bairro": "Bela Vista",
    "localidade": "São Paulo",
    "uf": "SP",
}


def test_it_is_asked_once_and_remembered(house: House) -> None:
    first, second = house.postal_codes.look_up(PAULISTA), house.postal_codes.look_up("01310100")
    assert first == second == house.atlas.places["01310100"]
    assert house.atlas.asked == ["01310100"]
    house.told.goes_on(366 * 86400)
    assert house.postal_codes.look_up(PAULISTA) == first
    assert len(house.atlas.asked) == 2


def test_what_is_no_code_and_what_is_nowhere_are_told_apart(house: House) -> None:
    with pytest.raises(BadField):
        house.postal_codes.look_up("0131-100")
    with pytest.raises(NotFound):
        house.postal_codes.look_up("99999-998")
    assert house.atlas.asked == ["99999998"]


def test_a_service_that_is_down_is_left_alone_for_a_while(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.atlas.down = True
    for _ in range(3):
        with pytest.raises(Unavailable):
            house.postal_codes.look_up(PAULISTA)
    assert len(house.atlas.asked) == 1
    house.atlas.down = False
    house.postal_codes._rests_until = 0.0
    assert house.postal_codes.look_up(PAULISTA).city == "São Paulo"


def test_few_ask_at_once_and_the_others_write_by_hand(house: House) -> None:
    came, go = threading.Semaphore(0), threading.Event()

    class Slow:
        def place_of(self, cep: str) -> Place | None:
            came.release()
            go.wait(5)
            return house.atlas.places["01310100"]

    house.postal_codes._service = Slow()
    waiting = [
        threading.Thread(target=house.postal_codes.look_up, args=(f"0131010{n}",)) for n in "12"
    ]
    for one in waiting:
        one.start()
    assert came.acquire(timeout=5)
    assert came.acquire(timeout=5)
    with pytest.raises(Unavailable):
        house.postal_codes.look_up(PAULISTA)
    go.set()
    for one in waiting:
        one.join(5)


def test_one_address_does_not_ask_without_end(house: House) -> None:
    for _ in range(40):
        house.postal_codes.look_up(PAULISTA, ip="203.0.113.9")
    with pytest.raises(TooManyAttempts):
        house.postal_codes.look_up(PAULISTA, ip="203.0.113.9")
    assert house.postal_codes.look_up(PAULISTA, ip="203.0.113.10").state == "SP"


@pytest.mark.parametrize("fault", [{"state": "XX"}, {"city": "x" * 81}, {"city": "a\0b"}])
def test_nonsense_is_no_answer(house: House, fault: dict[str, str]) -> None:
    known = house.atlas.places["01310100"]
    words = {name: getattr(known, name) for name in known.__slots__} | fault
    house.atlas.places["01310100"] = Place(**words)
    with pytest.raises(Unavailable):
        house.postal_codes.look_up(PAULISTA)
    assert house.one("select count(*) from postal_codes") == 0


@contextmanager
def postal_service(status: int, body: bytes, *, wait: float = 0) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    stop = threading.Event()

    class Counter(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            stop.wait(wait)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Counter)
    running = threading.Thread(target=server.serve_forever, args=(0.02,))
    running.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ws/", asked
    finally:
        stop.set()
        server.shutdown()
        running.join(5)
        server.server_close()


def test_viacep_is_asked_as_it_wants_to_be() -> None:
    with postal_service(200, json.dumps(SAID).encode()) as (url, asked):
        found = ViaCep(url).place_of("01310100")
    assert asked == ["/ws/01310100/json/"]
    assert found == Place(
        zip_code="01310100",
        street_name="Avenida Paulista",
        district="Bela Vista",
        city="São Paulo",
        state="SP",
    )


@pytest.mark.parametrize("body", [{"erro": True}, {"erro": "true"}])
def test_viacep_knows_no_such_place(body: dict[str, object]) -> None:
    with postal_service(200, json.dumps(body).encode()) as (url, _):
        assert ViaCep(url).place_of("99999998") is None


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b""), (200, b"<html>"), (200, b"[]"), (200, b'{"uf": 5}'), (302, b""), (200, b"\xff")],
)
def test_any_other_answer_is_none(status: int, body: bytes) -> None:
    with postal_service(status, body) as (url, _), pytest.raises(PostalServiceDown):
        ViaCep(url).place_of("01310100")


def test_nobody_waits_longer_than_said() -> None:
    with postal_service(200, b"{}", wait=5) as (url, _), pytest.raises(PostalServiceDown):
        ViaCep(url, seconds=0.1).place_of("01310100")


def test_where_nobody_is_to_be_asked_nobody_answers() -> None:
    with pytest.raises(PostalServiceDown):
        NoPostalService().place_of("01310100")
