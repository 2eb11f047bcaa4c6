"""Whoever bids anonymously is nobody: in pages, in what sockets say, in what machines are told.

Security A15 and I26, seen by a visitor, by another bidder and by the seller.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Response, WebSocket, expect

from services.views import Answer
from tests.house import House

NUMBER = 918_273_645
TRACES = (
    str(NUMBER),
    "xenofonte",
    "quirinopolis",
    "71836492537",
    "718.364.925-37",
    "retrato-de-xq",
)
WATCHERS = {"visitor": None, "another": "watcher-of-masks", "seller": "seller-of-masks"}


class Heard:
    """Everything that a page was sent: documents, files of data, and frames of its sockets."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words: list[str] = []
        self.frames = 0
        page.on("websocket", self.listen)
        page.on("response", self.read)
        page.reload()
        page.wait_for_selector(".bid-box")
        page.wait_for_function("window.did_handshake === true")

    def listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self.frame)

    def frame(self, payload: str | bytes) -> None:
        self.frames += 1
        self.words.append(payload if isinstance(payload, str) else payload.decode("latin-1"))

    def read(self, response: Response) -> None:
        self.words.append(f"{response.url} {response.headers}")

    def fetch(self, path: str) -> None:
        """Ask for a page or a file as this browser, and keep it and its head."""
        answer = self.page.request.get(path)
        self.words.append(f"{path} {answer.headers} {answer.text()}")
        assert answer.ok, path

    def traces(self) -> list[str]:
        said = "\n".join([*self.words, self.page.content()]).lower()
        return [trace for trace in TRACES if trace in said]


def test_whoever_bids_anonymously_is_nobody_anywhere(
    enter: Callable[..., Page], house: House
) -> None:
    masked = somebody_masked(house)
    other = house.person("watcher-of-masks", money=90_000)
    seller = house.person("seller-of-masks")
    first, second = (house.lot(seller, product_name=f"Máscara {n}") for n in (1, 2))
    bid(house, masked, first, 100)
    bid(house, other, second, 100)
    pages = {kind: Heard(enter(first, name)) for kind, name in WATCHERS.items()}

    bid(house, other, first, 150)
    bid(house, masked, first, 250)  # leads by a maximum, which is nobody's to read either
    bid(house, masked, second, 150)
    for kind, heard in pages.items():
        latest = heard.page.locator(".history__who").first
        expect(latest, kind).to_contain_text("Licitante 1")
        for path in ("/", "/?state=live", f"/auction/{second}", f"/api/auctions/{first}/room"):
            heard.fetch(path)
        heard.fetch(f"/api/cards?ids={first},{second}")
        assert heard.frames > 2, kind
        assert heard.traces() == [], kind

    # The number of a bidder is the order of arrival in one lot: it says nothing of another.
    (here, there) = (house.rooms.public(lot).leader for lot in (first, second))
    assert here is not None
    assert there is not None
    assert (here.paddle, there.paddle, here.name, there.name) == (1, 2, None, None)

    house.change("update products set end_datetime = now() where user_id = :s", s=seller)
    for kind, heard in pages.items():
        expect(heard.page.locator(".result"), kind).to_be_visible(timeout=20_000)
        heard.page.goto(f"/auction/{first}")
        heard.fetch("/?state=ended")
        assert heard.traces() == [], f"{kind}, after the end"


def bid(house: House, person: int, lot: int, amount: int) -> None:
    (answer,) = house.batch(house.request(person, lot, amount))
    assert isinstance(answer, Answer), answer
    assert answer.accepted, answer


def somebody_masked(house: House, *, number: int = NUMBER) -> int:
    """Let somebody join whose every mark is found in no other word; once on a site."""
    if house.one("select count(*) from users where user_id = :number", number=number):
        return number
    end = "" if number == NUMBER else str(number)
    cpf = "71836492537" if number == NUMBER else "71836492537"[::-1]
    person = house.person(f"xenofonteq{end}", cpf=cpf)
    house.change(
        "update users set user_id = :number, name = 'Xenofonte Quirino', photo = 'retrato-de-xq',"
        " email = :email where user_id = :person",
        number=number,
        person=person,
        email=f"xq{end}@quirinopolis.example",
    )
    house.change("insert into settings (user_id, anonymous_mode) values (:u, true)", u=number)
    house.pay_in(number, 90_000)
    return number
