"""Products by the thousand, to see how the shop behaves when it is full."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

MATERIALS = (
    *("Paper", "Linen", "Cedar", "Brass", "Ceramic"),
    *("Cotton", "Glass", "Walnut", "Cork", "Leather"),
)
THINGS = (
    *("Notebook", "Teapot", "Pencil", "Cup", "Envelope", "Tray", "Ink", "Bookmark", "Calendar", "Infuser"),
    *("Brush", "Folder", "Canister", "Stamp", "Ruler", "Saucer", "Album", "Clip", "Kettle", "Lamp"),
)
MANNERS = (
    "Plain",
    "Little",
    "Morning",
    "Evening",
    "Travel",
    "Workshop",
    "Garden",
    "Winter",
    "Harbour",
    "Attic",
)
BRANDS = (
    "Papyr",
    "Hollow Leaf",
    "Kiln & Kettle",
    "Quill Works",
    "Hand & Seal",
    "Wander",
    "Northlight",
    "Ferrow",
)
COLOURS = ("blue", "red", "black", "green", "sand", "grey")
SIZES = ("small", "medium", "large")


@dataclass(frozen=True)
class Filler:
    """A made-up product with one or two variants: options and price of each."""

    name: str
    brand: str
    summary: str
    variants: list[tuple[dict[str, str], int]]


def make_fillers(chance: random.Random, number: int) -> Iterator[Filler]:
    """Yield so many products."""
    for _ in range(number):
        manner, material, thing = chance.choice(MANNERS), chance.choice(MATERIALS), chance.choice(THINGS)
        colour, price = chance.choice(COLOURS), chance.randrange(290, 9990, 10)
        sizes = chance.sample(SIZES, chance.choice((1, 1, 2)))
        yield Filler(
            f"{manner} {material} {thing}",
            chance.choice(BRANDS),
            f"A {thing.lower()} of {material.lower()}, for those who like it {manner.lower()}.",
            [({"colour": colour, "size": size}, price + 200 * step) for step, size in enumerate(sizes)],
        )
