"""The archive: what a sale's papers say, read from the books for those they concern."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from models import Method, PaymentState
from services.catalogues import read_catalogue
from services.config import Config
from services.database import Database
from services.documents.sheets import Sheets
from services.documents.writing import (
    Paper,
    Pen,
    write_deed,
    write_ranking,
    write_receipt,
    write_statement,
)
from services.errors import NotFound
from services.ports import Clock
from services.ranking import candidates

LOCALE = Path(__file__).parent / "locale"
_PERSON = """
    jsonb_build_object('name', coalesce({l}.legal_business_name, {u}.name), 'cpf', {u}.cpf,
        'cnpj', {l}.cnpj, 'email', {u}.email,
        'address', (select concat_ws(', ', a.street_name, a.street_number, a.apt, a.district,
                           a.city || '/' || a.state, a.zip_code)
                    from addresses a where a.user_id = {u}.user_id
                    order by a.principal_address desc, a.address_id limit 1))
"""
_LOT = f"""
    p.product_id, p.product_name, p.description, p.auction_type, p.closed_at, p.start_datetime,
    p.end_datetime, p.bid_count - p.annulled_count as bids, p.chain_head, p.min_bid, p.buyer_rate,
    p.seller_rate,
    (select count(*) from bidders b
     where b.product_id = p.product_id and b.maximum is not null) as bidders,
    p.estimate_low, p.estimate_high, p.outcome, p.price, p.user_id as seller_id,
    concat_ws(', ', p.district, p.city || '/' || p.state) as place,
    l.process_number, l.court, l.plaintiff, l.defendant, l.judge_name, c.case_type_name,
    {_PERSON.format(u="seller", l="sl")} as seller
    from products p
    join users seller on seller.user_id = p.user_id
    left join legal_persons sl on sl.user_id = p.user_id
    left join legal_infos l on l.product_id = p.product_id
    left join case_types c using (case_type_id)
"""  # noqa: S608  only columns named here
_SALE = text(f"""
    select y.*, {_PERSON.format(u="buyer", l="bl")} as buyer, b.paddle, lot.*
    from payments y
    join users buyer on buyer.user_id = y.user_id
    left join legal_persons bl on bl.user_id = y.user_id
    join (select {_LOT}) lot on lot.product_id = y.product_id
    join bidders b on b.product_id = y.product_id and b.user_id = y.user_id
    where y.payment_id = :payment and y.kind = 'sale' and y.defaulted_at is null
      and (:admin or y.user_id = :user or lot.seller_id = :user)
""")  # noqa: S608  only columns named here
_FALLEN = text(f"""
    select {_LOT} where p.product_id = :lot and (:admin or p.user_id = :user)
      and p.auction_type = 'judicial' and p.outcome = 'defaulted'
""")
_RANKED = text("""
    select u.user_id, coalesce(l.legal_business_name, u.name) as name, u.cpf, l.cnpj,
           exists (select from strikes s
                   where s.product_id = b.product_id and s.user_id = u.user_id) as out
    from bidders b join users u using (user_id) left join legal_persons l using (user_id)
    where b.product_id = :lot and b.maximum is not null
""")
_METHODS = {
    Method.WALLET: "wallet",
    Method.PIX: "pix",
    Method.TICKET: "boleto",
    Method.CREDIT_CARD: "card",
    Method.DEBIT_CARD: "card",
    Method.JUDICIAL_GUIDE: "guide",
}


class Documents:
    """Hands out the papers of a sale; to whom they do not concern there are none: NotFound."""

    def __init__(self, database: Database, clock: Clock, config: Config) -> None:
        self._database = database
        self._clock = clock
        self._config = config

    def receipt(
        self, payment_id: int, user_id: int, *, admin: bool = False, language: str
    ) -> Paper:
        """Write the receipt of a paid sale for its buyer."""
        sale = self._sale(payment_id, user_id, admin=admin)
        paid = sale["payment_status_id"] == PaymentState.PAID
        if not paid or (sale["user_id"] != user_id and not admin):
            raise NotFound
        pen = self._pen(language)
        write_receipt(pen, sale, _METHODS[Method(sale["payment_method_id"])])
        return pen.paper(f"recibo-{payment_id}.pdf")

    def statement(
        self, payment_id: int, user_id: int, *, admin: bool = False, language: str
    ) -> Paper:
        """Write for the seller what a sale brings, and how far it has come."""
        sale = self._sale(payment_id, user_id, admin=admin)
        if sale["seller_id"] != user_id and not admin:
            raise NotFound
        pen = self._pen(language)
        write_statement(pen, sale)
        return pen.paper(f"venda-{payment_id}.pdf")

    def deed(self, payment_id: int, user_id: int, *, admin: bool = False) -> Paper:
        """Write the "auto de arrematação" of a judicial lot, to be signed (CPC 901 to 903)."""
        sale = self._sale(payment_id, user_id, admin=admin)
        if sale["auction_type"] != "judicial" or sale["process_number"] is None:
            raise NotFound
        pen = self._pen("pt-BR")
        write_deed(pen, sale)
        return pen.paper(f"auto-de-arrematacao-{payment_id}.pdf")

    def ranking(self, auction_id: int, user_id: int, *, admin: bool = False) -> Paper:
        """Write the bids that came before one that was not paid, for the court (CNJ 236, 26)."""
        asked = {"lot": auction_id, "user": user_id, "admin": admin}
        with self._database.transaction() as work:
            lot = work.connection.execute(_FALLEN, asked).mappings().one_or_none()
            if lot is None:
                raise NotFound
            people = _people(work.connection, auction_id)
        pen = self._pen("pt-BR")
        write_ranking(pen, dict(lot), people)
        return pen.paper(f"lances-classificados-{auction_id}.pdf")

    def _sale(self, payment_id: int, user_id: int, *, admin: bool) -> Mapping[str, Any]:
        asked = {"payment": payment_id, "user": user_id, "admin": admin}
        with self._database.transaction() as work:
            found = work.connection.execute(_SALE, asked).mappings().one_or_none()
        if found is None:
            raise NotFound
        return dict(found)

    def _pen(self, language: str) -> Pen:
        spoken = language if language in ("pt-BR", "en") else "pt-BR"
        return Pen(
            words=read_catalogue(LOCALE / spoken),
            language=spoken,
            house=self._config.house,
            base_url=self._config.base_url.rstrip("/"),
            now=self._clock.now(),
            sheets=Sheets,
        )


def _people(connection: Connection, auction_id: int) -> list[dict[str, Any]]:
    rows = connection.execute(_RANKED, {"lot": auction_id}).mappings()
    people = {row["user_id"]: row for row in rows}
    return [
        {
            **people[one.user_id],
            "rank": one.rank,
            "paddle": one.paddle,
            "maximum": one.maximum,
        }
        for one in candidates(connection, auction_id)
    ]
