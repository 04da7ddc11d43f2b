"""Draws the pictures of the demonstration products: flat shapes, the same on every machine."""

import math
from collections.abc import Callable
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

SIDE = 1000
# Drawn larger and scaled down, since Pillow draws hard edges.
SCALE = 2
WHITE, DARK, SHADOW = "#fffdf8", "#33302c", "#00000022"

# Where each leaf of a heap lies, and how large it is.
LEAVES = ((0.26, 0.24, 0.3), (0.5, 0.2, 0.34), (0.4, 0.42, 0.4), (0.22, 0.5, 0.3), (0.62, 0.5, 0.28))

Canvas = ImageDraw.ImageDraw
Box = tuple[float, float, float, float]


def draw_product(motif: str, colours: tuple[str, str], view: int) -> ContentFile:
    """Return a square WebP picture: the motif in the second colour on the first; views differ in size."""
    image = Image.new("RGB", (SIDE * SCALE, SIDE * SCALE), colours[0])
    canvas = ImageDraw.Draw(image, "RGBA")
    canvas.ellipse(_pixels((0.06, 0.06, 0.94, 0.94)), fill="#ffffff55")
    canvas.ellipse(_pixels((0.22, 0.76, 0.78, 0.86)), fill=SHADOW)
    MOTIFS[motif](canvas, colours[1])
    if view:
        # The second view is a close look at the first.
        image = image.crop(_pixels((0.24, 0.24, 0.76, 0.76))).resize(image.size)
    buffer = BytesIO()
    image.reduce(SCALE).save(buffer, "WEBP", quality=82, method=2)
    return ContentFile(buffer.getvalue(), name=f"{motif}.webp")


def _pixels(box: Box) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(part * SIDE * SCALE) for part in box)
    return left, top, right, bottom


def _round(canvas: Canvas, box: Box, radius: float, colour: str) -> None:
    canvas.rounded_rectangle(_pixels(box), radius=radius * SIDE * SCALE, fill=colour)


def _polygon(canvas: Canvas, colour: str, *points: tuple[float, float]) -> None:
    canvas.polygon([(x * SIDE * SCALE, y * SIDE * SCALE) for x, y in points], fill=colour)


