"""The cards of the pay page; the numbers are those of https://docs.stripe.com/testing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """How a payment with it ends; `needs_challenge` asks the customer first, as 3-D Secure does."""

    number: str
    label: str
    decline: str = ""
    needs_challenge: bool = False
    is_delayed: bool = False


CARDS = (
    Card("4242424242424242", "Pays at once"),
    Card("4000002760003184", "Asks for a confirmation first (3-D Secure)", needs_challenge=True),
    Card("4000000000000002", "Is declined", "Your card was declined."),
    Card("4000000000009995", "Has too little money", "Your card has insufficient funds."),
    Card("4000000000000069", "Is expired", "Your card has expired."),
    Card("9000000000000001", "Bank debit: the bank decides later", is_delayed=True),
)
BY_NUMBER = {card.number: card for card in CARDS}
