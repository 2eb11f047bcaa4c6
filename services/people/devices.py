"""What a browser says it is, in a few words a person recognises; and from where it speaks."""

from __future__ import annotations

import ipaddress
import re

_BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\b(?:OPR|Opera)/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"\b(?:Chrome|CriOS|Chromium|HeadlessChrome)/"),
    ("Safari", r"\bVersion/[\d.]+.*\bSafari/"),
)
_SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("macOS", r"\bMac(?:intosh| OS X)\b"),
    ("Linux", r"\bLinux\b"),
)
_PROGRAM = re.compile(r"[A-Za-z][\w.-]{1,29}(?=/|$)", re.ASCII)
# Addresses move within these; whoever comes from outside them is worth a letter.
_NETWORK_BITS = {4: 16, 6: 32}


def device_of(user_agent: str | None) -> str | None:
    """Name browser and system, as `Firefox · Windows`; another program by its own name.

    None if nothing recognisable was said. Never more than 80 characters, and nothing of the text
    but a plain word.
    """
    said = (user_agent or "")[:512]
    known = [_first(_BROWSERS, said), _first(_SYSTEMS, said)]
    named = " · ".join(name for name in known if name)
    if named:
        return named
    program = _PROGRAM.match(said)
    return program.group() if program else None


def network_of(ip: str | None) -> str | None:
    """Name the network an address belongs to, as `203.0.0.0/16`; None without an address."""
    if not ip:
        return None
    bits = _NETWORK_BITS[ipaddress.ip_address(ip).version]
    return str(ipaddress.ip_network(f"{ip}/{bits}", strict=False))


def _first(patterns: tuple[tuple[str, str], ...], said: str) -> str | None:
    return next((name for name, pattern in patterns if re.search(pattern, said)), None)