def _leaf(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Draw a leaf from its stalk at the upper left to its tip: two bows that meet at both ends."""
    steps = [step / 24 for step in range(25)]
    bow = [(step, 0.25 * math.sin(math.pi * step)) for step in steps]
    edge = [*bow, *((along, -across) for along, across in reversed(bow))]
    points = [
        (x + size * (along + across) / math.sqrt(2), y + size * (along - across) / math.sqrt(2))
        for along, across in edge
    ]
    _polygon(canvas, colour, *points)
    vein = [part * SIDE * SCALE for part in (x, y, x + 0.6 * size, y + 0.6 * size)]
    canvas.line(vein, fill="#ffffff88", width=3 * SCALE)


def _tin(canvas: Canvas, colour: str) -> None:
    _round(canvas, (0.31, 0.26, 0.69, 0.82), 0.03, colour)
    _round(canvas, (0.29, 0.2, 0.71, 0.32), 0.03, DARK)
    _round(canvas, (0.36, 0.42, 0.64, 0.72), 0.02, WHITE)
    _leaf(canvas, 0.42, 0.49, 0.22, colour)


def _cup(canvas: Canvas, colour: str) -> None:
    for x in (0.4, 0.5, 0.6):
        canvas.arc(_pixels((x - 0.03, 0.2, x + 0.03, 0.34)), 90, 300, fill="#ffffffcc", width=8 * SCALE)
    _round(canvas, (0.28, 0.42, 0.72, 0.8), 0.16, WHITE)
    canvas.rectangle(_pixels((0.28, 0.42, 0.72, 0.52)), fill=WHITE)
    canvas.ellipse(_pixels((0.28, 0.37, 0.72, 0.48)), fill=colour)
    _round(canvas, (0.28, 0.6, 0.72, 0.64), 0.005, colour)


def _leaves(canvas: Canvas, colour: str) -> None:
    for x, y, size in LEAVES:
        _leaf(canvas, x, y, size, colour)


def _teapot(canvas: Canvas, colour: str) -> None:
    canvas.arc(_pixels((0.6, 0.38, 0.86, 0.7)), 270, 90, fill=DARK, width=34 * SCALE)
    _polygon(canvas, colour, (0.32, 0.6), (0.12, 0.4), (0.18, 0.37), (0.38, 0.48))
    canvas.ellipse(_pixels((0.26, 0.34, 0.74, 0.82)), fill=colour)
    canvas.ellipse(_pixels((0.36, 0.31, 0.64, 0.42)), fill=DARK)
    canvas.ellipse(_pixels((0.465, 0.24, 0.535, 0.32)), fill=DARK)
    canvas.arc(_pixels((0.32, 0.42, 0.66, 0.74)), 190, 250, fill="#ffffff66", width=14 * SCALE)


def _flask(canvas: Canvas, colour: str) -> None:
    _round(canvas, (0.4, 0.28, 0.6, 0.83), 0.05, colour)
    _round(canvas, (0.41, 0.16, 0.59, 0.31), 0.03, DARK)
    _round(canvas, (0.43, 0.36, 0.46, 0.76), 0.015, "#ffffff55")


def _scoop(canvas: Canvas, colour: str) -> None:
    _polygon(canvas, colour, (0.46, 0.5), (0.78, 0.22), (0.82, 0.27), (0.52, 0.57))
    canvas.ellipse(_pixels((0.2, 0.44, 0.58, 0.78)), fill=colour)
    canvas.ellipse(_pixels((0.25, 0.48, 0.53, 0.7)), fill="#00000040")
    _leaf(canvas, 0.33, 0.52, 0.16, "#5d8a48")


def _notebook(canvas: Canvas, colour: str) -> None:
    _round(canvas, (0.3, 0.18, 0.74, 0.82), 0.02, WHITE)
    _round(canvas, (0.27, 0.17, 0.71, 0.81), 0.02, colour)
    canvas.rectangle(_pixels((0.27, 0.17, 0.33, 0.81)), fill="#00000030")
    canvas.rectangle(_pixels((0.62, 0.17, 0.64, 0.88)), fill="#d9a441")
    _round(canvas, (0.39, 0.3, 0.58, 0.4), 0.01, WHITE)


def _letter(canvas: Canvas, colour: str) -> None:
    _round(canvas, (0.2, 0.3, 0.8, 0.72), 0.02, WHITE)
    _polygon(canvas, "#00000018", (0.2, 0.31), (0.8, 0.31), (0.5, 0.56))
    canvas.ellipse(_pixels((0.44, 0.47, 0.56, 0.59)), fill=colour)
    _leaf(canvas, 0.475, 0.505, 0.07, WHITE)


def _pen(canvas: Canvas, colour: str) -> None:
    _polygon(canvas, colour, (0.3, 0.62), (0.7, 0.2), (0.77, 0.27), (0.37, 0.69))
    _polygon(canvas, DARK, (0.6, 0.3), (0.7, 0.2), (0.77, 0.27), (0.67, 0.37))
    _polygon(canvas, "#d9a441", (0.3, 0.62), (0.37, 0.69), (0.23, 0.78))
    tip = [part * SIDE * SCALE for part in (0.27, 0.72, 0.23, 0.78)]
    canvas.line(tip, fill=DARK, width=5 * SCALE)


def _ink(canvas: Canvas, colour: str) -> None:
    _round(canvas, (0.3, 0.42, 0.7, 0.82), 0.06, colour)
    _round(canvas, (0.4, 0.28, 0.6, 0.45), 0.02, DARK)
    _round(canvas, (0.37, 0.54, 0.63, 0.72), 0.015, WHITE)
    canvas.ellipse(_pixels((0.46, 0.58, 0.54, 0.66)), fill=colour)


MOTIFS: dict[str, Callable[[Canvas, str], None]] = {
    "tin": _tin,
    "cup": _cup,
    "leaves": _leaves,
    "teapot": _teapot,
    "flask": _flask,
    "scoop": _scoop,
    "notebook": _notebook,
    "letter": _letter,
    "pen": _pen,
    "ink": _ink,
}
