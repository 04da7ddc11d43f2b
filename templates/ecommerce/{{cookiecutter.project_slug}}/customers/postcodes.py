"""What postcodes look like, and which countries write a state or region into an address.

After the Universal Postal Union's "Postal addressing systems". A country that is missing here takes
any postcode.
"""

import re

POSTCODES = {
    "AT": r"\d{4}",
    "AU": r"\d{4}",
    "BE": r"\d{4}",
    "BR": r"\d{5}-?\d{3}",
    "CA": r"[A-Z]\d[A-Z] ?\d[A-Z]\d",
    "CH": r"\d{4}",
    "CZ": r"\d{3} ?\d{2}",
    "DE": r"\d{5}",
    "DK": r"\d{4}",
    "ES": r"\d{5}",
    "FI": r"\d{5}",
    "FR": r"\d{5}",
    "GB": r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}",
    "GR": r"\d{3} ?\d{2}",
    "IE": r"[A-Z]\d[\dW] ?[A-Z\d]{4}",
    "IN": r"\d{3} ?\d{3}",
    "IT": r"\d{5}",
    "JP": r"\d{3}-?\d{4}",
    "KR": r"\d{5}",
    "LU": r"\d{4}",
    "MX": r"\d{5}",
    "NL": r"\d{4} ?[A-Z]{2}",
    "NO": r"\d{4}",
    "NZ": r"\d{4}",
    "PL": r"\d{2}-\d{3}",
    "PT": r"\d{4}-\d{3}",
    "SE": r"\d{3} ?\d{2}",
    "US": r"\d{5}(-\d{4})?",
}
REGION_COUNTRIES = frozenset({"AU", "BR", "CA", "IN", "JP", "MX", "US"})


def tidy_postcode(postcode: str) -> str:
    """Return a postcode in capitals and with single spaces."""
    return " ".join(postcode.upper().split())


def is_postcode(postcode: str, country: str) -> bool:
    """Whether a tidied postcode is one that the country can have."""
    pattern = POSTCODES.get(country)
    # ASCII: other scripts' digits are digits for \d, and no label printer's.
    return pattern is None or re.fullmatch(pattern, postcode, re.ASCII) is not None
