"""Name who keeps the house: `python -m scripts.administrator grant|revoke|list [USERNAME]`.

    python -m scripts.administrator grant ana --why "First administrator of the house"

For whoever runs the server. The account is opened and confirmed on the site first. Works on the
database of DATABASE_URL, else on the house's own in STATE_DIR, while the site runs or not. Each
change is in the sealed audit log and ends that person's sessions; the last one stays.
"""

from __future__ import annotations

import argparse
import sys

from services.administration.keepers import KeeperRefused, Keepers
from services.clock import DatabaseClock
from services.config import Config
from services.database import Database
from services.mail import Mails
from services.outside import NoHouse, standing_database
from services.sessions import SessionService

REFUSED = {
    "unknown": "nobody here is called {name}: the account is opened on the site first",
    "blocked": "{name} is blocked: unblock the account at /admin/users first",
    "confirmed": "{name} has not confirmed the e-mail yet",
    "already": "{name} is an administrator already",
    "never": "{name} is no administrator",
    "last": "{name} is the last administrator: name another one first",
}


def main(arguments: list[str] | None = None) -> int:
    """Do what was asked; returns the exit status."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("act", choices=("grant", "revoke", "list"))
    reader.add_argument("username", nargs="?", default="")
    reader.add_argument("--why", default="", help="kept in the audit log")
    reader.add_argument("--database", default="", help="instead of DATABASE_URL and STATE_DIR")
    asked = reader.parse_args(arguments)
    if (asked.act == "list") == bool(asked.username):
        reader.error("list takes no username, grant and revoke take one")
    config = Config()
    try:
        with standing_database(config, given=asked.database) as url:
            return _do(asked, config, url)
    except NoHouse as reason:
        reader.error(str(reason))


def _do(asked: argparse.Namespace, config: Config, url: str) -> int:
    database = Database(url, pool_size=1)
    clock = DatabaseClock(database)
    clock.set_by_database()
    sessions = SessionService(database, clock, database.hub, Mails(database, clock, config))
    keepers = Keepers(database, clock, sessions)
    try:
        if asked.act != "list":
            why = asked.why or f"scripts.administrator {asked.act}"
            keepers.set(asked.username, keeps=asked.act == "grant", why=why)
        for one in keepers.all():
            print(f"{one.username}\t{one.name}")
    except KeeperRefused as refusal:
        print(REFUSED[str(refusal)].format(name=asked.username), file=sys.stderr)
        return 1
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
