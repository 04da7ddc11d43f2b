"""Measurements of the suite."""
