"""Bar charts as numbers for an inline SVG: no script, no inline style, sized by attributes alone."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 200
GAP = 0.2
LABELS = 7


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, in units of the drawing, and what it means."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int
    is_labelled: bool

    @property
    def middle(self) -> float:
        """Where the label stands."""
        return round(self.x + self.width / 2, 2)


def bars(points: Sequence[tuple[str, int]]) -> list[Bar]:
    """Return a bar for each (label, value), the highest as high as the drawing; negative values as 0."""
    if not points:
        return []
    highest = max(*(value for _label, value in points), 1)
    slot = WIDTH / len(points)
    every = -(-len(points) // LABELS)
    drawn = []
    for number, (label, value) in enumerate(points):
        height = round(HEIGHT * max(value, 0) / highest, 2)
        drawn.append(
            Bar(
                x=round(number * slot + slot * GAP / 2, 2),
                y=round(HEIGHT - height, 2),
                width=round(slot * (1 - GAP), 2),
                height=height,
                label=label,
                value=value,
                is_labelled=number % every == 0,
            )
        )
    return drawn
