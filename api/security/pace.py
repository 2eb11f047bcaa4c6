"""Answers that take the same time whatever was found, so that the time tells nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def no_sooner_than(seconds: float) -> AsyncIterator[None]:
    """Let a block that ends well end no sooner than that after its beginning.

    What it takes must be less; what raises is not held back.
    """
    began = time.monotonic()
    yield
    await asyncio.sleep(max(0.0, began + seconds - time.monotonic()))
