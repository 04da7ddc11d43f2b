"""What the demonstration magazine consists of; the texts stand beside this file, one per post."""

from dataclasses import dataclass, field
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"

# Name, description, and the category that it lies in.
CATEGORIES = [
    ("Kitchen", "What we bake, cook and put away for the winter.", None),
    ("Garden", "From the balcony to the hedge.", None),
    ("Journeys", "On foot, by train, and never in a hurry.", None),
    ("Baking", "Flour, water, salt and time.", "Kitchen"),
    ("Preserving", "Summer in jars.", "Kitchen"),
    ("Balcony", "Gardens without ground.", "Garden"),
    ("Walks", "Routes that we have walked ourselves.", "Journeys"),
]
SERIES = [("A year of bread", "From the first loaf to bread by numbers.")]
TAGS = [
    *("Bread", "Sourdough", "Beginners", "Science", "Tomatoes", "Balcony", "Birds", "Insects", "Soil"),
    *("Slow travel", "Trains", "Mountains", "Weekend", "Fruit", "Autumn", "Winter", "Summer", "Spring"),
    *("Recipes", "Tools", "Community", "Herbs", "Seeds", "Water", "Tea", "Cheese", "Picnic", "Rain"),
]


@dataclass(frozen=True)
class Article:
    """One post of the magazine; ``days`` is how long ago it was published, negative for scheduled."""

    slug: str
    title: str
    excerpt: str
    category: str
    tags: tuple[str, ...]
    motif: str
    alt: str
    sky: tuple[str, str]
    ground: tuple[str, ...]
    days: float = 0
    status: str = "published"
    position: int | None = None
    earlier: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> str:
        """The text in Markdown."""
        return (TEXTS / f"{self.slug}.md").read_text(encoding="utf-8")


ARTICLES = [
    Article(
        "a-loaf-for-the-first-weekend",
        "A loaf for the first weekend",
        "Four ingredients, no machine, and a schedule that fits between Friday evening and Sunday breakfast.",
        "Baking",
        ("Bread", "Sourdough", "Beginners", "Recipes", "Weekend"),
        "loaf",
        "A round loaf with three cuts, in front of hills in the morning",
        ("#f9d9a8", "#fdf3df"),
        ("#d9b27c", "#c29a63", "#a87f4d"),
        days=2,
        position=1,
        earlier={"title": "My first loaf"},
    ),
    Article(
        "three-days-on-the-ridge",
        "Three days on the ridge",
        "Beech wood, an ocean of fog and a lake at the end: the slow way along the ridge, hut by hut.",
        "Walks",
        ("Mountains", "Slow travel", "Summer"),
        "ridge",
        "Three blue peaks with snow on their tops above a green meadow",
        ("#9cc5e8", "#eaf3fa"),
        ("#88a58b",),
        days=6,
    ),
    Article(
        "tomatoes-on-four-square-metres",
        "Tomatoes on four square metres",
        "Eleven plants, one folding chair: what six summers on a windy balcony have taught us.",
        "Balcony",
        ("Tomatoes", "Balcony", "Summer", "Water"),
        "plants",
        "Five tomato plants with red fruit in a row",
        ("#bfe3d0", "#f4fbf0"),
        ("#a8cfa0", "#86b57f"),
        days=11,
    ),
    Article(
        "what-the-starter-is-telling-you",
        "What the starter is telling you",
        "Smell, bubbles, colour: how to read a jar of sourdough instead of a timetable.",
        "Baking",
        ("Sourdough", "Bread", "Science"),
        "jars",
        "Three jars in orange, purple and green on a hill",
        ("#f2d0c0", "#fdf1ea"),
        ("#d9a58f", "#c48770"),
        days=17,
        position=2,
    ),
    Article(
        "slow-train-to-the-sea",
        "A slow train to the sea",
        "Eleven hours instead of four, thirty-one stops, and the best part of the holiday.",
        "Journeys",
        ("Trains", "Slow travel", "Weekend"),
        "train",
        "A red train with lit windows crossing a plain at dusk",
        ("#5f6fa8", "#f3b98f"),
        ("#5d7a86", "#4b6670", "#3d535b"),
        days=24,
    ),
    Article(
        "a-hedge-is-a-city",
        "A hedge is a city",
        "Forty bare sticks instead of a fence, and who moved in: a wren, sparrows, perhaps a hedgehog.",
        "Garden",
        ("Birds", "Insects", "Spring", "Soil"),
        "hedge",
        "A thick green hedge with red berries and white blossom",
        ("#cfe8f5", "#f8fcf4"),
        ("#b5d3a0",),
        days=33,
    ),
    Article(
        "the-jam-cupboard",
        "The jam cupboard",
        "Less sugar, a cold plate and clean jars: how to put the summer on a shelf.",
        "Preserving",
        ("Fruit", "Recipes", "Summer", "Autumn"),
        "jars",
        "Three jars of jam with white labels and lids",
        ("#f7c7b4", "#fff3e2"),
        ("#e0a37e", "#c98560"),
        days=45,
    ),
    Article(
        "bread-by-numbers",
        "Bread by numbers",
        "Why the water is cold in July and warm in January, in ten lines of Python.",
        "Baking",
        ("Bread", "Science", "Tools"),
        "loaf",
        "A dark round loaf under a pale sun",
        ("#c7d2ea", "#f6f0e6"),
        ("#b9a98c", "#a08f72"),
        days=58,
        position=3,
    ),
    Article(
        "letters-from-the-compost",
        "Letters from the compost",
        "The slowest kitchen in the world has one rule: two buckets of brown to one of green.",
        "Garden",
        ("Soil", "Autumn", "Beginners"),
        "leaves",
        "Fallen leaves in orange, red and yellow on brown earth",
        ("#f0d9b5", "#fbf4e6"),
        ("#a98a62", "#8a6d4b"),
        days=-5,
    ),
    Article(
        "notes-on-keeping-bees",
        "Notes on keeping bees for a season",
        "Two hives behind the hedge, one year, twenty-five jars.",
        "Garden",
        ("Insects", "Summer"),
        "hedge",
        "A hedge in blossom under a yellow sky",
        ("#fbe7a1", "#fffaf0"),
        ("#c9cf8a",),
        status="review",
    ),
    Article(
        "winter-light-in-small-kitchens",
        "Winter light in small kitchens",
        "Three lamps, a pot that simmers, and twenty minutes of sun.",
        "Kitchen",
        ("Winter", "Tea"),
        "window",
        "A lit window at night",
        ("#1f2a4a", "#54628f"),
        ("#dfe5f2", "#c9d2e6"),
        status="draft",
    ),
    Article(
        "the-picnic-is-over",
        "The picnic is over",
        "Thanks to all who came, and to whoever left the blue umbrella.",
        "Journeys",
        ("Community", "Picnic", "Summer"),
        "plants",
        "Green plants on a meadow",
        ("#bfe0ef", "#f6fbf2"),
        ("#a7cf94", "#8aba77"),
        days=120,
        status="archived",
    ),
]
