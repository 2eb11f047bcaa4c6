"""Every page of the site in every state worth a look: where it is, who sees it, and the way there.

A page without parameters is on the list by being a route. One with parameters needs a line in
`FILLED`, and one that shows itself only after something was done a line in `states`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from playwright.sync_api import Page

import pages
from components.discovery import serving
from pages.routing import ADMIN, COMMON, ROUTES, Route
from scripts.broken_site import BROKEN
from scripts.visiting import (
    ADMINISTRATOR,
    DESK,
    NEWCOMER,
    PERSON,
    Ground,
    settle,
)
from scripts.ways import (
    Way,
    click,
    forged,
    half_in,
    keeping,
    known,
    next_step,
    opened,
    paid_before,
    paying_in,
    posed,
    proven,
    tying,
    typed,
    writing,
)
from services.bootstrap import Services
from services.config import Config
from services.views import STEPS

PHONE = 390


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page in one state. `act` is done after arriving; `who` is nobody if empty."""

    name: str
    path: str
    who: str = ""
    status: int = 200
    act: Way | None = None
    width: int = DESK
    ours: bool = False

    def reach(self, page: Page, where: Ground) -> None:
        """Go there and do what it takes; an address that answers otherwise is a mistake."""
        page.set_viewport_size({"width": self.width, "height": 800})
        answer = page.goto(self.path)
        assert answer is not None
        assert answer.status == self.status, f"{self.path}: {answer.status}"
        if not self.act:
            assert page.url == where.url + self.path, f"{self.path} leads to {page.url}"
        settle(page)
        if self.act:
            self.act(page, where)
            settle(page)


def routes() -> Sequence[Route]:
    """List the pages of the site in demonstration, as they declare themselves."""
    if not ROUTES:
        config = Config(_env_file=None, demo=True, secret_key="k" * 40)
        services = Services(config, "postgresql+psycopg2://nobody@localhost/none")
        for module in serving(pages):
            module.register(services)
    return ROUTES


def places(where: Ground) -> list[Place]:
    """List every place of a site that was prepared, visitors' first; names are unique."""
    found = [*of_routes(routes(), where), *states(where), *lots(where)]
    return sorted(
        (place for place in found if where.own or not place.ours), key=lambda place: place.who
    )


def of_routes(all_routes: Iterable[Route], where: Ground) -> Iterator[Place]:
    """Give each route's own place; KeyError if nobody said how to fill its parameters."""
    for route in all_routes:
        name = name_of(route.path)
        if route.path in ELSEWHERE:
            continue
        asks = "{" in route.path or route.path in FILLED
        path = FILLED[route.path](where) if asks else route.path
        who = {COMMON: PERSON, ADMIN: ADMINISTRATOR}.get(route.context, "")
        if route.path in THEIRS:
            who = ADMINISTRATOR
        yield Place(name=name, path=path, who=who, act=AFTER.get(route.path))


def name_of(path: str) -> str:
    """Name a place by its route; a parameter is one of many."""
    return re.sub(r"\W+", "-", re.sub(r"{.*}", "one", path)).strip("-").lower() or "home"


# Where a route only leads to another, or shows itself only after something was done (in `states`).
ELSEWHERE = {
    "/account/complete",
    "/account/security/google/link",
    "/admin/approvals/{approval_id}",
    "/admin/auctions/{auction_id}/accept",
    "/admin/flags/{flag_id}",
    "/admin/payouts/{payment_id}",
    "/admin/auctions/{auction_id}/annul",
    "/admin/withdrawals/{withdrawal_id}",
    "/admin/auctions/{auction_id}/refuse",
    "/admin/auctions/{auction_id}/resume",
    "/admin/auctions/{auction_id}/validate",
    "/admin/messages/{message_id}",
    "/admin/users/{user_id}/log-out",
    "/admin/users/{user_id}/refuse",
    "/admin/users/{user_id}/revoke",
    "/admin/users/{user_id}/uncheck-documents",
    "/admin/users/{user_id}/unblock",
    "/admin/users/{user_id}/verify",
    "/admin/users/{user_id}/waive",
    "/auction/{auction_id}/retract",
    "/auth/resend",
    "/drafts/{draft_id}",
    "/login/google",
    "/login/second",
    "/new/auction/{draft_id}",
    "/new/auction/{draft_id}/photos",
    "/new/auction/{draft_id}/preview",
    "/offers/{offer_id}",
    "/payments/{payment_id}",
    "/payments/{payment_id}/history",
    "/payments/{payment_id}/rating",
    "/seller/{slug}",
    "/sales/lot/{auction_id}",
    "/searches/off/{key}",
    "/searches/{search_id}/lots",
    "/selling/{auction_id}",
    "/unsubscribe/{refusal}",
}


