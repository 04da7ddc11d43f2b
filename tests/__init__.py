"""Tests of the suite; those of a generated project live in the project."""
