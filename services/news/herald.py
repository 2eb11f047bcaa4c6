"""The herald: tells people in the bell and by letter, in the transaction of what it tells."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import text

from services.database import Transaction
from services.events import Told
from services.mail import Mails
from services.mail.letters import places
from services.news.facts import kept, said
from services.people.news import channels_of, kind_of
from services.ports import Clock

_PERSON = text("""
    select u.email, u.name, coalesce(s.language, 'pt-BR') as language,
           coalesce(s.channels, '{}') as channels
    from users u left join settings s using (user_id)
    where u.user_id = :user and u.erased_at is null
""")
_RING = text("""
    insert into notifications (user_id, product_id, topic, path, facts, unique_key, shown,
                               created_at, read_at)
    values (:user, :lot, :topic, :path, cast(:facts as jsonb), :key, :shown, :now,
            case when not :shown then :now end)
    on conflict (unique_key) do nothing
    returning notification_id
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of a telling beside its facts.

    Of several tellings with the same `key` one is told. Without `letter` none is written, whatever
    the person has chosen.
    """

    lot: int | None = None
    key: str | None = None
    letter: bool = True


class Herald:
    """Tells people by their number, by the channels they have chosen, in their own language."""

    def __init__(self, mails: Mails, clock: Clock) -> None:
        self._mails = mails
        self._clock = clock

    def tell(
        self,
        work: Transaction,
        user_id: int,
        topic: str,
        about: About = About(),
        /,
        *,
        path: str,
        **facts: object,
    ) -> None:
        """Tell a person a thing, worded from its facts; an account that was erased is told nothing.

        `path` is where to go next, on this site.
        """
        person = work.connection.execute(_PERSON, {"user": user_id}).one_or_none()
        if person is None:
            return
        channels = channels_of(kind_of(topic), person.channels)
        remembered, in_bell = kept(facts), "app" in channels
        named = places(topic) & remembered.keys()  # no more is kept than is shown
        told = work.connection.execute(
            _RING,
            {
                "user": user_id,
                "lot": about.lot,
                "topic": topic,
                "path": path,
                "facts": json.dumps({name: remembered[name] for name in named}),
                "key": about.key,
                "shown": in_bell,
                "now": self._clock.now(),
            },
        ).one_or_none()
        if told is None:
            return
        if in_bell:
            work.announce(Told(user_id=user_id))
        if about.letter and "email" in channels:
            self._mails.send_letter(
                work,
                topic,
                email=person.email,
                language=person.language,
                path=path,
                user_id=user_id,
                name=person.name,
                **said(remembered, person.language),
            )
