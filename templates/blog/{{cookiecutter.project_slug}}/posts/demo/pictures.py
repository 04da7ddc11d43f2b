"""Draws the covers of the demonstration posts: flat landscapes, the same on every machine."""

import math
import random
from collections.abc import Callable, Sequence
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1280, 720
# Drawn larger and scaled down, since Pillow draws hard edges.
SCALE = 2

Colour = tuple[int, int, int]
Canvas = ImageDraw.ImageDraw


def draw_cover(motif: str, sky: Sequence[str], ground: Sequence[str], seed: int) -> ContentFile:
    """Return a WebP picture: a sky between two colours, hills in the colours of the ground, a motif."""
    image = _gradient(_colour(sky[0]), _colour(sky[1]))
    canvas, chance = ImageDraw.Draw(image), random.Random(seed)  # noqa: S311 - decoration
    _disc(canvas, chance.uniform(0.15, 0.85), chance.uniform(0.16, 0.34), 0.09, _colour("#fff6dd"))
    for number, tone in enumerate(ground):
        _hill(canvas, 0.52 + 0.13 * number, 0.05 + 0.02 * number, chance, _colour(tone))
    MOTIFS[motif](canvas, chance)
    buffer = BytesIO()
    image.reduce(SCALE).save(buffer, "WEBP", quality=82, method=2)
    return ContentFile(buffer.getvalue(), name=f"{motif}-{seed}.webp")


def _colour(code: str) -> Colour:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def _gradient(top: Colour, bottom: Colour) -> Image.Image:
    mask = Image.linear_gradient("L").resize((WIDTH * SCALE, HEIGHT * SCALE), Image.Resampling.BILINEAR)
    below, above = (Image.new("RGB", mask.size, colour) for colour in (bottom, top))
    return Image.composite(below, above, mask)


def _points(*places: tuple[float, float]) -> list[tuple[float, float]]:
    """Return pixels; x and y run from 0 to 1 across the picture."""
    return [(x * WIDTH * SCALE, y * HEIGHT * SCALE) for x, y in places]


def _disc(canvas: Canvas, x: float, y: float, radius: float, colour: Colour, flat: float = 1.0) -> None:
    """Draw a disc; the radius is a share of the height, ``flat`` below 1 makes it an ellipse."""
    across = radius * HEIGHT / WIDTH
    canvas.ellipse(_points((x - across, y - radius * flat), (x + across, y + radius * flat)), fill=colour)


def _hill(canvas: Canvas, level: float, swing: float, chance: random.Random, colour: Colour) -> None:
    waves = [(chance.uniform(0.6, 2.2), chance.uniform(0, 6.3)) for _ in range(2)]
    steps = [step / 120 for step in range(121)]
    line = [
        (x, level + swing * sum(math.sin(speed * math.pi * x + start) for speed, start in waves) / 2)
        for x in steps
    ]
    canvas.polygon(_points(*line, (1, 1), (0, 1)), fill=colour)


def _loaf(canvas: Canvas, _chance: random.Random) -> None:
    _disc(canvas, 0.5, 0.76, 0.26, _colour("#7a3f16"), flat=0.62)
    _disc(canvas, 0.5, 0.74, 0.255, _colour("#b5672a"), flat=0.6)
    _disc(canvas, 0.48, 0.71, 0.2, _colour("#cd8745"), flat=0.5)
    for x in (0.42, 0.48, 0.54):
        canvas.line(_points((x, 0.83), (x + 0.05, 0.63)), fill=_colour("#f6dcae"), width=10 * SCALE)


def _jars(canvas: Canvas, _chance: random.Random) -> None:
    for x, tone in ((0.3, "#d98324"), (0.44, "#7b2d4b"), (0.58, "#5f8b3a")):
        box = _points((x, 0.52), (x + 0.11, 0.86))
        canvas.rounded_rectangle(box, radius=26 * SCALE, fill=_colour(tone))
        lid = _points((x + 0.008, 0.47), (x + 0.102, 0.53))
        canvas.rounded_rectangle(lid, radius=8 * SCALE, fill=_colour("#f4ecd8"))
        label = _points((x + 0.022, 0.63), (x + 0.088, 0.74))
        canvas.rounded_rectangle(label, radius=6 * SCALE, fill=_colour("#fffaf0"))


