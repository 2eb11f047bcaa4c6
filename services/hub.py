"""The hub: tells this process what has happened, after the commit that made it true."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from services.events import Event

Listener = Callable[[Event], None]
log = structlog.get_logger(__name__)


class Hub:
    """Hands every event to every listener, in the thread that publishes.

    Listeners must be quick and hop to their own loop. News may come late, twice or out of order:
    a room is shown if it is newer than what is shown.
    """

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Hear every event from now on; returns how to stop."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def publish(self, event: Event) -> None:
        """Tell all listeners; one that fails is logged and harms nobody else."""
        for listener in tuple(self._listeners):
            try:
                listener(event)
            except Exception:
                log.exception("listener_failed", about=type(event).__name__)
