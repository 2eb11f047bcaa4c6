"""Runs the simulator alone: `python -m asaas_twin --port 9090`."""

from __future__ import annotations

import argparse
import sys
from decimal import Decimal
from pathlib import Path

import uvicorn

from asaas_twin.settings import KEY, Settings
from asaas_twin.twin import Twin


def main() -> None:
    """Serve until told to stop."""
    told = argparse.ArgumentParser(prog="python -m asaas_twin", description=__doc__)
    told.add_argument("--host", default="127.0.0.1")
    told.add_argument("--port", type=int, default=9090)
    told.add_argument("--key", default=KEY, help="the API key it asks for")
    told.add_argument("--public-url", default="", help="where browsers reach its pages")
    told.add_argument("--keep-in", type=Path, help="a file for its books; left out, they are lost")
    told.add_argument("--pace", type=float, default=1.0, help="scale of retries and withdrawals")
    told.add_argument("--opening-balance", type=int, default=0, help="in reais")
    asked = told.parse_args()
    settings = Settings(
        key=asked.key,
        public_url=(asked.public_url or f"http://{asked.host}:{asked.port}").rstrip("/"),
        keep_in=asked.keep_in,
        pace=asked.pace,
        opening_balance=Decimal(asked.opening_balance),
    )
    sys.stdout.write(f"Asaas simulator: {settings.public_url}/v3  key: {settings.key}\n")
    uvicorn.run(Twin(settings).app(), host=asked.host, port=asked.port, log_level="warning")


if __name__ == "__main__":
    main()