def at_the_desk(where: Ground) -> str:
    """Give the address at the house's desk of a lot that is open."""
    return "/admin" + where.lots.get("live", "/auction/1").replace("/auction/", "/auctions/")


# Open to whoever is logged in, and then to those few whose it is.
THEIRS = {"/auctioneer/{auction_id}"}
# What asks for the password once more if the last proof is older than five minutes.
PROVEN = (
    "/account/security/app",
    "/admin/auctions/{auction_id}/cancel",
    "/admin/users/{user_id}/block",
    "/admin/users/{user_id}/grant",
)
AFTER = {
    **dict.fromkeys(PROVEN, proven),
    "/auth/letter/{mark}": opened,
    "/design": posed,
}
FILLED: dict[str, Callable[[Ground], str]] = {
    "/admin/auctions/{auction_id}": lambda where: at_the_desk(where),
    "/admin/auctions/{auction_id}/cancel": lambda where: at_the_desk(where) + "/cancel",
    "/admin/auctions/{auction_id}/extend": lambda where: at_the_desk(where) + "/extend",
    "/admin/auctions/{auction_id}/finalize": lambda where: at_the_desk(where) + "/finalize",
    "/admin/auctions/{auction_id}/record": lambda where: at_the_desk(where) + "/record",
    "/admin/auctions/{auction_id}/suspend": lambda where: at_the_desk(where) + "/suspend",
    "/admin/route": lambda where: "/admin/route?name=GET%20%2Fadmin%2Flive",
    "/admin/questions/{question_id}": lambda where: "/admin/questions/1",
    "/admin/users/{user_id}": lambda where: "/admin/users/1",
    "/admin/users/{user_id}/check-documents": lambda where: "/admin/users/1/check-documents",
    "/admin/users/{user_id}/block": lambda where: "/admin/users/1/block",
    "/admin/users/{user_id}/grant": lambda where: "/admin/users/1/grant",
    "/admin/users/{user_id}/limit": lambda where: "/admin/users/1/limit",
    "/auction/{auction_id}": lambda where: where.lots.get("live", "/auction/1"),
    "/auction/{auction_id}/report": lambda where: f"{where.lots.get('live', '/auction/1')}/report",
    "/auction/{auction_id}/display": lambda where: (
        f"{where.lots.get('live', '/auction/1')}/display"
    ),
    "/auctioneer/{auction_id}": lambda where: where.lots.get("live", "/auction/1").replace(
        "auction", "auctioneer"
    ),
    "/auth/letter/{mark}": lambda where: next(iter(where.letters.values()), ""),
    "/auth/resend/{email:path}": lambda where: "/auth/resend/maria@example.com",
    "/account/addresses/{address_id}": lambda where: where.address,
    "/dev/mail/{mail_id}": lambda where: where.mail,
    "/admin/catalogue/{category_id}": lambda where: "/admin/catalogue/1",
    "/admin/features/{feature_id}": lambda where: "/admin/features/1",
    "/admin/texts/{language}/{key}": lambda where: "/admin/texts/pt-BR/page.404.title",
}
LOOKS, CATEGORIES, ACCOUNT = ".menu--look > summary", ".menu--left > summary", ".menu--account"


