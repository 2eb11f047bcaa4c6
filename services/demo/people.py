"""The invented people of the demonstration, with play money in their wallets."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from sqlmodel import select

from models import LegalPerson, PhysicalPerson, Role, Settings, User
from services.accounts import demo_password
from services.database import Transaction
from services.demo.auctioneer import AUCTIONEER
from services.ports import Clock
from services.wallet import top_up
from services.wallets import move

# Username, name, CPF, play money, administrator.
PEOPLE = (
    ("ana", "Ana Beatriz Lima", "52998224725", "300000.00", False),
    ("bruno", "Bruno Carvalho", "39053344705", "300000.00", False),
    ("frota", "Carla Menezes", "11144477735", "50000.00", False),
    ("helena", "Helena Prado", "87322005015", "0.00", True),
)
# Username, name, CPF, role at the house's desk.
STAFF = (
    ("olivia", "Olívia Ramos", "15350946056", "operator"),
    ("felipe", "Felipe Nogueira", "71428793860", "finance"),
    ("augusto", "Augusto Teles", "29537995593", "auditor"),
)
COMPANY = ("frota", "11222333000181", "Frota Azul Transportes Ltda", "Frota Azul")
HOUSE = ("casa", "Otávio Nunes", "34028316000103", "Casa Martelo Acervos Ltda", "Casa Martelo")
BIDDERS = (
    "colecionador", "serra_azul", "dona_rita", "garimpo", "vinil77", "prudente",
    "mar_aberto", "oficina12", "lince", "tereza_m",
)  # fmt: skip
# Nobody here is a newcomer, whom the house would watch.
KNOWN_FOR = timedelta(days=120)
PLAY_MONEY = Decimal("40000000.00")
_LANDLINE, _CELLPHONE = "+551133334444", "+5511987654321"


def add_people(work: Transaction, clock: Clock) -> dict[str, int]:
    """Add everybody, with a hash of the one demonstration password; returns ids by username."""
    password = demo_password()
    for username, name, cpf, _, admin in PEOPLE:
        _add(work, clock, username=username, name=name, cpf=cpf, admin=admin, password=password)
    for username, name, cpf, _ in STAFF:
        _add(work, clock, username=username, name=name, cpf=cpf, password=password)
    username, name, cpf = AUCTIONEER
    _add(work, clock, username=username, name=name, cpf=cpf, password=password)
    _add(work, clock, username=HOUSE[0], name=HOUSE[1], cpf=cpf_of(700_000_001))
    for place, username in enumerate(BIDDERS):
        name = username.replace("_", " ").title()
        _add(work, clock, username=username, name=name, cpf=cpf_of(700_000_100 + place))
    work.session.flush()
    ids = {person.username: person.id for person in work.session.exec(select(User)).all()}
    _add_persons(work, ids)
    money = {username: Decimal(sum_) for username, _, _, sum_, _ in PEOPLE}
    money |= dict.fromkeys(BIDDERS, PLAY_MONEY)
    work.session.flush()
    move(
        work.connection,
        [
            top_up(ids[username], amount, key="demonstration", clock=clock)
            for username, amount in money.items()
            if amount
        ],
    )
    return ids


def name_to_roles(work: Transaction, clock: Clock, ids: dict[str, int], audited: int) -> None:
    """Name the people of the house to their roles; the auditor reads the lot `audited`."""
    for username, _, _, role in STAFF:
        work.session.add(
            Role(
                user_id=ids[username],
                role=role,
                product_id=audited if role == "auditor" else None,
                granted_at=clock.now(),
                granted_by=ids["helena"],
            )
        )


def _add(
    work: Transaction,
    clock: Clock,
    *,
    username: str,
    name: str,
    cpf: str,
    admin: bool = False,
    password: str | None = None,
) -> None:
    since = clock.now() - KNOWN_FOR - timedelta(days=int(cpf[:9]) % 200)
    work.session.add(
        User(
            username=username,
            name=name,
            cpf=cpf,
            email=f"{username}@exemplo.com.br",
            password=password,
            cellphone1=_CELLPHONE,
            admin_user=admin,
            email_verified_at=since,
            created_at=since,
            demo=True,
        )
    )


def _add_persons(work: Transaction, ids: dict[str, int]) -> None:
    for username, cnpj, business, trade in (COMPANY, (HOUSE[0], *HOUSE[2:])):
        work.session.add(
            LegalPerson(
                user_id=ids[username], cnpj=cnpj, legal_business_name=business, trade_name=trade
            )
        )
    companies = {COMPANY[0], HOUSE[0]}
    for username, number in ids.items():
        work.session.add(Settings(user_id=number, anonymous_mode=username in BIDDERS[::2]))
        if username not in companies:
            work.session.add(
                PhysicalPerson(
                    user_id=number,
                    rg="123456789",
                    birth_date=date(1985, 5, 17),
                    gender="undisclosed",
                )
            )


def cpf_of(base: int) -> str:
    """Complete nine digits to a CPF that is right in arithmetic, for invented people."""
    digits = f"{base:09d}"
    for first in (10, 11):
        total = sum(int(d) * w for d, w in zip(digits, range(first, 1, -1), strict=False))
        rest = total % 11
        digits += str(0 if rest < 2 else 11 - rest)
    return digits
