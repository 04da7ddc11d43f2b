"""Parts of addresses: years, months and formats of feeds."""

from django.urls import register_converter


class YearConverter:
    """A year of four digits."""

    regex = r"[12]\d{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class MonthConverter:
    """A month of two digits, 01 to 12."""

    regex = r"0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class FeedFormatConverter:
    """The formats that feeds come in."""

    regex = "rss|atom|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")
register_converter(FeedFormatConverter, "feed")
