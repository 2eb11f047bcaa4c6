"""How each paper reads: its parts in order, from a language's words and a sale's facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.billing import round_half_up
from services.documents.sheets import Fact, Sheets
from services.mail.letters import said_moment, said_money
from services.people.documents import format_cnpj, format_cpf
from services.views import House

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper ready to be handed out: its file's name, and the PDF."""

    name: str
    content: bytes


@dataclass(slots=True, kw_only=True)
class Pen:
    """What writes one paper: words, language, the house behind it, and the instant."""

    words: Mapping[str, str]
    language: str
    house: House
    base_url: str
    now: datetime
    sheets: Callable[..., Sheets]
    drawn: Sheets = field(init=False)

    def begin(self, kind: str, row: Row) -> Sheets:
        """Begin the paper of a kind about a lot; its foot says how to check it."""
        code = (row["chain_head"] or "").upper()
        self.drawn = self.sheets(
            title=self.say(f"{kind}.title"),
            house=self.house.name or "Martelo",
            foot=self.say(
                "foot",
                when=self.moment(self.now),
                code=" ".join(code[at : at + 8] for at in range(0, len(code), 8)),
                address=f"{self.base_url}/auction/{row['product_id']}",
            ),
            page=self.say("page", n="{n}", pages="{pages}"),
            made_at=self.now,
        )
        return self.drawn

    def paper(self, name: str) -> Paper:
        """Give the paper that was written, under a file's name."""
        return Paper(name=name, content=bytes(self.drawn.output()))

    def say(self, key: str, **values: object) -> str:
        """Say a sentence, its places filled."""
        return self.words[key].format(**values)

    def money(self, amount: Decimal) -> str:
        """Write an amount."""
        return said_money(amount, self.language)

    def moment(self, at: datetime) -> str:
        """Write date and time in Brasília."""
        return said_moment(at, self.language)

    def person(self, who: Row) -> list[Fact]:
        """Name somebody with document and address."""
        return [
            (self.say("name"), who["name"]),
            (self.say("document"), document(who)),
            (self.say("address"), who.get("address") or ""),
        ]

    def own(self) -> list[Fact]:
        """Name the house as the law wants it."""
        return [
            (self.say("name"), self.house.name),
            ("CNPJ", self.house.cnpj),
            (self.say("address"), self.house.address),
        ]

    def lot(self, row: Row) -> list[Fact]:
        """Name what was sold, where and when."""
        return [
            (self.say("lot"), row["product_name"]),
            (self.say("number"), str(row["product_id"])),
            (self.say("place"), row["place"]),
            (self.say("closed"), self.moment(row["closed_at"])),
        ]

    def case(self, row: Row) -> list[Fact]:
        """Name the court's case a lot comes from."""
        return [
            (self.say("process"), row["process_number"]),
            (self.say("court"), row["court"]),
            (self.say("case"), self.say(f"case.{row['case_type_name']}")),
            (self.say("plaintiff"), row["plaintiff"]),
            (self.say("defendant"), row["defendant"]),
            (self.say("judge"), row["judge_name"]),
        ]


def write_receipt(pen: Pen, sale: Row, method: str) -> None:
    """Write that a buyer has paid: who, to whom, for what, how much, how and when."""
    sheet = pen.begin("receipt", sale)
    paid_at = sale["confirmation_datetime"]
    sheet.text_block(
        pen.say(
            "receipt.lead",
            name=sale["buyer"]["name"],
            document=document(sale["buyer"]),
            amount=pen.money(sale["amount"] - sale["by_guide"]),
            title=sale["product_name"],
            number=sale["product_id"],
        )
    )
    sheet.section(pen.say("receipt.sums"))
    sheet.sums(_bill(pen, sale))
    sheet.section(pen.say("receipt.how"))
    parts = [
        (pen.say("payment"), str(sale["payment_id"])),
        (pen.say("paid_at"), pen.moment(paid_at)),
        (pen.say("method"), pen.say(f"method.{method}")),
    ]
    if 0 < sale["from_wallet"] < sale["amount"] - sale["by_guide"]:
        parts.append((pen.say("from_wallet"), pen.money(sale["from_wallet"])))
    sheet.facts(parts)
    sheet.section(pen.say("receipt.buyer"))
    sheet.facts(pen.person(sale["buyer"]))
    sheet.section(pen.say("receipt.seller"))
    sheet.facts(pen.person(sale["seller"]))
    sheet.section(pen.say("receipt.house"))
    sheet.facts(pen.own())
    sheet.section(pen.say("receipt.lot"))
    sheet.facts(pen.lot(sale))


def write_statement(pen: Pen, sale: Row) -> None:
    """Write what a sale brings its seller: hammer price, commission, net, and how it stands."""
    sheet = pen.begin("statement", sale)
    kept = round_half_up(sale["hammer"] * sale["seller_rate"] / 100)
    rate = f"{sale['seller_rate'].normalize():f}"
    sheet.facts(pen.lot(sale))
    sheet.section(pen.say("statement.sums"))
    net = sale["hammer"] - kept
    if sale["auction_type"] == "judicial":
        sheet.sums([(pen.say("hammer"), pen.money(sale["hammer"]))])
        sheet.text_block(pen.say("statement.court"), faint=True)
    else:
        sheet.sums(
            [
                (pen.say("hammer"), pen.money(sale["hammer"])),
                (pen.say("seller_commission", rate=rate), f"- {pen.money(kept)}"),
                (pen.say("net"), pen.money(net)),
            ]
        )
    sheet.section(pen.say("statement.state"))
    paid_at = sale["confirmation_datetime"]
    sheet.facts(
        [
            (pen.say("payment"), str(sale["payment_id"])),
            (pen.say("due"), pen.moment(sale["due_datetime"])),
            (pen.say("paid_at"), pen.moment(paid_at) if paid_at else pen.say("unpaid")),
        ]
    )
    sheet.section(pen.say("receipt.seller"))
    sheet.facts(pen.person(sale["seller"]))
    sheet.section(pen.say("receipt.house"))
    sheet.facts(pen.own())
    sheet.text_block(pen.say("statement.note"), faint=True)


