"""Photos in a bucket of any house that speaks S3: Amazon, Cloudflare, Google, MinIO..."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import urlsplit

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from services.gateways.photo_store import KEY, NAME

KINDS = {"webp": "image/webp", "jpg": "image/jpeg"}
_OBJECT = re.compile(r"photos/([0-9a-f]{32})/[a-z0-9]{1,20}\.(?:webp|jpg)")
_AWAY = (MinioException, HTTPError, ValueError)


class BucketPhotoStore:
    """Keeps each print as `photos/<key>/<name>`; requests are signed (AWS Signature Version 4).

    A photo whose prints were not all taken is taken out again; what a crash leaves is no row's,
    and `keys` lists it. The bucket itself is private: people see photos through the house.
    """

    def __init__(
        self, url: str, *, key: str, secret: str, region: str, patience_seconds: float = 15.0
    ) -> None:
        parts = urlsplit(url)
        self._bucket = parts.path.strip("/")
        self._client = Minio(
            parts.netloc,
            access_key=key,
            secret_key=secret,
            secure=parts.scheme == "https",
            region=region,
            http_client=urllib3.PoolManager(
                maxsize=16,
                timeout=urllib3.Timeout(connect=min(3.0, patience_seconds), read=patience_seconds),
                retries=urllib3.Retry(
                    total=2, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504)
                ),
            ),
        )

    def keep(self, prints: Mapping[str, bytes]) -> str:
        """Keep prints and return their key. Raises OSError if the bucket does not take all."""
        key = secrets.token_hex(16)
        try:
            for name, content in prints.items():
                kind = KINDS[name.rpartition(".")[2]]
                self._client.put_object(
                    self._bucket, _path(key, name), BytesIO(content), len(content), kind
                )
        except _AWAY as error:
            with contextlib.suppress(OSError):
                self._remove(key, prints)
            raise OSError(f"the bucket took no photo: {_told(error)}") from error
        return key

    def read(self, key: str, name: str) -> bytes | None:
        """Give a print; None if there is none. Raises OSError if the bucket does not tell."""
        if not (KEY.fullmatch(key) and NAME.fullmatch(name)):
            return None
        try:
            answer = self._client.get_object(self._bucket, _path(key, name))
            try:
                return bytes(answer.read())
            finally:
                answer.close()
                answer.release_conn()
        except S3Error as error:
            if error.code == "NoSuchKey":
                return None
            raise OSError(f"the bucket gave no photo: {_told(error)}") from error
        except _AWAY as error:
            raise OSError(f"the bucket gave no photo: {_told(error)}") from error

    def drop(self, key: str) -> None:
        """Let go of a photo. Raises OSError if the bucket does not."""
        if not KEY.fullmatch(key):
            return
        try:
            found = self._client.list_objects(self._bucket, f"photos/{key}/", recursive=True)
            names = [str(one.object_name).rpartition("/")[2] for one in found]
        except _AWAY as error:
            raise OSError(f"the bucket lists nothing: {_told(error)}") from error
        self._remove(key, names)

    def keys(self, before: datetime) -> Iterator[str]:
        """List the photos kept before then, each once. Raises OSError."""
        last, kept_at = "", datetime.min.replace(tzinfo=UTC)
        try:
            for one in self._client.list_objects(self._bucket, "photos/", recursive=True):
                found = _OBJECT.fullmatch(str(one.object_name))
                if not found or one.last_modified is None:
                    continue
                if found[1] != last:
                    if last and kept_at < before:
                        yield last
                    last, kept_at = found[1], one.last_modified
                kept_at = max(kept_at, one.last_modified)
        except _AWAY as error:
            raise OSError(f"the bucket lists nothing: {_told(error)}") from error
        if last and kept_at < before:
            yield last

    def _remove(self, key: str, names: Mapping[str, bytes] | list[str]) -> None:
        try:
            for name in names:
                self._client.remove_object(self._bucket, _path(key, name))
        except _AWAY as error:
            raise OSError(f"the bucket lets nothing go: {_told(error)}") from error


def _path(key: str, name: str) -> str:
    return f"photos/{key}/{name}"


def _told(error: Exception) -> str:
    """Say what went wrong without the request's own headers."""
    return error.code or "refused" if isinstance(error, S3Error) else type(error).__name__
