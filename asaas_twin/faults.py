"""Faults on order: slowness, errors, and answers that never arrive."""

from __future__ import annotations

from dataclasses import dataclass

from asaas_twin.wire import Json, Refusal

KINDS = ("latency", "error", "drop_before", "drop_after", "rate_limit", "html")


@dataclass(slots=True)
class Fault:
    """One fault: what goes wrong, for which requests, and how many more times."""

    kind: str
    times: int = 1
    method: str = ""
    path: str = ""
    seconds: float = 0.0

    def hits(self, method: str, path: str) -> bool:
        """Tell whether a request suffers it."""
        return (
            self.times > 0
            and (not self.method or self.method == method)
            and path.startswith(self.path)
        )


class Faults:
    """The faults ordered, taken one for each request, the oldest first."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def order(self, body: Json) -> Json:
        """Order a fault; raises Refusal for one that is not known."""
        if body.get("kind") not in KINDS:
            raise Refusal(400, "invalid_fault", f"kind: {', '.join(KINDS)}")
        fault = Fault(
            kind=str(body["kind"]),
            times=int(body.get("times", 1)),
            method=str(body.get("method", "")).upper(),
            path=str(body.get("path", "")),
            seconds=float(body.get("seconds", 0)),
        )
        self._ordered.append(fault)
        return body

    def clear(self) -> Json:
        """Order nothing any more."""
        self._ordered.clear()
        return {}

    def take(self, method: str, path: str) -> Fault | None:
        """Give the fault that a request suffers, if any, and count it."""
        for fault in self._ordered:
            if fault.hits(method, path):
                fault.times -= 1
                return fault
        return None