def write_deed(pen: Pen, sale: Row) -> None:
    """Write the deed of a judicial sale, with places for judge, buyer and auctioneer to sign."""
    sheet = pen.begin("deed", sale)
    sheet.text_block(
        pen.say(
            "deed.lead",
            when=pen.moment(sale["closed_at"]),
            address=f"{pen.base_url}/auction/{sale['product_id']}",
            process=sale["process_number"],
            court=sale["court"],
            judge=sale["judge_name"],
        )
    )
    sheet.section(pen.say("deed.case"))
    sheet.facts(pen.case(sale))
    sheet.section(pen.say("deed.lot"))
    sheet.facts([*pen.lot(sale), (pen.say("appraisal"), _appraisal(pen, sale))])
    sheet.text_block(sale["description"] or "")
    sheet.section(pen.say("deed.auction"))
    sheet.facts(
        [
            (pen.say("opened"), pen.moment(sale["start_datetime"])),
            (pen.say("ended"), pen.moment(sale["end_datetime"])),
            (pen.say("floor"), pen.money(sale["min_bid"])),
            (pen.say("bids"), pen.say("bids.of", n=sale["bids"], people=sale["bidders"])),
            (pen.say("hammer"), pen.money(sale["hammer"])),
            (pen.say("commission"), _commission(pen, sale)),
            (pen.say("conditions"), pen.say("deed.conditions")),
        ]
    )
    sheet.section(pen.say("deed.buyer"))
    sheet.facts([*pen.person(sale["buyer"]), (pen.say("paddle"), str(sale["paddle"]))])
    sheet.section(pen.say("deed.auctioneer"))
    sheet.facts(pen.person(sale["seller"]))
    sheet.text_block(pen.say("deed.law"))
    sheet.text_block(pen.say("deed.closing", place=sale["place"] or "-"))
    sheet.signatures(
        [
            (sale["judge_name"], pen.say("deed.signs.judge")),
            (sale["buyer"]["name"], pen.say("deed.signs.buyer", document=document(sale["buyer"]))),
            (sale["seller"]["name"], pen.say("deed.signs.auctioneer")),
        ]
    )


def write_ranking(pen: Pen, lot: Row, people: Sequence[Row]) -> None:
    """Write all bidders of a lot in their order, for the judge to decide on after a default."""
    sheet = pen.begin("ranking", lot)
    sheet.text_block(pen.say("ranking.lead", when=pen.moment(lot["closed_at"])))
    if lot["process_number"]:
        sheet.section(pen.say("deed.case"))
        sheet.facts(pen.case(lot))
    sheet.section(pen.say("lot"))
    sheet.facts([*pen.lot(lot), (pen.say("appraisal"), _appraisal(pen, lot))])
    sheet.section(pen.say("ranking.bids"))
    heads = [pen.say(f"ranking.{name}") for name in ("rank", "who", "document", "amount", "state")]
    rows = [
        [
            f"{one['rank']}.",
            f"{one['name']} ({pen.say('paddle')} {one['paddle']})",
            document(one),
            pen.money(one["maximum"]),
            pen.say("ranking.out" if one["out"] else "ranking.left"),
        ]
        for one in people
    ]
    sheet.lines(heads, rows, widths=(8, 40, 24, 19, 15))
    sheet.text_block(pen.say("ranking.law"), faint=True)
    sheet.signatures([(lot["seller"]["name"], pen.say("deed.signs.auctioneer"))])


def document(who: Row) -> str:
    """Write the CNPJ of a company or the CPF of a person; nothing for who has lost both."""
    if who["cnpj"]:
        return f"CNPJ {format_cnpj(who['cnpj'])}"
    return f"CPF {format_cpf(who['cpf'])}" if who["cpf"] else ""


def _bill(pen: Pen, sale: Row) -> list[Fact]:
    lines = [
        (pen.say("hammer"), pen.money(sale["hammer"])),
        (pen.say("commission"), pen.money(sale["commission"])),
    ]
    if sale["admin_fee"]:
        lines.append((pen.say("admin_fee"), pen.money(sale["admin_fee"])))
    if sale["by_guide"]:
        lines.append((pen.say("by_guide"), f"- {pen.money(sale['by_guide'])}"))
    return [*lines, (pen.say("total"), pen.money(sale["amount"] - sale["by_guide"]))]


def _commission(pen: Pen, sale: Row) -> str:
    rate = f"{sale['buyer_rate'].normalize():f}"
    return pen.say("commission.of", amount=pen.money(sale["commission"]), rate=rate)


def _appraisal(pen: Pen, row: Row) -> str:
    low, high = row["estimate_low"], row["estimate_high"]
    if low is None or high is None:
        return ""
    return pen.money(high) if low == high else f"{pen.money(low)} - {pen.money(high)}"
