"""Answers that are made while they are sent: a million rows need no more memory than a hundred."""

import csv
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

ROWS_PER_CHUNK = 200
# A cell that begins so (the last four are fullwidth) is run as a formula by spreadsheets:
# owasp.org/www-community/attacks/CSV_Injection
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

Row = Sequence[Any]
Entry = tuple[str, bytes | Iterable[bytes]]


def stream_csv(rows: Iterable[Row], filename: str) -> StreamingHttpResponse:
    """Answer with rows of cells as a CSV file; the first row is the header. Formulas are defused."""
    return _download(csv_chunks(rows), filename, "text/csv; charset=utf-8")


def stream_json(rows: Iterable[Mapping[str, Any]], filename: str) -> StreamingHttpResponse:
    """Answer with the rows as one JSON array; dates, decimals and UUIDs are allowed."""
    return _download(json_chunks(rows), filename, "application/json")


def stream_zip(entries: Iterable[Entry], filename: str) -> StreamingHttpResponse:
    """Answer with a zip file of (name, bytes or chunks of bytes)."""
    return _download(zip_chunks(entries), filename, "application/zip")


def csv_chunks(rows: Iterable[Row]) -> Iterator[bytes]:
    writer = csv.writer(_Echo())
    lines = (writer.writerow([_defuse(cell) for cell in row]) for row in rows)
    while chunk := "".join(islice(lines, ROWS_PER_CHUNK)):
        yield chunk.encode()


def json_chunks(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    encoder = DjangoJSONEncoder(ensure_ascii=False)
    start = "[\n"
    iterator = iter(rows)
    while batch := list(islice(iterator, ROWS_PER_CHUNK)):
        yield (start + ",\n".join(encoder.encode(dict(row)) for row in batch)).encode()
        start = ",\n"
    yield b"[]\n" if start == "[\n" else b"\n]\n"


def json_file(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the rows as the bytes of one readable JSON file, for small parts of an export."""
    return json.dumps(list(rows), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()


def zip_chunks(entries: Iterable[Entry]) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, content in entries:
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                for chunk in [content] if isinstance(content, bytes) else content:
                    member.write(chunk)
                    yield sink.take()
            yield sink.take()
    yield sink.take()


def _download(chunks: Iterator[bytes], filename: str, content_type: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, filename) or "attachment"}
    return StreamingHttpResponse(chunks, content_type=content_type, headers=headers)


def _defuse(cell: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


class _Echo:
    """A file whose write hands the line back, which csv.writer passes on to its caller."""

    def write(self, line: str) -> str:
        return line


class _Sink:
    """A file that cannot seek and keeps only what was not taken yet."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here: zipfile asks files for it."""

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)
