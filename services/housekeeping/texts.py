"""Sentences that the house says in its own words instead of those it came with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from sqlalchemy import text

from services.authority import demand
from services.database import Database
from services.errors import BadField
from services.housekeeping import versions
from services.people.rights import Right
from services.ports import Clock
from services.views.housekeeping import VersionView

FAMILY = "text"
LONGEST = 4_000
_PLACE = re.compile(r"\{([^{}]*)\}")
_MARK = text("select coalesce(max(house_version_id), 0) from house_versions")


class Texts:
    """Keeps the changed sentences; who reads them finds those alone that differ."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def mark(self) -> int:
        """Tell a number that moves when anything the house sets has changed."""
        with self._database.transaction() as work:
            return int(work.connection.execute(_MARK).scalar_one())

    def changed(self) -> dict[str, dict[str, str]]:
        """Read all sentences that say something else now, by language and key."""
        found: dict[str, dict[str, str]] = {}
        for subject, version in self.versions().items():
            _, language, key = subject.split(":", 2)
            if words := version.content.get("words"):
                found.setdefault(language, {})[key] = words
        return found

    def versions(self) -> dict[str, VersionView]:
        """Read what is in force of every sentence that was ever changed."""
        with self._database.transaction() as work:
            return versions.newest(work.connection, FAMILY)

    def history(self, language: str, key: str) -> tuple[VersionView, ...]:
        """Read what a sentence has said before, the newest first."""
        with self._database.transaction() as work:
            return versions.history(work.connection, subject_of(language, key))

    def change(
        self,
        actor_id: int,
        language: str,
        key: str,
        words: str,
        *,
        places: Collection[str],
        seen: int,
        why: str,
    ) -> None:
        """Say a sentence in other words; without words it says again what it came with.

        `places` are those the sentence has: `{reference}`. The new words may leave some out and
        may have no others. Raises Forbidden, BadField of `words` or `why`, Overtaken.
        """
        said = read_words(words, places)
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            versions.write(
                work,
                subject_of(language, key),
                {"words": said},
                before={"words": ""},
                actor=actor_id,
                seen=seen,
                why=why,
                now=self._clock.now(),
            )


def subject_of(language: str, key: str) -> str:
    """Name the setting of a sentence."""
    return f"{FAMILY}:{language}:{key}"


def read_words(words: str, places: Collection[str]) -> str:
    """Read new words of a sentence: composed, nothing invisible, no place but its own."""
    said = unicodedata.normalize("NFC", words).replace("\r\n", "\n").strip()
    if len(said) > LONGEST:
        raise BadField("words", "too_long", longest=LONGEST)
    if any(
        unicodedata.category(one) in ("Cc", "Cf", "Co", "Cs", "Cn") for one in said if one != "\n"
    ):
        raise BadField("words", "unreadable")
    named = set(_PLACE.findall(said))
    loose = _PLACE.sub("", said)
    if named - set(places) or "{" in loose or "}" in loose:
        raise BadField("words", "text.places")
    return said
