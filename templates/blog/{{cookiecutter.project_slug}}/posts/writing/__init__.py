"""The pages on which posts are written, reviewed and published; who reads finds nothing here."""
