import json
import logging

from django.test import SimpleTestCase

from core.logs import JSONFormatter, RequestIDFilter, request_id


class JSONFormatterTests(SimpleTestCase):
    def line(self, message, *args, extra=None, exc_info=None):
        record = logging.getLogger("shop").makeRecord(
            "shop", logging.WARNING, "file.py", 1, message, args, exc_info, extra=extra
        )
        RequestIDFilter().filter(record)
        return JSONFormatter().format(record)

    def test_line_is_one_json_object(self):
        token = request_id.set("edge-0123")
        try:
            line = self.line("two\nlines of %s", "text", extra={"status": 200})
        finally:
            request_id.reset(token)

        facts = json.loads(line)
        self.assertNotIn("\n", line)
        self.assertRegex(facts.pop("time"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}$")
        expected = {
            "level": "WARNING",
            "logger": "shop",
            "message": "two\nlines of text",
            "request_id": "edge-0123",
            "status": 200,
        }
        self.assertEqual(facts, expected)

    def test_line_outside_of_a_request_has_an_empty_id(self):
        self.assertEqual(json.loads(self.line("hello"))["request_id"], "")

    def test_traceback_is_part_of_the_line(self):
        try:
            raise ValueError("broken")
        except ValueError as error:
            line = self.line("failed", exc_info=(ValueError, error, error.__traceback__))

        self.assertIn("ValueError: broken", json.loads(line)["exc_info"])
        self.assertNotIn("\n", line)
