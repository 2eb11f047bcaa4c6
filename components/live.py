"""News for many clients at once: made into one frame and written straight to their sockets.

python-socketio puts a message into a queue of every client, where a task of each fetches it, makes
a frame of it and hands it to the socket. All of that is the same for everybody, so here the frame
is made once, and written at once wherever nothing is waiting before it. Where something is, it
queues behind it as ever: what one client is told keeps its order.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from engineio.async_socket import AsyncSocket
from engineio.packet import MESSAGE
from engineio.packet import Packet as Envelope
from nicegui import core
from socketio.async_manager import AsyncManager
from socketio.packet import EVENT
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

Message = dict[str, Any]

log = structlog.get_logger(__name__)


async def emit(clients: Collection[str], event: str, message: Message) -> None:
    """Send one message to these clients on NiceGUI's own connection, encoded once.

    Everything is written or queued before this gives way to others, so that two messages reach
    nobody in another order than they were sent. Who has no line that we know is told by
    python-socketio itself.
    """
    await emit_on(core.sio, clients, event, message)


async def emit_on(sio: Any, clients: Collection[str], event: str, message: Message) -> None:
    """Send one message to these clients of a Socket.IO server, as `emit` does."""
    if not clients:
        return  # to nobody: python-socketio takes an empty list for everybody
    others = write(sio, list(clients), event, message)
    if others:
        await sio.emit(event, message, to=others)


def write(sio: Any, clients: list[str], event: str, message: Message) -> list[str]:
    """Write or queue a message for all whose line we know; returns who is left to be told."""
    if type(getattr(sio, "manager", None)) is not AsyncManager:
        return clients
    text = sio.packet_class(EVENT, namespace="/", data=[event, message]).encode()
    if not isinstance(text, str):
        return clients  # with attachments, which are frames of their own
    envelope = Envelope(MESSAGE, text)
    frame = Frame(Opcode.TEXT, envelope.encode().encode()).serialize(mask=False)
    overdue = time.time() - sio.eio.ping_timeout
    others = []
    for sid, number in sio.manager.get_participants("/", clients):
        socket = sio.eio.sockets.get(number)
        if socket is None or socket.closing:
            continue  # has left
        line = line_to(socket, sio, sid)
        if line is None or (socket.last_ping or overdue) < overdue:
            others.append(sid)  # with an answer overdue: python-engineio looks and hangs up
        elif line.idle():
            line.write(frame)
        else:
            line.queue.put_nowait(envelope)
    return others


@dataclass(slots=True)
class Line:
    """A client's websocket as python-engineio and uvicorn keep it: all we know of their insides.

    Between the queue and the socket stands python-engineio's writer: it takes what is queued
    (from then on done, for the queue) and writes it in the same breath, unless uvicorn's
    `writable` makes it wait.
    """

    queue: Any
    writable: Any
    conn: Any
    transport: Any

    def idle(self) -> bool:
        """Tell whether nothing waits before us, in the queue or with its writer, nor a farewell."""
        writable = self.writable
        return (
            not self.queue._unfinished_tasks  # noqa: SLF001  counts what the writer has in hand
            and writable.is_set()
            and not writable._waiters  # noqa: SLF001  a writer called and not yet awake
            and self.conn.state is State.OPEN
        )

    def write(self, frame: bytes) -> None:
        """Write a finished frame; a socket that breaks under it harms nobody else."""
        try:
            self.transport.write(frame)
        except (OSError, RuntimeError):
            log.info("socket_broken", exc_info=True)


_lines: WeakKeyDictionary[AsyncSocket, Line | None] = WeakKeyDictionary()


def line_to(socket: Any, sio: Any, sid: str) -> Line | None:
    """Give the line of a client's socket, looked at once; None if it is not what we know."""
    try:
        return _lines[socket]
    except KeyError:
        line = _lines[socket] = recognise(socket, sio.get_environ(sid) or {})
        return line


def recognise(socket: Any, environ: dict[str, Any]) -> Line | None:
    """Look whether a socket is a websocket without compression, served as `main.py` asks uvicorn.

    One that began by polling is not: its first request is not the websocket. Nor is one whose
    `receive` somebody has wrapped.
    """
    protocol = getattr(environ.get("asgi.receive"), "__self__", None)
    queue = getattr(socket, "queue", None)
    writable, conn = getattr(protocol, "writable", None), getattr(protocol, "conn", None)
    transport = getattr(protocol, "transport", None)
    known = (
        type(socket) is AsyncSocket
        and socket.upgraded
        and type(queue) is asyncio.Queue
        and isinstance(getattr(queue, "_unfinished_tasks", None), int)
        and type(writable) is asyncio.Event
        and hasattr(writable, "_waiters")
        and type(conn) is ServerProtocol
        and conn.state is State.OPEN
        and not conn.extensions
        and callable(getattr(transport, "write", None))
    )
    return Line(queue, writable, conn, transport) if known else None
