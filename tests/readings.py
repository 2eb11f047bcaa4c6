"""What a file says to whoever opens it: its words, and what it tells of itself."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.generic import StreamObject


def words_of(content: bytes) -> str:
    """Give all a file holds, opened by what it is: a PDF, a picture, an archive, or plain text."""
    return "\n".join(_parts(content))


def _parts(content: bytes) -> Iterator[str]:
    if content.startswith(b"%PDF-"):
        yield from _of_paper(content)
    elif content.startswith(b"PK\x03\x04"):  # workbooks too
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive.comment.decode("utf-8", "replace")
            for entry in archive.infolist():
                yield f"{entry.filename} {entry.comment!r}"
                yield from _parts(archive.read(entry))
    elif content.startswith(b"\x1f\x8b"):
        yield from _parts(gzip.decompress(content))
    else:
        yield content.decode("utf-8", "replace")
        yield from _of_picture(content)


def _of_paper(content: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(content))
    yield " ".join(map(str, (reader.metadata or {}).values()))
    for page in reader.pages:
        text = page.extract_text()
        yield text
        yield "".join(text.split())  # a word that a line ended in
    for number in reader.xref[0]:  # what a page does not show: links, names, files put in
        found = reader.get_object(number)
        yield str(found)
        if isinstance(found, StreamObject):
            yield from _parts(_unpacked(found))


def _unpacked(stream: StreamObject) -> bytes:
    try:
        return stream.get_data()
    except NotImplementedError:  # a packing that pypdf does not know: looked at as it stands
        return bytes(stream._data)


def _of_picture(content: bytes) -> Iterator[str]:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.load()
            yield str(dict(picture.info))
            for directory in (0x8769, 0x8825):
                yield str(dict(picture.getexif().get_ifd(directory)))
            yield str(dict(picture.getexif()))
    except UnidentifiedImageError:
        return
