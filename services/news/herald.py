"""The herald: tells people in the bell and by letter, in the transaction of what it tells."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text

from services.database import Transaction
from services.events import Told
from services.mail import Mails, Sending
from services.mail.letters import headline, places
from services.news.facts import kept, said
from services.news.pushes import PushMessage, write_pushes
from services.people.news import NECESSARY, channels_of, kind_of
from services.people.quiet import Hours, quiet_until
from services.ports import Clock

_PERSON = text("""
    select u.email, u.name, coalesce(s.language, 'pt-BR') as language,
           coalesce(s.channels, '{}') as channels, s.quiet_from, s.quiet_until
    from users u left join settings s using (user_id)
    where u.user_id = :user and u.erased_at is null
""")
_RING = text("""
    insert into notifications (user_id, product_id, topic, path, facts, unique_key, shown, digest,
                               created_at, read_at)
    values (:user, :lot, :topic, :path, cast(:facts as jsonb), :key, :shown, :digest, :now,
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

        `path` is where to go next, on this site. In the quiet hours of that person, letters and
        pushes that can be refused wait for their end.
        """
        person = work.connection.execute(_PERSON, {"user": user_id}).one_or_none()
        if person is None:
            return
        kind, now = kind_of(topic), self._clock.now()
        channels = channels_of(kind, person.channels)
        remembered, in_bell = kept(facts), "app" in channels
        named = places(topic) & remembered.keys()  # no more is kept than is shown
        gathered = "digest" in channels and about.letter
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
                "digest": gathered,
                "now": now,
            },
        ).one_or_none()
        if told is None:
            return
        if in_bell:
            work.announce(Told(user_id=user_id))
        refusable = kind not in NECESSARY
        after = quiet_until(now, _hours(person)) if refusable else now
        said_so = said(remembered, person.language)
        if "push" in channels:
            line = headline(topic, person.language, **said_so)
            tag = f"{kind}-{about.lot or told.notification_id}"
            message = PushMessage(text=line, path=path, tag=tag, language=person.language)
            write_pushes(work, user_id, message, kind=kind, now=now, after=after)
        if about.letter and "email" in channels and not gathered:
            self._mails.send_letter(
                work,
                topic,
                Sending(refusable=kind if refusable else None, after=after),
                email=person.email,
                language=person.language,
                path=path,
                user_id=user_id,
                name=person.name,
                **said_so,
            )


def _hours(person: Row[Any]) -> Hours | None:
    return None if person.quiet_from is None else (person.quiet_from, person.quiet_until)
