"""Who does the house's errands outside: the adapter of each, as the settings pick it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from services.config import Config
from services.gateways.asaas import AsaasGateway
from services.gateways.cep import NoPostalService, ViaCep
from services.gateways.embedded_postgres import EmbeddedPostgres
from services.gateways.no_gateway import NoGateway
from services.gateways.oidc import OidcProvider
from services.gateways.post import LocalPost, NoPost, SmtpPost
from services.gateways.web_push import WebPush, vapid_key
from services.notary.keys import SigningPen, kept_seed
from services.ports import Clock, IdentityProvider, PaymentGateway, Post, PostalService

log = structlog.get_logger(__name__)


def embedded_postgres(config: Config) -> EmbeddedPostgres:
    """Make the house's own PostgreSQL, kept in the state folder."""
    return EmbeddedPostgres(Path(config.state_dir) / "postgres")


@contextlib.contextmanager
def database_url(config: Config) -> Iterator[str]:
    """Give the address of the database: the one set, or the house's own for as long as it runs."""
    if config.database_url:
        yield config.database_url
        return
    with embedded_postgres(config) as url:
        yield url


class NoHouse(LookupError):
    """There is no database of a house where the settings say."""


@contextlib.contextmanager
def standing_database(config: Config, *, given: str = "") -> Iterator[str]:
    """Give the database of a house that is there already, whether it is at work or not.

    `given` goes before the settings. Raises NoHouse rather than make an empty one.
    """
    if given:
        yield given
        return
    server = embedded_postgres(config)
    if not config.database_url and not (server.data / "PG_VERSION").exists():
        raise NoHouse(
            f"there is no house in {Path(config.state_dir).resolve()}:"
            " set STATE_DIR or DATABASE_URL as for the site"
        )
    with database_url(config) as url:
        yield url


def post_of(config: Config) -> Post:
    """Pick who carries letters: the mail server set, else nobody outside a demonstration."""
    if config.smtp_url:
        return SmtpPost(config.smtp_url, sender=config.mail_from)
    if config.demo:
        return LocalPost()
    log.warning("mail_server_not_set", setting="SMTP_URL")
    return NoPost()


def push_of(config: Config, clock: Clock) -> WebPush:
    """Sign what is pushed to browsers with the key set, or one kept in the state folder."""
    kept = Path(config.state_dir) / "vapid"
    contact = config.house.email or f"postmaster@{urlsplit(config.base_url).hostname}"
    return WebPush(
        lambda: vapid_key(kept, config.vapid_private_key),
        subject=f"mailto:{contact}",
        clock=clock,
    )


def provider_of(config: Config, clock: Clock) -> IdentityProvider | None:
    """Pick who vouches for people: the provider set, if any."""
    if not config.google_client_id:
        return None
    return OidcProvider(
        config.google_discovery_url,
        client_id=config.google_client_id,
        client_secret=config.google_client_secret,
        return_to=f"{config.base_url.rstrip('/')}/auth/google/validate",
        clock=clock,
    )


def gateway_of(config: Config) -> PaymentGateway:
    """Open the house's account at Asaas, or at its simulator; without a key nobody answers."""
    if not config.payment_key:
        log.warning("asaas_key_not_set", setting="ASAAS_KEY")
        return NoGateway()
    return AsaasGateway(
        config.asaas_url, config.payment_key, user_agent=f"Martelo ({config.base_url})"
    )


def pen_of(config: Config) -> SigningPen:
    """Take out the key with which the house signs the records of its lots."""
    return SigningPen(kept_seed(config.record_key, Path(config.state_dir)))


def postal_service_of(config: Config) -> PostalService:
    """Pick who knows where postal codes are; without an address nobody does."""
    return ViaCep(config.cep_url) if config.cep_url else NoPostalService()