def _plants(canvas: Canvas, chance: random.Random) -> None:
    for number in range(5):
        x, top = 0.2 + 0.15 * number, chance.uniform(0.36, 0.46)
        canvas.line(_points((x, 0.92), (x, top)), fill=_colour("#2f5d34"), width=7 * SCALE)
        for level in range(4):
            y, side = top + 0.08 + level * 0.11, 0.028 * (-1) ** level
            _disc(canvas, x + side, y, 0.05, _colour("#3f7a43"), flat=0.55)
            _disc(canvas, x - side, y + 0.04, 0.034, _colour("#d8412f"))


def _hedge(canvas: Canvas, chance: random.Random) -> None:
    for tone, level in (("#2f5a37", 0.74), ("#3d7145", 0.8), ("#568a54", 0.87)):
        for number in range(16):
            _disc(canvas, number / 15, level + chance.uniform(-0.02, 0.02), 0.11, _colour(tone))
    for _ in range(40):
        x, y = chance.random(), chance.uniform(0.7, 0.95)
        _disc(canvas, x, y, 0.011, _colour(chance.choice(("#c2373d", "#f7f2e6"))))


def _train(canvas: Canvas, _chance: random.Random) -> None:
    canvas.rectangle(_points((0, 0.83), (1, 0.845)), fill=_colour("#4a4038"))
    for number in range(3):
        x = 0.16 + 0.235 * number
        box = _points((x, 0.62), (x + 0.225, 0.81))
        canvas.rounded_rectangle(box, radius=22 * SCALE, fill=_colour("#b8352b" if number else "#8f2a22"))
        for window in range(4):
            left = x + 0.018 + 0.05 * window
            pane = _points((left, 0.66), (left + 0.036, 0.73))
            canvas.rounded_rectangle(pane, radius=6 * SCALE, fill=_colour("#fdf1d0"))
        for wheel in (0.05, 0.175):
            _disc(canvas, x + wheel, 0.815, 0.024, _colour("#2b2622"))


def _ridge(canvas: Canvas, _chance: random.Random) -> None:
    for left, top, right, tone in (
        (0.02, 0.3, 0.56, "#6d7f97"),
        (0.3, 0.2, 0.86, "#566a84"),
        (0.58, 0.36, 1.1, "#7a8ca3"),
    ):
        peak = (left + right) / 2
        canvas.polygon(_points((left, 0.86), (peak, top), (right, 0.86)), fill=_colour(tone))
        snow = 0.13
        slope = (right - left) / 2 * snow / (0.86 - top)
        cap = ((peak - slope, top + snow), (peak, top), (peak + slope, top + snow), (peak, top + snow * 0.7))
        canvas.polygon(_points(*cap), fill=_colour("#f7f8fa"))
    canvas.polygon(_points((0, 0.84), (1, 0.8), (1, 1), (0, 1)), fill=_colour("#3f6b4a"))


def _leaves(canvas: Canvas, chance: random.Random) -> None:
    for _ in range(26):
        x, y = chance.uniform(0.05, 0.95), chance.uniform(0.55, 0.95)
        tone = _colour(chance.choice(("#c8742b", "#a9472a", "#d9a441", "#7b8b3a")))
        _disc(canvas, x, y, chance.uniform(0.03, 0.055), tone, flat=0.5)


def _window(canvas: Canvas, _chance: random.Random) -> None:
    canvas.rounded_rectangle(_points((0.32, 0.18), (0.68, 0.86)), radius=14 * SCALE, fill=_colour("#5b4636"))
    for x in (0.335, 0.507):
        for y in (0.21, 0.53):
            canvas.rectangle(_points((x, y), (x + 0.158, y + 0.3)), fill=_colour("#ffd98a"))


MOTIFS: dict[str, Callable[[Canvas, random.Random], None]] = {
    "loaf": _loaf,
    "jars": _jars,
    "plants": _plants,
    "hedge": _hedge,
    "train": _train,
    "ridge": _ridge,
    "leaves": _leaves,
    "window": _window,
}
