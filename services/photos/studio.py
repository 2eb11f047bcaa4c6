"""The studio: all that is done with photos of lots, made once a process."""

from __future__ import annotations

from services.database import Database
from services.photos.album import Album
from services.photos.darkroom import Darkroom
from services.photos.lots import LotPhotos
from services.photos.sweeping import PhotoSweep
from services.ports import Clock, PhotoStore, Runner
from services.throttles import Throttles


class Studio:
    """Builds the capabilities around one store of photos."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        throttles: Throttles,
        store: PhotoStore,
        *,
        run: Runner,
    ) -> None:
        self.darkroom = Darkroom()
        self.lots = LotPhotos(database, clock, throttles, store, darkroom=self.darkroom, run=run)
        self.album = Album(database, store)
        self.sweep = PhotoSweep(database, clock, store)

    def close(self) -> None:
        """Finish the photo that is being developed."""
        self.darkroom.close()
