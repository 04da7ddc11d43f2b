"""The demonstration shop: paper, pens and tea."""
