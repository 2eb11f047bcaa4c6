"""Who looks at a page, how they read best, and whose house it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from services.people.rights import Right

TEXT_SIZES = (100, 112, 125, 150, 200)
COMFORT_WISHES = ("spacing", "still", "underlined", "calm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comfort:
    """How somebody reads best: size of the text in percent, and what is to be kept apart or still.

    `spacing` sets lines and letters apart, `still` stops what moves, `underlined` marks every link,
    `calm` hides what other people do apart from the price.
    """

    text_size: int = TEXT_SIZES[0]
    spacing: bool = False
    still: bool = False
    underlined: bool = False
    calm: bool = False

    @classmethod
    def read(cls, words: str) -> Comfort:
        """Read what `written` writes; a word that is not known is passed over."""
        said = words.split(".")
        sizes = (size for size in TEXT_SIZES if str(size) in said)
        return cls(
            text_size=next(sizes, TEXT_SIZES[0]),
            **{wish: wish in said for wish in COMFORT_WISHES},
        )

    @property
    def written(self) -> str:
        """Write it in one word, as cookies can hold it: `125.spacing.calm`."""
        wishes = (wish for wish in COMFORT_WISHES if getattr(self, wish))
        return ".".join((str(self.text_size), *wishes))


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The company behind the site, as the law wants it named; nothing that was not set is made up,
    but in a demonstration, which says so."""

    name: str
    cnpj: str
    address: str
    email: str
    phone: str
    officer: str = ""
    officer_email: str = ""
    demonstration: bool = False

    @property
    def complete(self) -> bool:
        """Tell whether all is there that Decreto 7.962/2013 wants shown."""
        return all((self.name, self.cnpj, self.address, self.email, self.phone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is asking: `user_id` is None for somebody not logged in.

    `unread` is how much of the news they have not seen, counted up to a hundred, `available` what
    they may commit to new bids, in reais, for the header: both may be two seconds old. `rights` is
    what they may do at the house's desk; each service asks again.
    """

    user_id: int | None = None
    session_id: int | None = None
    session_key: str = ""
    csrf: str = ""
    name: str = ""
    username: str = ""
    admin: bool = False
    rights: frozenset[Right] = frozenset()
    language: str = "pt-BR"
    theme: str = "system"
    comfort: Comfort = field(default_factory=Comfort)
    unread: int = 0
    available: Decimal = Decimal(0)
    ip: str | None = None
    user_agent: str | None = None

    @property
    def logged_in(self) -> bool:
        """Tell whether there is a person behind the request."""
        return self.user_id is not None

    def may(self, right: Right) -> bool:
        """Tell whether this is theirs to do at the house's desk."""
        return right in self.rights
