import csv
import io
import json
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.test import SimpleTestCase

from core.export import csv_chunks, json_chunks, json_file, stream_csv, stream_json, stream_zip, zip_chunks

ROWS = 100_000
SLOW_ROWS = 20_000
MEMORY_BYTES = 1_000_000


def peak_memory(chunks):
    """Return the most bytes held at once while the chunks go by, and how many went by."""
    tracemalloc.start()
    try:
        size = sum(len(chunk) for chunk in chunks)
        return tracemalloc.get_traced_memory()[1], size
    finally:
        tracemalloc.stop()


class CsvTests(SimpleTestCase):
    def test_rows_arrive_with_their_commas_quotes_and_lines(self):
        rows: list[list[Any]] = [["title", "views"], ['A "quoted", title', 3], ["two\nlines", None]]

        text = b"".join(csv_chunks(rows)).decode()

        self.assertEqual(text, 'title,views\r\n"A ""quoted"", title",3\r\n"two\nlines",\r\n')

    def test_formulas_are_defused(self):
        table = [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("  =1", "'  =1"),
            ("\uff1d1", "'\uff1d1"),
            ("plain", "plain"),
            ("a=b", "a=b"),
            (-5, "-5"),
            (Decimal("-1.5"), "-1.5"),
        ]
        for cell, expected in table:
            with self.subTest(cell=cell):
                text = b"".join(csv_chunks([[cell]])).decode()

                self.assertEqual(next(csv.reader(io.StringIO(text, newline="")))[0], expected)

    def test_download_has_a_name_and_a_type(self):
        response = stream_csv([["a"]], "Beiträge.csv")

        self.assertEqual(response.headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertIn(
            "attachment; filename*=utf-8''Beitr%C3%A4ge.csv", response.headers["Content-Disposition"]
        )
        self.assertEqual(b"".join(response), b"a\r\n")

    def test_memory_stays_flat(self):
        peak, size = peak_memory(csv_chunks([number, "title " * 5] for number in range(ROWS)))

        self.assertGreater(size, 3 * MEMORY_BYTES)
        self.assertLess(peak, MEMORY_BYTES)


class JsonTests(SimpleTestCase):
    def test_any_number_of_rows_is_one_array(self):
        for count in (0, 1, 199, 200, 201, 1000):
            with self.subTest(count=count):
                rows = [{"number": number, "title": "ü"} for number in range(count)]

                self.assertEqual(json.loads(b"".join(json_chunks(rows))), rows)

    def test_dates_and_decimals_are_text(self):
        row = {"day": date(2026, 1, 2), "at": datetime(2026, 1, 2, 3, tzinfo=UTC), "price": Decimal("1.10")}

        response = stream_json([row], "rows.json")

        expected = [{"day": "2026-01-02", "at": "2026-01-02T03:00:00Z", "price": "1.10"}]
        self.assertEqual(json.loads(b"".join(response)), expected)
        self.assertEqual(response.headers["Content-Disposition"], 'attachment; filename="rows.json"')

    def test_small_file_is_readable(self):
        self.assertEqual(json_file([{"a": "ü"}]).decode(), '[\n  {\n    "a": "ü"\n  }\n]')

    def test_memory_stays_flat(self):
        peak, size = peak_memory(
            json_chunks({"number": number, "text": "t" * 90} for number in range(SLOW_ROWS))
        )

        self.assertGreater(size, 2 * MEMORY_BYTES)
        self.assertLess(peak, MEMORY_BYTES)


class ZipTests(SimpleTestCase):
    def test_archive_holds_the_entries(self):
        entries: list[Any] = [
            ("account.json", b"{}"),
            ("posts/one.md", iter([b"# On", b"e"])),
            ("empty", b""),
        ]

        response = stream_zip(entries, "export.zip")

        with zipfile.ZipFile(io.BytesIO(b"".join(response))) as archive:
            self.assertIsNone(archive.testzip())
            found = {name: archive.read(name) for name in archive.namelist()}
        self.assertEqual(found, {"account.json": b"{}", "posts/one.md": b"# One", "empty": b""})

    def test_same_entries_are_the_same_bytes(self):
        entries = [("a.txt", b"a")]

        self.assertEqual(b"".join(zip_chunks(entries)), b"".join(zip_chunks(entries)))

    def test_memory_stays_flat(self):
        entries = [("big", (bytes([number % 256]) * 1000 for number in range(SLOW_ROWS)))]

        peak, _size = peak_memory(zip_chunks(entries))

        self.assertLess(peak, MEMORY_BYTES)
