"""Discussions for the demonstration: who says what, and what others answer.

A speaker is the number of a reader, or "author" for whoever wrote the post.
"""

from typing import NamedTuple


class Said(NamedTuple):
    """One comment and the answers to it."""

    speaker: int | str
    text: str
    answers: tuple["Said", ...] = ()


DISCUSSIONS: list[tuple[Said, ...]] = [
    (
        Said(
            0,
            "I read this on the train and missed my stop. *Worth it.* Is there more where this comes from?",
            (
                Said(
                    "author",
                    "That is the nicest complaint I have had all week. Yes, a second part is on its way.",
                    (Said(0, "Then I shall take a later train on purpose.", (Said(3, "Save me a seat!"),)),),
                ),
            ),
        ),
        Said(
            1,
            "My grandmother did it the other way round, and she was **never** wrong:\n\n"
            "> First the patience, then the fire.\n\n"
            "I tried your way last night all the same. She would have nodded, I think.",
            (
                Said("author", "May I quote your grandmother? She says in one line what took me a page."),
                Said(4, "Mine said the same, only louder."),
            ),
        ),
        Said(2, "Short question: does it keep until the next day, or is it best right away?"),
    ),
    (
        Said(
            3,
            "I followed every step and it worked at the first try, which never happens to me. "
            "Two small things I noticed:\n\n- a little less salt is enough\n- the cat approves",
            (Said("author", "Thank you! I have to meet that cat."), Said(5, "Less salt, agreed.")),
        ),
        Said(4, "Printed it and put it on the fridge. There is no higher honour in our house."),
    ),
    (
        Said(
            5,
            "I disagree with the middle part, but I like how fairly you put it. In my experience slower is "
            "not always better; sometimes it is only slower.",
            (
                Said(
                    "author",
                    "A fair point. I left out the cases in which haste is right, since I know them badly. "
                    "Would you write them down for us?",
                    (Said(5, "Gladly. Give me a week, slowly."),),
                ),
                Said(0, "This is the kind of disagreement I come here for."),
            ),
        ),
    ),
    (
        Said(6, "What a lovely picture at the top. Where was it taken?"),
        Said(
            2,
            "We read this aloud at the table, and afterwards nobody looked at a screen for an hour.",
            (Said(6, "An hour! What is your secret?"), Said(2, "Second helpings.")),
        ),
    ),
    (
        Said(
            1,
            "For everybody who asks about quantities: `1 : 3` by weight worked for me, "
            "and a day more of waiting did no harm.",
            (Said(3, "Thank you, I was about to ask exactly that."),),
        ),
    ),
    (Said(0, "Bookmarked for the winter."), Said(6, "Sent to my brother, who needs it more than I do.")),
]

WAITING = (
    Said(7, "Hello everybody, this is my first comment here. I have been reading along for a year."),
    Said(8, "Could you write about small balconies some day? Mine is two steps long."),
    Said(
        2,
        "I collected three good sources: https://example.com/one https://example.com/two "
        "https://example.com/three",
    ),
)
SPAM = (Said(9, "Best online casino, click here!!!"), Said(9, "Cheap followers for your page, today only"))
REPORTED = Said(9, "Nobody needs to read this twice, and I doubt that anybody has read it once.")

SHORT = (
    "Thank you, this was useful.",
    "I had never looked at it that way.",
    "Tried it at the weekend, and the *whole family* liked it.",
    "Could you say more about the second step?",
    "This answers a question that I have had for years.",
    "I would add a pinch of patience.",
    "Well written, and well explained.",
    "It did not work for me at first. The second time it did.",
    "Does anybody know whether this works in a small kitchen as well?",
    "I smiled at the last sentence.",
    "More of this, please!",
    "A friend sent me here, and I shall stay.",
)
