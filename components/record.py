"""The record of a lot on its page: the head, the signature, the files and how to check them."""

from __future__ import annotations

from markupsafe import Markup

from components.templates import render
from services.views import RecordHead

PROGRAM, KEYS = "verify_proof.py", "martelo-proof.json"


def record_part(view: RecordHead, *, bidder: bool) -> Markup:
    """Draw what can be checked of a lot that is decided; a `bidder` is offered the own receipt."""
    proof = f"martelo-{view.auction_id}-proof.json"
    receipt = f"martelo-{view.auction_id}-receipt.json"
    command = f"python {PROGRAM} {proof} --keys {KEYS}"
    return render(
        "lot_record.html",
        record=view,
        bidder=bidder,
        files={"proof": proof, "receipt": receipt, "program": PROGRAM, "public": KEYS},
        command=f"{command} --receipt {receipt}" if bidder else command,
    )
