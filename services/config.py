"""The settings of the house, read from the environment and checked once at the start."""

from __future__ import annotations

import re
import secrets
from decimal import Decimal
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, PrivateAttr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.billing.due import LOOK_DAYS, SILENT_DAYS
from services.views import House

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
SENDER = re.compile(rf"{EMAIL.pattern}|[^<>@,;\r\n]+ <{EMAIL.pattern}>")
SMTP = re.compile(r"smtps?://\S+")
CNPJ = re.compile(r"[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}/?[0-9A-Z]{4}-?[0-9]{2}")
# Nobody's: the number is the Receita's own example, and no area code begins with 0.
DEMO_HOUSE = House(
    name="Martelo Leilões de Demonstração Ltda.",
    cnpj="12.ABC.345/01DE-35",
    address="Rua do Exemplo, 100, Centro, São Paulo, SP, 01000-000",
    email="contato@martelo.example",
    phone="(00) 0000-0000",
    officer="Lúcia Exemplo",
    officer_email="privacidade@martelo.example",
    demonstration=True,
)
BUCKET = re.compile(r"[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9]")
VAPID = re.compile(r"[\w-]{43}", re.ASCII)
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
DISCOVERY = "/.well-known/openid-configuration"
ASAAS = "https://api.asaas.com/v3"
ASAAS_SANDBOX = "https://api-sandbox.asaas.com/v3"
ASAAS_TOKEN = re.compile(r"\S{32,255}")
SIMULATOR = "/asaas"  # where a demonstration serves its payment simulator


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
    record_key: str = ""
    metrics_token: str = ""
    house_name: str = ""
    house_cnpj: str = ""
    house_address: str = ""
    house_email: str = ""
    house_phone: str = ""
    house_officer: str = ""
    house_officer_email: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    vapid_private_key: str = ""
    cep_url: str = "https://viacep.com.br/ws"
    photo_store_url: str = ""
    photo_store_key: str = ""
    photo_store_secret: str = ""
    photo_store_region: str = "us-east-1"
    google_client_id: str = ""
    google_client_secret: str = ""
    google_discovery_url: str = f"https://accounts.google.com{DISCOVERY}"
    asaas_key: str = ""
    asaas_url: str = ""
    asaas_webhook_token: str = ""
    asaas_webhook_token_old: str = ""
    asaas_withdrawal_token: str = ""
    asaas_opening_balance: Decimal = Field(default=Decimal(0), decimal_places=2)
    pool_size: int = Field(default=8, ge=2, le=64)
    close_grace_seconds: float = Field(default=2.0, ge=0)
    sweep_seconds: float = Field(default=1.0, gt=0)
    look_days: int = Field(default=LOOK_DAYS, ge=1, le=60)
    silent_days: int = Field(default=SILENT_DAYS, ge=1, le=90)

    _simulator_key: str = PrivateAttr(default_factory=lambda: f"$aact_hmlg_{secrets.token_hex(24)}")

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
        if self.metrics_token and len(self.metrics_token) < 20:
            raise ValueError("METRICS_TOKEN must have at least 20 characters")
        if self.record_key and not re.fullmatch(r"[0-9a-f]{64}", self.record_key):
            raise ValueError("RECORD_KEY must be 64 hexadecimal digits (openssl rand -hex 32)")
        if self.smtp_url and not SMTP.fullmatch(self.smtp_url):
            raise ValueError("SMTP_URL must be like smtp://user:password@mail.example.br:587")
        if bool(self.smtp_url) != bool(self.mail_from):
            raise ValueError("SMTP_URL and MAIL_FROM are set together or not at all")
        if self.mail_from and not SENDER.fullmatch(self.mail_from):
            raise ValueError("MAIL_FROM must be like Martelo <avisos@example.br>")
        if self.cep_url and urlsplit(self.cep_url).scheme not in ("http", "https"):
            raise ValueError("CEP_URL must be like https://viacep.com.br/ws, or empty")
        return self

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.house_cnpj and not CNPJ.fullmatch(self.house_cnpj):
            raise ValueError("HOUSE_CNPJ must be like 12.ABC.345/01DE-35")
        if self.house_email and not EMAIL.fullmatch(self.house_email):
            raise ValueError("HOUSE_EMAIL must be like contato@example.br")
        if self.house_officer_email and not EMAIL.fullmatch(self.house_officer_email):
            raise ValueError("HOUSE_OFFICER_EMAIL must be like privacidade@example.br")
        return self

    @model_validator(mode="after")
    def _pictured(self) -> Self:
        given = (self.photo_store_url, self.photo_store_key, self.photo_store_secret)
        if any(given) and not all(given):
            raise ValueError(
                "PHOTO_STORE_URL, PHOTO_STORE_KEY and PHOTO_STORE_SECRET are set together or not"
            )
        if self.photo_store_url:
            parts = urlsplit(self.photo_store_url)
            host = parts.hostname or ""
            near = host in LOOPBACK or "." not in host  # a neighbour in a network of one's own
            safe = parts.scheme == "https" or (parts.scheme == "http" and near)
            if not (safe and host and BUCKET.fullmatch(parts.path.strip("/"))) or parts.username:
                raise ValueError(
                    "PHOTO_STORE_URL must be like https://s3.sa-east-1.amazonaws.com/bucket"
                )
        return self

    @model_validator(mode="after")
    def _pushing(self) -> Self:
        if self.vapid_private_key and not VAPID.fullmatch(self.vapid_private_key):
            raise ValueError("VAPID_PRIVATE_KEY must be 32 bytes in URL-safe base64: 43 characters")
        return self

    @model_validator(mode="after")
    def _introduced(self) -> Self:
        if bool(self.google_client_id) != bool(self.google_client_secret):
            raise ValueError("GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET are set together or not")
        parts = urlsplit(self.google_discovery_url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not (safe and parts.hostname and parts.path.endswith(DISCOVERY)):
            raise ValueError(
                f"GOOGLE_DISCOVERY_URL must be like https://accounts.example{DISCOVERY}"
            )
        return self

    @model_validator(mode="after")
    def _charging(self) -> Self:
        """Find the gateway of a key; a demonstration without one charges at a simulator."""
        if not self.asaas_key:
            if self.asaas_url or self._asaas_tokens:
                raise ValueError("ASAAS_URL and the ASAAS tokens are nothing without ASAAS_KEY")
            if self.payments_simulated:
                self.asaas_url = f"{self.loopback}{SIMULATOR}/v3"
                self.asaas_webhook_token = secrets.token_hex(24)
                self.asaas_withdrawal_token = secrets.token_hex(24)
            return self
        if not self.asaas_key.startswith("$aact_"):
            raise ValueError("ASAAS_KEY must be like $aact_prod_...; quote it, or its $ is eaten")
        real = ASAAS if self.asaas_key.startswith("$aact_prod_") else ASAAS_SANDBOX
        self.asaas_url = (self.asaas_url or real).rstrip("/")
        parts = urlsplit(self.asaas_url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not (safe and parts.hostname and parts.path.endswith("/v3")):
            raise ValueError(f"ASAAS_URL must be like {ASAAS_SANDBOX}")
        tokens = {"ASAAS_WEBHOOK_TOKEN": self.asaas_webhook_token, **self._asaas_tokens}
        for name, token in tokens.items():
            if not ASAAS_TOKEN.fullmatch(token):
                raise ValueError(f"{name} must have 32 to 255 characters, none a space")
        said = {self.asaas_key, *tokens.values()}
        if len(said) < 1 + len(tokens):
            raise ValueError("ASAAS_KEY and the ASAAS tokens must differ")
        return self

    @property
    def _asaas_tokens(self) -> dict[str, str]:
        given = {
            "ASAAS_WEBHOOK_TOKEN": self.asaas_webhook_token,
            "ASAAS_WEBHOOK_TOKEN_OLD": self.asaas_webhook_token_old,
            "ASAAS_WITHDRAWAL_TOKEN": self.asaas_withdrawal_token,
        }
        return {name: token for name, token in given.items() if token}

    @property
    def payments_simulated(self) -> bool:
        """Tell whether the house charges at a simulator of its own: a demonstration without key."""
        return bool(self.demo) and not self.asaas_key

    @property
    def payment_key(self) -> str:
        """Give the key the house has at its payment gateway; empty if it has none."""
        return self._simulator_key if self.payments_simulated else self.asaas_key

    @property
    def payment_opening_balance(self) -> Decimal:
        """Give what lay at the gateway, in reais, before the house's books began.

        In a demonstration it covers its wallets, which were filled by no Pix.
        """
        return Decimal(10_000_000) if self.payments_simulated else self.asaas_opening_balance

    @property
    def loopback(self) -> str:
        """Give the address at which the site reaches itself."""
        return f"http://{'[::1]' if self.host == '::1' else '127.0.0.1'}:{self.port}"

    @property
    def house(self) -> House:
        """Name the company behind the site; a demonstration without one has its own."""
        given = House(
            name=self.house_name,
            cnpj=self.house_cnpj,
            address=self.house_address,
            email=self.house_email,
            phone=self.house_phone,
            officer=self.house_officer,
            officer_email=self.house_officer_email,
        )
        nameless = not any((given.name, given.cnpj, given.address, given.email, given.phone))
        return DEMO_HOUSE if self.demo and nameless else given

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


def keep_secret(config: Config) -> None:
    """Give the house a secret key of its own where none was set, kept in the state folder."""
    if config.secret_key:
        return
    kept = Path(config.state_dir) / "secret"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32))
    config.secret_key = kept.read_text()
