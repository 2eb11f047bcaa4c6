"""Walk the audit log's chain: `python -m scripts.verify_audit [--head HASH]`.

Reads the database of DATABASE_URL, else the house's own in STATE_DIR, while the site runs or not.
Prints the number of records and the head, worth noting somewhere else; ends with 1 where a record
was changed, taken out or moved, or where a head noted before is not of this chain any more.
"""

from __future__ import annotations

import argparse
import sys

from services.administration.records import AuditLog
from services.config import Config
from services.database import Database
from services.outside import NoHouse, standing_database

BROKEN = {
    "changed": "record {position} was changed",
    "missing": "records before {position} are missing",
    "reordered": "record {position} does not follow the one before it",
    "cut": "the newest records are missing: the head is {position}",
    "lost": "the head given is not of this chain",
}


def main(arguments: list[str] | None = None) -> int:
    """Verify the log of the database of the settings; returns the exit status."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--head", default="", help="a head that was noted before")
    reader.add_argument("--database", default="", help="instead of DATABASE_URL and STATE_DIR")
    asked = reader.parse_args(arguments)
    try:
        with standing_database(Config(), given=asked.database) as url:
            database = Database(url, pool_size=1)
            found = AuditLog(database).verify(noted=asked.head)
            database.close()
    except NoHouse as reason:
        reader.error(str(reason))
    print(f"{found.count} records, head {found.head}")
    if found.broken:
        print(BROKEN[found.broken].format(position=found.position), file=sys.stderr)
        return 1
    print("the chain is whole")
    return 0


if __name__ == "__main__":
    sys.exit(main())
