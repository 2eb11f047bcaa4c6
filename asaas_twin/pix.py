"""The code of a Pix: BR Code by the rules of EMV and the Banco Central, and its QR."""

from __future__ import annotations

import base64
import binascii
import io
import unicodedata

import segno

HOST = "pix.simulador.local"


def br_code(*, url: str, name: str, city: str, postal_code: str) -> str:
    """Write a dynamic code, whose amount is behind its address.

    Syntax and checksum are genuine; the simulator's host is nobody's, so that no bank can pay it.
    """
    account = tlv("00", "br.gov.bcb.pix") + tlv("25", url)
    fields = [
        tlv("00", "01"),
        tlv("01", "12"),
        tlv("26", account),
        tlv("52", "0000"),
        tlv("53", "986"),
        tlv("58", "BR"),
        tlv("59", plain(name)[:25]),
        tlv("60", plain(city)[:15]),
        tlv("61", postal_code),
        tlv("62", tlv("05", "***")),
    ]
    code = "".join(fields) + "6304"
    return code + checksum(code)


def tlv(number: str, value: str) -> str:
    """Write one field: its number, its length, its value."""
    return f"{number}{len(value):02}{value}"


def checksum(code: str) -> str:
    """Compute CRC-16/CCITT-FALSE over everything up to and with `6304`."""
    return f"{binascii.crc_hqx(code.encode(), 0xFFFF):04X}"


def plain(text: str) -> str:
    """Take accents away; nothing but ASCII is left."""
    apart = unicodedata.normalize("NFKD", text)
    return apart.encode("ascii", "ignore").decode().strip()


def qr_png(code: str) -> str:
    """Draw the QR of a code: a PNG in base64, without a prefix."""
    drawn = io.BytesIO()
    segno.make(code, error="m", micro=False).save(drawn, kind="png", scale=5, border=4)
    return base64.b64encode(drawn.getvalue()).decode()


def address(number: str) -> str:
    """Give the address of a charge's code, without scheme."""
    return f"{HOST}/qr/cobv/{number}"
