"""Who and what a test needs on the market: people with money, categories, lots on sale."""

from __future__ import annotations

import itertools
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from models import Status
from services.ports import Clock
from services.wallet import top_up
from services.wallets import lock_wallets, move
from tests.books import Books


class Market(Books):
    """Builders of what a house deals in, straight in its database."""

    clock: Clock
    _keys: itertools.count[int]

    def person(
        self,
        name: str,
        *,
        money: str | int = 0,
        cpf: str | None = "",
        verified: bool = True,
        blocked: bool = False,
        anonymous: bool | None = None,
        password: str | None = None,
        admin: bool = False,
    ) -> int:
        """Let somebody join the house, with money in the wallet; returns the person's number."""
        with self.database.transaction() as work:
            number: int = work.connection.execute(
                text("""
                    insert into users (name, username, email, cpf, email_verified_at, blocked_at,
                                       password, admin_user)
                    values (:name, :username, :email, :cpf, :verified, :blocked, :password, :admin)
                    returning user_id
                """),
                {
                    "name": name.title(),
                    "username": name,
                    "email": f"{name}@example.com",
                    "cpf": None,
                    "verified": self.clock.now() - timedelta(days=30) if verified else None,
                    "blocked": self.clock.now() - timedelta(days=1) if blocked else None,
                    "password": password,
                    "admin": admin,
                },
            ).scalar_one()
            if cpf is not None:
                work.connection.execute(
                    text("update users set cpf = :cpf where user_id = :user"),
                    {"cpf": cpf or f"{number:011d}", "user": number},
                )
            if anonymous is not None:
                work.connection.execute(
                    text("insert into settings (user_id, anonymous_mode) values (:user, :mode)"),
                    {"user": number, "mode": anonymous},
                )
        if money:
            self.pay_in(number, money)
        return number

    def pay_in(self, person: int, money: str | int) -> None:
        """Put money into a wallet."""
        with self.database.transaction() as work:
            lock_wallets(work.connection, [person])
            key = f"test-{next(self._keys)}"
            move(work.connection, [top_up(person, Decimal(money), key=key, clock=self.clock)])

    def category(self, name: str = "Arte", slug: str = "arte") -> int:
        """Find a category, or add it."""
        with self.database.transaction() as work:
            number: int = work.connection.execute(
                text("""
                    insert into categories (category_name, slug) values (:name, :slug)
                    on conflict (slug) do update set category_name = excluded.category_name
                    returning category_id
                """),
                {"name": name, "slug": slug},
            ).scalar_one()
        return number

    def lot(
        self,
        seller: int | None = None,
        *,
        opening: str | int = 100,
        ends_in: float = 3600,
        opens_in: float = -3600,
        status: Status = Status.IN_OCCURRENCE,
        **terms: Any,
    ) -> int:
        """Put a lot on sale, open unless said otherwise; `terms` are columns of its row."""
        if seller is None:
            found = self.one("select min(user_id) from users where username like 'seller%'")
            seller = found or self.person("seller")
        ends = self.clock.now() + timedelta(seconds=ends_in)
        columns = {
            "product_name": "Gravura",
            "min_bid": Decimal(opening),
            "start_datetime": self.clock.now() + timedelta(seconds=opens_in),
            "original_end_datetime": ends,
            "end_datetime": ends,
            "user_id": seller,
            "category_id": terms.pop("category_id", None) or self.category(),
            "product_status_id": int(status),
            "buyer_rate": Decimal(5),
            "seller_rate": Decimal(5),
            "admin_fee": Decimal(0),
            **terms,
        }
        names = ", ".join(columns)
        places = ", ".join(f":{name}" for name in columns)
        with self.database.transaction() as work:
            number: int = work.connection.execute(
                text(f"insert into products ({names}) values ({places}) returning product_id"),
                columns,
            ).scalar_one()
            if status in (Status.NOT_STARTED, Status.IN_OCCURRENCE):
                work.connection.execute(
                    text("""
                        update users set active_auction_number = active_auction_number + 1
                        where user_id = :seller
                    """),
                    {"seller": seller},
                )
        return number
