"""The settings of the house, read from the environment and checked once at the start."""

from __future__ import annotations

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Config(BaseSettings):
    """Every setting with its default; a wrong one stops the start with a sentence that says so."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    host: str = "0.0.0.0"  # noqa: S104  a server listens; the container or proxy decides for whom
    port: int = Field(default=8080, ge=1, le=65535)
    base_url: str = ""
    database_url: str = ""
    state_dir: Path = Path(".local")
    demo: bool | None = None
    secret_key: str = ""
    trusted_proxies: str = ""
    log_level: str = "info"
    pool_size: int = Field(default=8, ge=2, le=64)
    close_grace_seconds: float = Field(default=2.0, ge=0)
    sweep_seconds: float = Field(default=1.0, gt=0)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.base_url:
            self.base_url = f"http://localhost:{self.port}"
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("BASE_URL must be like https://leiloes.example.br")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise ValueError("BASE_URL must be https:// unless the site is on this machine alone")
        if self.demo is None:
            self.demo = not self.database_url
        if self.secret_key and len(self.secret_key) < 32:
            raise ValueError("SECRET_KEY must have at least 32 characters")
        return self

    @property
    def secure(self) -> bool:
        """Tell whether the site is reached by HTTPS, so that cookies are `__Host-` and Secure."""
        return self.base_url.startswith("https://")

    @property
    def origins(self) -> tuple[str, ...]:
        """List the origins a browser may connect from; loopback names stand for each other."""
        parts = urlsplit(self.base_url)
        names = sorted(LOOPBACK - {"::1"}) if parts.hostname in LOOPBACK else [parts.hostname or ""]
        port = f":{parts.port}" if parts.port else ""
        return tuple(f"{parts.scheme}://{name}{port}" for name in names)

    @property
    def proxies(self) -> frozenset[str]:
        """List the peers whose forwarded headers are believed."""
        return frozenset(filter(None, (part.strip() for part in self.trusted_proxies.split(","))))
