"""Accounts: who may come in, and how the pages look and speak for them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import text

from services.config import Config
from services.database import Database
from services.errors import BadInput, SecondStepNeeded, WrongCredentials
from services.people.passwords import hashed, matches
from services.second_step import SecondSteps
from services.sessions import SessionService
from services.throttles import Throttles
from services.views import TEXT_SIZES, Comfort

DEMO_PASSWORD = "martelo-demo-2026"  # noqa: S105  printed at every demo start
THEMES = ("system", "light", "dark", "hc-light", "hc-dark")
LANGUAGES = ("pt-BR", "en")
_TRIES, _WINDOW = 10, timedelta(minutes=5)
_TRIES_PER_ADDRESS = 60
_FIND = text("""
    select user_id, password from users
    where (lower(username) = lower(:login) or lower(email) = lower(:login))
      and blocked_at is null and erased_at is null
""")
_RENEW = text("update users set password = :password where user_id = :user")
_PREFER = text("""
    insert into settings (user_id, theme, language)
    values (:user, coalesce(:theme, 'system'), coalesce(:language, 'pt-BR'))
    on conflict (user_id) do update set
        theme = coalesce(:theme, settings.theme),
        language = coalesce(:language, settings.language)
""")
_COMFORT = text("""
    insert into settings (user_id, text_size, reading_spacing, reduced_motion, underlined_links,
                          calm_page)
    values (:user, :text_size, :spacing, :still, :underlined, :calm)
    on conflict (user_id) do update set
        text_size = excluded.text_size,
        reading_spacing = excluded.reading_spacing,
        reduced_motion = excluded.reduced_motion,
        underlined_links = excluded.underlined_links,
        calm_page = excluded.calm_page
""")
_DEMO = text("""
    select u.username, u.name,
           case when u.admin_user then 'administrator'
                else coalesce(
                    (select min(r.role) from roles r
                     where r.user_id = u.user_id and r.revoked_at is null),
                    case when l.user_id is not null then 'company'
                         when a.verified_at is not null then 'auctioneer'
                         else 'individual' end)
                end as role
    from users u left join legal_persons l using (user_id)
    left join auctioneers a using (user_id)
    where u.demo and u.password is not null order by u.user_id
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """An account of the demonstration; `role` is what they are, or do in the house."""

    username: str
    password: str
    name: str
    role: str


class AccountService:
    """Lets people in and keeps what they prefer."""

    def __init__(
        self,
        database: Database,
        throttles: Throttles,
        sessions: SessionService,
        steps: SecondSteps,
        config: Config,
    ) -> None:
        self._database = database
        self._throttles = throttles
        self._sessions = sessions
        self._steps = steps
        self._config = config

    def log_in(
        self,
        login: str,
        password: str,
        *,
        ip: str | None = None,
        user_agent: str | None = None,
        going_to: str = "/",
    ) -> str:
        """Let a person in by username or e-mail and return a new session's token.

        Whoever is asked twice gets no session yet: raises `SecondStepNeeded`, which leads
        `going_to` where the person was going.

        Takes the same time and raises the same `WrongCredentials` for an unknown person and a
        wrong password; `TooManyAttempts` after ten tries on an account in five minutes, or sixty
        from one address.
        """
        login = login.replace("\0", "").strip()[:255]
        tries_of_this_account = f"login:{login.lower()}"
        self._throttles.count(tries_of_this_account, most=_TRIES, within=_WINDOW)
        if ip:
            self._throttles.count(f"login-from:{ip}", most=_TRIES_PER_ADDRESS, within=_WINDOW)
        with self._database.transaction() as work:
            person = work.connection.execute(_FIND, {"login": login}).one_or_none()
        right, renewed = matches(password, person.password if person else None)
        if person is None or not right:
            raise WrongCredentials
        with self._database.transaction() as work:
            self._throttles.calm(work, tries_of_this_account)
            if renewed:
                work.connection.execute(_RENEW, {"password": renewed, "user": person.user_id})
        attempt = self._steps.begin(person.user_id, going_to=going_to)
        if attempt is not None:
            raise SecondStepNeeded(attempt=attempt)
        return self._sessions.open(person.user_id, ip=ip, user_agent=user_agent)

    def prefer(
        self,
        user_id: int,
        *,
        theme: str | None = None,
        language: str | None = None,
        comfort: Comfort | None = None,
    ) -> None:
        """Keep how the pages look and speak for a person; `BadInput` for what there is not."""
        if theme not in (None, *THEMES) or language not in (None, *LANGUAGES):
            raise BadInput
        if comfort is not None and comfort.text_size not in TEXT_SIZES:
            raise BadInput
        with self._database.transaction() as work:
            work.connection.execute(
                _PREFER, {"user": user_id, "theme": theme, "language": language}
            )
            if comfort is not None:
                work.connection.execute(_COMFORT, {"user": user_id, **asdict(comfort)})

    def demo_people(self) -> tuple[DemoPerson, ...]:
        """List the demonstration's accounts; none outside the demonstration."""
        if not self._config.demo:
            return ()
        with self._database.transaction() as work:
            rows = work.connection.execute(_DEMO).all()
        return tuple(
            DemoPerson(
                username=row.username,
                password=DEMO_PASSWORD,
                name=row.name,
                role=row.role,
            )
            for row in rows
        )


def demo_password() -> str:
    """Return the hash of the demonstration's password."""
    return hashed(DEMO_PASSWORD)
