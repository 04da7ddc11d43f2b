"""The demonstration magazine: articles written by hand, covers drawn by code, and filler in any number."""
