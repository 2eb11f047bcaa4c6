"""Where photos are kept, folder or bucket: all prints of a photo or none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.config import Config
from services.gateways.bucket_photo_store import BucketPhotoStore
from services.gateways.photo_store import FolderPhotoStore, photo_store_of
from services.ports import PhotoStore
from tests import bucket as buckets
from tests.bucket import KEY, REGION, SECRET, Bucket

PRINTS = {"480.webp": b"small", "960.jpg": b"middling", "master.jpg": b"whole"}


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    with buckets.opened() as standing:
        yield standing


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path, bucket: Bucket) -> PhotoStore:
    if request.param == "folder":
        return FolderPhotoStore(tmp_path / "photos")
    return of(bucket)


def of(bucket: Bucket, *, secret: str = SECRET) -> BucketPhotoStore:
    return BucketPhotoStore(bucket.url, key=KEY, secret=secret, region=REGION, patience_seconds=2)


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=1)


def test_prints_are_given_back_under_a_key_of_the_house_s_own(store: PhotoStore) -> None:
    """ASVS 5.3.2: names of files are the house's."""
    key, other = store.keep(PRINTS), store.keep(PRINTS)
    assert key != other
    assert len(key) == 32
    for name, content in PRINTS.items():
        assert store.read(key, name) == content
    assert store.read(key, "1920.webp") is None
    assert set(store.keys(soon())) == {key, other}
    assert not set(store.keys(datetime.now(UTC) - timedelta(minutes=1)))
    store.drop(key)
    store.drop(key)
    assert store.read(key, "480.webp") is None
    assert set(store.keys(soon())) == {other}


def test_no_key_and_no_name_leads_out(store: PhotoStore, tmp_path: Path) -> None:
    """ASVS 5.3.2."""
    key = store.keep(PRINTS)
    (tmp_path / "secret.webp").write_bytes(b"secret")
    for strange in ("../secret", "..", "", "/etc/passwd", key.upper(), "0" * 32, f"{key}\n", "a\0"):
        assert store.read(strange, "480.webp") is None
        assert store.read(key, strange) is None
        store.drop(strange)
    assert store.read(key, "../../../secret.webp") is None
    assert (tmp_path / "secret.webp").exists()
    assert store.read(key, "480.webp") == b"small"


def test_a_folder_keeps_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []

    def no_room(_: int) -> None:
        synced.append(1)
        if len(synced) == 2:
            raise OSError("no space left")

    monkeypatch.setattr("services.gateways.photo_store.os.fsync", no_room)
    store = FolderPhotoStore(tmp_path)
    with pytest.raises(OSError, match="no space"):
        store.keep(PRINTS)
    assert not list(tmp_path.rglob("*.*"))
    assert not list(store.keys(soon()))


def test_what_a_crash_left_of_a_photo_is_no_photo_and_goes(tmp_path: Path) -> None:
    store = FolderPhotoStore(tmp_path)
    for ending in (".part", ".gone"):
        half = tmp_path / "ab" / ("ab" * 16 + ending)
        half.mkdir(parents=True)
        (half / "480.webp").write_bytes(b"half")
        long_ago = (datetime.now(UTC) - timedelta(days=2)).timestamp()
        os.utime(half, (long_ago, long_ago))
    assert store.read("ab" * 16, "480.webp") is None
    assert not list(store.keys(datetime.now(UTC) - timedelta(days=1)))
    assert not list(tmp_path.rglob("*.webp"))


def test_a_bucket_is_spoken_to_with_signed_requests(bucket: Bucket) -> None:
    key = of(bucket).keep(PRINTS)
    assert bucket.asked == [("PUT", f"photos/{key}/{name}") for name in PRINTS]
    assert [bucket.kept[f"photos/{key}/{name}"][:2] for name in PRINTS] == [
        (b"small", "image/webp"),
        (b"middling", "image/jpeg"),
        (b"whole", "image/jpeg"),
    ]
    assert bucket.refused == 0


def test_a_wrong_secret_keeps_nothing_and_is_not_written_into_the_fault(bucket: Bucket) -> None:
    with pytest.raises(OSError, match="SignatureDoesNotMatch") as fault:
        of(bucket, secret="another-secret").keep(PRINTS)
    assert "another-secret" not in str(fault.value)
    assert bucket.refused
    assert not bucket.kept


def test_a_bucket_that_takes_half_is_left_with_nothing(bucket: Bucket) -> None:
    bucket.failing = "PUT photos/"
    store = of(bucket)
    with pytest.raises(OSError, match="AccessDenied"):
        store.keep(PRINTS)
    bucket.failing = "master.jpg"
    with pytest.raises(OSError, match="took no photo"):
        store.keep({name: PRINTS[name] for name in ("480.webp", "master.jpg")})
    assert not bucket.kept


def test_a_bucket_that_is_away_is_a_fault_that_can_be_told(bucket: Bucket) -> None:
    store = of(bucket)
    key = store.keep(PRINTS)
    bucket.failing = "photos"
    with pytest.raises(OSError, match="gave no photo"):
        store.read(key, "480.webp")
    nobody = BucketPhotoStore("http://127.0.0.1:9/x", key=KEY, secret=SECRET, region=REGION)
    with pytest.raises(OSError, match="took no photo"):
        nobody.keep(PRINTS)


def test_the_store_is_chosen_by_the_settings(bucket: Bucket, tmp_path: Path) -> None:
    plain = Config(_env_file=None, state_dir=tmp_path)
    assert isinstance(photo_store_of(plain), FolderPhotoStore)
    with_bucket = Config(
        _env_file=None,
        photo_store_url=bucket.url,
        photo_store_key=KEY,
        photo_store_secret=SECRET,
        photo_store_region=REGION,
    )
    key = photo_store_of(with_bucket).keep(PRINTS)
    assert f"photos/{key}/480.webp" in bucket.kept


@pytest.mark.parametrize(
    "settings",
    [
        {"photo_store_url": "https://s3.example/bucket"},
        {"photo_store_key": "k", "photo_store_secret": "s"},
        {"photo_store_url": "http://s3.example.com/bucket"},
        {"photo_store_url": "https://s3.example.com"},
        {"photo_store_url": "https://s3.example.com/a/b"},
        {"photo_store_url": "https://k:s@s3.example.com/bucket"},
        {"photo_store_url": "ftp://s3.example.com/bucket"},
    ],
)
def test_a_wrong_setting_stops_the_start(settings: dict[str, str]) -> None:
    whole = len(settings) == 1 and "example/" not in settings["photo_store_url"]
    more = {"photo_store_key": "k", "photo_store_secret": "s"} if whole else {}
    with pytest.raises(ValueError, match="PHOTO_STORE_URL"):
        Config(_env_file=None, **settings, **more)  # type: ignore[arg-type]


def test_a_neighbour_in_a_network_of_ones_own_needs_no_certificate() -> None:
    config = Config(
        _env_file=None,
        photo_store_url="http://minio:9000/fotos",
        photo_store_key="k",
        photo_store_secret="s",
    )
    assert config.photo_store_region == "us-east-1"
