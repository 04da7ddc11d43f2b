"""The shape of the demonstration: what a product of it is made of, and the ways its variants differ."""

from dataclasses import dataclass

FOOD, STANDARD = "Food", "Standard"


@dataclass(frozen=True)
class DemoVariant:
    """A variant; prices are in cents."""

    name: str
    options: dict[str, str]
    euro: int
    dollar: int
    grams: int
    stock: int
    former: int | None = None


@dataclass(frozen=True)
class DemoProduct:
    """A product with the motif and the colours that its pictures are drawn with."""

    name: str
    category: str
    brand: str
    summary: str
    text: str
    motif: str
    colours: tuple[str, str]
    variants: tuple[DemoVariant, ...]
    alt: str
    days: int
    tax_class: str = STANDARD


def by_weight(euro: int, *stock: int) -> tuple[DemoVariant, ...]:
    """Return tea in bags of 50, 100 and 250 grams; larger bags cost less per gram."""
    bags = (("50 g", 90, 100, 108), ("100 g", 140, 185, 200), ("250 g", 290, 420, 455))
    return tuple(
        # Prices end on a full ten cents.
        DemoVariant(
            name, {"weight": name}, euro * in_euro // 1000 * 10, euro * in_dollar // 1000 * 10, grams, left
        )
        for (name, grams, in_euro, in_dollar), left in zip(bags, stock, strict=False)
    )


def by_colour(euro: int, grams: int, **stock: int) -> tuple[DemoVariant, ...]:
    """Return one variant for each colour."""
    return tuple(
        DemoVariant(colour, {"colour": colour}, euro, euro * 108 // 100, grams, left)
        for colour, left in stock.items()
    )


def single(euro: int, grams: int, stock: int, former: int | None = None) -> tuple[DemoVariant, ...]:
    """Return the only variant there is."""
    return (DemoVariant("", {}, euro, euro * 108 // 100, grams, stock, former),)
