"""Measures what pages cost, on a PostgreSQL database of its own: `python -m benchmarks`."""
