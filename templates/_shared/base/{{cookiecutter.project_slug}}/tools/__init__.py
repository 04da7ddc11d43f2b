"""The commands of the project in plain Python; the Makefile only calls them."""
