"""Named handlers of what happens in the house: each is one decorated function in one file here.

    @handles("sold", "not_sold")
    def tell_the_seller(happening: Happening) -> None: ...

A file is found by being in this folder; nothing else has to be told of it. What can happen
stands in `topics.py`.
"""

from services.handlers.registry import (
    HANDLERS,
    Handler,
    Happening,
    elsewhere,
    find_all,
    handles,
    heard_by,
    is_heard,
)

__all__ = [
    "HANDLERS",
    "Handler",
    "Happening",
    "elsewhere",
    "find_all",
    "handles",
    "heard_by",
    "is_heard",
]
