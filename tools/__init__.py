"""Commands of the suite, each also run by make."""