def states(where: Ground) -> Iterator[Place]:
    """Give what is seen of pages after something was asked or done."""
    live = where.lots.get("live", "/auction/1")
    yield from (
        Place(name="home-looks", path="/", act=click(LOOKS)),
        Place(name="home-categories", path="/", act=click(CATEGORIES)),
        Place(name="home-phone", path="/", width=PHONE),
        Place(name="home-own", path="/", who=PERSON, act=click(f"{ACCOUNT} > summary")),
        Place(name="home-own-phone", path="/", who=PERSON, width=PHONE, act=click(".dock summary")),
        Place(name="listing", path="/?state=live"),
        Place(name="listing-phone", path="/?state=live", width=PHONE),
        Place(name="listing-coming", path="/?state=coming"),
        Place(name="listing-ended", path="/?state=ended"),
        Place(name="listing-page-2", path="/?state=all&page=2"),
        Place(name="listing-sorted", path="/?state=all&sort=price_high"),
        Place(name="listing-search", path="/?q=ouro&state=all"),
        Place(name="listing-none", path="/?q=zzzz"),
        Place(name="listing-own", path="/?state=watched", who=PERSON),
        Place(name="listing-features", path="/?category=veiculos&state=all&uf=SP&photo=1"),
        Place(name="listing-list", path="/?state=all&look=list"),
        Place(
            name="listing-keep", path="/?category=veiculos", who=PERSON, act=click(".keep__open")
        ),
        Place(name="listing-sheet", path="/?state=all", width=PHONE, act=click("[data-sheet]")),
        Place(name="searches-kept", path="/?q=ouro&state=all", who=PERSON, act=keeping),
        Place(name="lot-phone", path=live, width=PHONE),
        Place(name="lot-photo", path=live, act=click("[data-big='0']")),
        Place(name="seller", path=live, act=click("a[href^='/seller/']")),
        Place(name="lot-own", path=live, who=PERSON),
        Place(name="lot-own-phone", path=live, who=PERSON, width=PHONE),
        Place(name="lot-own-confirm", path=live, who=PERSON, act=click(".bid-form .btn--primary")),
        Place(name="payment", path="/wallet", who=PERSON, act=paying_in),
        Place(name="payment-history", path="/wallet", who=PERSON, act=paid_before),
        *(
            Place(name=f"new-auction-{step}", path="/new/auction", who=PERSON, act=writing(step))
            for step in STEPS
        ),
        Place(
            name="new-auction-price-phone",
            path="/new/auction",
            who=PERSON,
            act=writing("price"),
            width=PHONE,
        ),
        Place(name="login-refused", path="/login", act=typed("#login", "nobody", "#password")),
        Place(name="login-second", path="/login", act=half_in, ours=True),
        Place(name="login-google", path="/login", act=known, ours=True),
        Place(name="signup-phone", path="/signUp", width=PHONE),
        Place(name="signup-company", path="/signUp?userType=legal_person"),
        Place(name="signup-refused", path="/signUp", act=next_step),
        Place(name="auth-change-sent", path="/auth/change?sent"),
        Place(name="auth-change-refused", path="/auth/change", act=typed("#email", "x")),
        Place(name="auth-resend-again", path="/auth/resend/maria@example.com?again"),
        Place(name="auth-letter-refused", path="/auth/confirm/nothing", status=400),
        Place(name="auth-letter-closed", path="/auth/letter/nothing", status=400),
        Place(name="wallet-phone", path="/wallet", who=PERSON, width=PHONE),
        Place(name="wallet-refused", path="/wallet", who=PERSON, act=typed("#amount", "1.0,1")),
        Place(name="activity-phone", path="/activity", who=PERSON, width=PHONE),
        *(
            Place(name=f"activity-{tab}", path=f"/activity?tab={tab}", who=PERSON)
            for tab in ("watching", "won", "lost", "offers")
        ),
        Place(name="notifications-phone", path="/notifications", who=PERSON, width=PHONE),
        Place(name="account-phone", path="/account", who=PERSON, width=PHONE),
        Place(name="account-refused", path="/account", who=PERSON, act=typed("#profile-name", "")),
        Place(
            name="account-addresses-refused",
            path="/account/addresses/new",
            who=PERSON,
            act=typed("#address-zip_code", "1"),
        ),
        Place(
            name="account-security-google",
            path="/account/security",
            who=PERSON,
            act=tying,
            ours=True,
        ),
        Place(name="account-complete", path="/account/complete", who=NEWCOMER, ours=True),
        Place(
            name="account-complete-refused",
            path="/account/complete",
            who=NEWCOMER,
            act=typed("#cpf", "123"),
            ours=True,
        ),
        Place(name="fault-401", path="/wallet", status=401),
        Place(name="fault-403", path="/", act=forged),
        Place(name="fault-404", path="/nowhere", status=404),
        Place(name="fault-500", path=BROKEN, status=500, ours=True),
    )
    for number, path in enumerate(list(where.letters.values())[1:], 2):
        yield Place(name=f"auth-letter-{number}", path=path, act=opened)


def lots(where: Ground) -> Iterator[Place]:
    """Give one lot for every face that a card has on this site."""
    for face, path in where.lots.items():
        yield Place(name=f"lot-{face}", path=path)
