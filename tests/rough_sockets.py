"""People at the public sockets who say whatever comes to mind, in frames no library would send."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from services.errors import DomainError

PATH = "/socket.io/"
ANSWER_SECONDS = 20.0  # for a machine that is shared
EVENTS = ("join_room", "leave_room", "emit_bid")
NAMES = (*EVENTS, "connect", "disconnect", "connect_error", "*", "message", "", "é" * 40, "x" * 900)
FIELDS = ("room_id", "product_id", "value", "max", "key", "confirm", "declared", "user_id", "💥")
WORDS = ("", "7", "-1", "7 ", "1e9", "NaN", "150.00", "1,50", "٣", "true", "null", "[]", "\0",
         "a" * 64, "' or 1=1 --", "<script>", "../..", "\u202e", "9" * 400)  # fmt: skip
NUMBERS = (0, 1, -1, 7.0, 1e308, -0.0, 2**31, 2**63, 10**40, 0.1 + 0.2, float("nan"), float("inf"))
BAD_FRAMES = (
    "", "x", "4", "4x", "49", "42", "42[]", "42{}", "42[null]", '42["connect",{}]', '42["*"]', "40",
    "40/admin,", '40{"token":1}', "41", "43123[]", '43[{"ok":true}]', "44", '44{"message":"x"}',
    "9", "0", "1", "2", "2probe", "3", "5", "6", "7", "b", "bAAAA", "b!!", "4" + "2" * 300 + "[]",
    '451-["join_room",{"_placeholder":true,"num":0}]', '4599999-["emit_bid"]', "461-1[]", "45-[]",
    '42/admin,["join_room",{}]', '42/,["join_room",{}]', "42" + "[" * 8000, "42" + "9" * 8000,
    '42["join_room",', "42" + '["emit_bid",' * 60, "4" + "x" * 20_000,
)  # fmt: skip
BODIES = (b"", b"4", b"40", b"40\x1e40", b"\x1e" * 40, b"b!!!", b"\xff\xfe", b"6\x1e1", b"1",
          b"9" * 20_000, b"\x1e".join([b'42["join_room",{}]'] * 30), b"d=4", b"42[")  # fmt: skip
HALVES = (b"\x81\xff" + b"\x7f" * 8, b"\x81\x05abc", b"\xff" * 20, b"\x01\x80\0\0\0\0",
          b"\x88\x80\0\0\0\0")  # fmt: skip
QUERIES = ("EIO=4", "EIO=4&j=0", "EIO=4&b64=1", "EIO=4&t=x", "EIO=3", "EIO=", "", "EIO=4&EIO=3",
           "EIO=4&sid=nobody", "EIO=4&sid=")  # fmt: skip
METHODS = ("PUT", "DELETE", "OPTIONS", "PATCH")  # HEAD waits as GET does
ANSWER = re.compile(r"43(\d+)(\[.*\])", re.DOTALL)


def codes() -> set[str]:
    """Name every refusal there is."""
    found, kinds = set[str](), [DomainError]
    while kinds:
        kind = kinds.pop()
        found.add(kind.code)
        kinds += kind.__subclasses__()
    return found


class Crowd:
    """Rough people, each saying other things, the same ones for a seed."""

    def __init__(self, url: str, *, seed: int, lots: list[int], cookies: list[str]) -> None:
        self.url, self.seed, self.lots, self.cookies = url, seed, lots, cookies
        self.said: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._codes = codes() - {"unexpected"}

    async def storm(self, seconds: float, *, people: int) -> None:
        """Let so many of them loose for that long."""
        until = time.monotonic() + seconds
        async with asyncio.TaskGroup() as crowd:
            for place in range(people):
                one = Rough(self, random.Random(f"{self.seed}-{place}"))
                crowd.create_task(one.rage(until))

    def judge(self, sent: str, answer: Any) -> None:
        """Count an answer to an event; one that is neither yes nor a refusal by name is wrong."""
        (said,) = answer if isinstance(answer, list) and len(answer) == 1 else (None,)
        if isinstance(said, dict) and said.get("ok") is True:
            self.answers["ok"] += 1
        elif isinstance(said, dict) and said.get("code") in self._codes and said.get("message"):
            self.answers[said["code"]] += 1
        else:
            self.wrong.append(f"{sent[:300]} -> {answer}")

    def status(self, asked: str, number: int) -> None:
        """Count an answer to a request; a mistake of ours is wrong."""
        self.answers[str(number)] += 1
        if number >= 500:
            self.wrong.append(f"{asked[:300]} -> {number}")


class Rough:
    """One of them."""

    def __init__(self, crowd: Crowd, chance: random.Random) -> None:
        self.crowd, self.chance = crowd, chance
        self.doing = ""
        self.ways: list[Callable[[aiohttp.ClientSession], Awaitable[None]]] = [
            self.talk, self.talk, self.talk, self.poll, self.poll, self.flood, self.half,
        ]  # fmt: skip

    async def rage(self, until: float) -> None:
        """Come, say something, go, again and again."""
        while time.monotonic() < until:
            headers = {}
            if self.crowd.cookies and self.chance.randrange(2):
                headers["Cookie"] = f"sid={self.chance.choice(self.crowd.cookies)}"
            if self.chance.randrange(6) == 0:
                headers["Origin"] = self.chance.choice(("null", "https://evil.example", "x"))
            way = self.chance.choice(self.ways)
            self.crowd.said[way.__name__] += 1
            waits = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
            async with aiohttp.ClientSession(
                self.crowd.url, headers=headers, timeout=waits
            ) as http:
                try:
                    await way(http)
                except TimeoutError:
                    self.crowd.wrong.append(f"{way.__name__}: no answer to {self.doing[:300]}")
                except (aiohttp.ClientError, OSError):
                    self.crowd.answers["hung up"] += 1

    # ---- ways ------------------------------------------------------------------------------------

    async def talk(self, http: aiohttp.ClientSession) -> None:
        """Speak over a websocket, by the rules or not, and leave with or without a word."""
        query = "EIO=4" if self.chance.randrange(8) else self.chance.choice(QUERIES)
        async with http.ws_connect(f"{PATH}?{query}&transport=websocket") as wire:
            asked: dict[str, str] = {}
            listening = asyncio.create_task(self.listen(wire, asked))
            if self.chance.randrange(6):
                await wire.send_str(self.chance.choice(("40", "40", "40{}", '40{"token":"x"}')))
                await asyncio.sleep(0.01)
            for number in range(self.chance.randrange(1, 16)):
                await self.send(wire, self.frame(number, asked))
                if self.chance.randrange(4) == 0:
                    await asyncio.sleep(self.chance.random() / 20)
            if self.chance.randrange(3):
                await asyncio.sleep(0.2)  # to hear the answers
            elif not wire.closed and (gone := http.connector) is not None:
                await gone.close()  # as a cable that is pulled
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def poll(self, http: aiohttp.ClientSession) -> None:
        """Speak by long requests: posts of rubbish, two who wait at once, an upgrade half done."""
        query = "EIO=4" if self.chance.randrange(6) else self.chance.choice(QUERIES)
        url = f"{PATH}?{query}&transport=polling"
        self.doing = url
        async with http.get(url) as opened:
            self.crowd.status(url, opened.status)
            found = re.search(r'"sid":"([^"]+)"', await opened.text())
        if not found:
            return
        mine = f"{PATH}?EIO=4&transport=polling&sid={found[1]}"
        for _ in range(self.chance.randrange(1, 6)):
            act = self.chance.randrange(6)
            if act <= 2:
                body = self.body()
                self.doing = f"POST {body!r}"
                async with http.post(mine, data=body) as answer:
                    self.crowd.status(f"POST {body!r}", answer.status)
            elif act == 3:
                waiting = [asyncio.create_task(self.wait(http, mine)) for _ in range(2)]
                await asyncio.sleep(self.chance.random() / 10)
                for one in waiting:
                    one.cancel()
                await asyncio.gather(*waiting, return_exceptions=True)
            elif act == 4:
                method = self.doing = self.chance.choice(METHODS)
                async with http.request(method, mine) as answer:
                    self.crowd.status(f"{method} {mine}", answer.status)
            else:
                ws = self.doing = mine.replace("polling", "websocket")
                async with http.ws_connect(ws) as wire:
                    await wire.send_str(self.chance.choice(("2probe", "2", "5", "x", "40")))
                    if self.chance.randrange(2):
                        await wire.send_str(self.chance.choice(("5", "2probe", "", "42[]")))
                    await asyncio.sleep(0.02)

    async def flood(self, http: aiohttp.ClientSession) -> None:
        """Say far too much far too fast."""
        async with http.ws_connect(f"{PATH}?EIO=4&transport=websocket") as wire:
            await wire.send_str("40")
            for number in range(400):
                if wire.closed:
                    break
                await wire.send_str(f'42{number}["leave_room",{{"room_id":1}}]')
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ANSWER_SECONDS):
                    while not (await wire.receive()).type.name.startswith("CLOS"):
                        continue
                self.crowd.answers["shown out"] += 1
                return
            self.crowd.wrong.append("a flood that was let flow")

    async def half(self, http: aiohttp.ClientSession) -> None:
        """Begin a request or a frame, and go in the middle of it."""
        place = urlsplit(self.crowd.url)
        _, writer = await asyncio.open_connection(place.hostname, place.port)
        head = (f"GET {PATH}?EIO=4&transport=websocket HTTP/1.1\r\nHost: {place.netloc}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode()  # fmt: skip
        if self.chance.randrange(3) == 0:
            head = head[: self.chance.randrange(len(head))]
        writer.write(head)
        if self.chance.randrange(2):
            writer.write(self.chance.choice(HALVES))
        await writer.drain()
        await asyncio.sleep(self.chance.random() / 10)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    # ---- words -----------------------------------------------------------------------------------

    async def listen(self, wire: aiohttp.ClientWebSocketResponse, asked: dict[str, str]) -> None:
        """Hear the answers, and beat as a client does."""
        async for message in wire:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            if message.data == "2":
                await wire.send_str("3")
            elif found := ANSWER.fullmatch(message.data):
                self.crowd.judge(asked.get(found[1], "?"), json.loads(found[2]))

    async def wait(self, http: aiohttp.ClientSession, url: str) -> None:
        async with http.get(url) as answer:
            self.crowd.status(url, answer.status)

    async def send(self, wire: aiohttp.ClientWebSocketResponse, frame: str | bytes) -> None:
        self.crowd.said["frames"] += 1
        if isinstance(frame, bytes):
            await wire.send_bytes(frame)
        elif self.chance.randrange(40) == 0:
            await wire.send_frame(b"\xff\xfe" + frame.encode(), aiohttp.WSMsgType.TEXT)
        else:
            await wire.send_str(frame)

    def frame(self, number: int, asked: dict[str, str]) -> str | bytes:
        """Make up a frame; what asks for an answer is kept under its number."""
        kind = self.chance.randrange(20)
        if kind == 0:
            return self.chance.choice(BAD_FRAMES)
        if kind == 1:
            return self.chance.randbytes(self.chance.choice((0, 1, 30, 17_000)))
        name = self.chance.choice(EVENTS if self.chance.randrange(15) else NAMES)
        said: list[Any] = [name]
        if self.chance.randrange(10):
            said.append(self.bid() if self.chance.randrange(4) else self.rubbish())
        said += [self.rubbish() for _ in range(self.chance.choice((0, 0, 0, 1, 3)))]
        text = json.dumps(said, ensure_ascii=bool(self.chance.randrange(2)))
        frame = f"42{number}{text}"
        if kind == 2:
            cut = self.chance.randrange(len(frame))
            return frame[:cut] + self.chance.choice(("", "]", '"', "\0", "é")) + frame[cut + 1 :]
        asked[str(number)] = frame
        return frame

    def bid(self) -> dict[str, Any]:
        """Make up a message that is nearly right."""
        right: dict[str, Any] = {"room_id": self.chance.choice(self.crowd.lots), "value": "150.00"}
        for _ in range(self.chance.randrange(3)):
            right[self.chance.choice(FIELDS)] = self.rubbish()
        return right

    def rubbish(self, depth: int = 0) -> Any:
        """Make up any value that JSON can carry, and some that it cannot."""
        kind = self.chance.randrange(7 if depth < 3 else 4)
        if kind < 2:
            return self.chance.choice(WORDS)
        if kind < 4:
            return self.chance.choice((None, True, False, *NUMBERS))
        if kind == 4:
            return [self.rubbish(depth + 1) for _ in range(self.chance.randrange(4))]
        if kind == 5:
            deep: Any = []
            for _ in range(self.chance.choice((3, 60, 900))):
                deep = [deep] if self.chance.randrange(2) else {"room_id": deep}
            return deep
        return {self.chance.choice(FIELDS): self.rubbish(depth + 1) for _ in range(3)}

    def body(self) -> bytes:
        """Make up what is posted."""
        if self.chance.randrange(2):
            return self.chance.choice(BODIES)
        frames = [self.frame(number, {}) for number in range(self.chance.randrange(1, 5))]
        return b"\x1e".join(f if isinstance(f, bytes) else f.encode() for f in frames)
