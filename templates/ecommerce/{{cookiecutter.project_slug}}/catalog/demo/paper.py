"""Paper, pens and ink."""

from catalog.demo.shelf import DemoProduct, DemoVariant, by_colour, single

PAPER = (
    DemoProduct(
        "Daily Notebook A5",
        "Notebooks and paper",
        "Papyr",
        "192 pages that lie flat and take fountain pen ink on both sides.",
        "Thread-sewn, 90 g/m², with two ribbons, numbered pages and an index to fill in.\n\n"
        "| Ruling | For |\n|---|---|\n| dotted | plans and sketches |\n| lined | letters to "
        "yourself |\n| plain | everything else |",
        "notebook",
        ("#e4e8f2", "#33477a"),
        tuple(
            DemoVariant(f"{colour}, {ruling}", {"colour": colour, "ruling": ruling}, 1890, 1990, 340, stock)
            for colour, ruling, stock in (
                ("blue", "dotted", 25),
                ("blue", "lined", 18),
                ("red", "dotted", 9),
                ("red", "lined", 0),
                ("black", "plain", 31),
            )
        ),
        "A closed notebook with a ribbon",
        2,
    ),
    DemoProduct(
        "Pocket Notebooks, set of three",
        "Notebooks and paper",
        "Papyr",
        "Thin enough for a back pocket, 48 pages each.",
        "Stapled twice and rounded at the corners, so that they live longer than their owner's trousers.",
        "notebook",
        ("#f2e6d5", "#b5652f"),
        by_colour(990, 120, kraft=60, grey=22),
        "A small notebook",
        39,
    ),
    DemoProduct(
        "Sketchbook A4",
        "Notebooks and paper",
        "Papyr",
        "Heavy paper for pencil, ink and light washes.",
        "80 sheets of 160 g/m², spiral-bound, with a board at the back to draw on without a table.",
        "notebook",
        ("#e9efe6", "#4f6f4a"),
        single(2200, 780, 14, former=2600),
        "A sketchbook with a green cover",
        18,
    ),
    DemoProduct(
        "Letter Paper and Envelopes",
        "Notebooks and paper",
        "Hand & Seal",
        "25 sheets and 25 envelopes with a deckle edge.",
        "Made from cotton, with the mark of the mill when held against the light.",
        "letter",
        ("#f6eee6", "#9a5b5b"),
        by_colour(1650, 260, ivory=20, blue=6),
        "An envelope with a wax seal",
        54,
    ),
    DemoProduct(
        "Postcards of the Tea Garden",
        "Notebooks and paper",
        "Hand & Seal",
        "Twelve cards in three colours, printed with vegetable inks.",
        "Twelve drawings from a year in one garden: one for each month.",
        "letter",
        ("#e2efe9", "#3f7d6b"),
        single(1100, 90, 35),
        "A card with a stamp",
        66,
    ),
    DemoProduct(
        "Desk Calendar",
        "Notebooks and paper",
        "Papyr",
        "A week to a page, without a year: begin when you like.",
        "53 sheets to tear off; the backs make good shopping lists.",
        "notebook",
        ("#f4e1e1", "#a43f4f"),
        single(1450, 310, 3),
        "A red desk calendar",
        81,
    ),
)

WRITING = (
    DemoProduct(
        "Everyday Fountain Pen",
        "Pens and ink",
        "Quill Works",
        "A steel nib that starts at once, even after a month in a drawer.",
        "Comes with one cartridge and a converter for bottled ink. Fine is right for small writing, "
        "medium for "
        "signatures.",
        "pen",
        ("#e3ebf3", "#274e7d"),
        tuple(
            DemoVariant(f"{colour}, {nib}", {"colour": colour, "nib": nib}, 3200, 3500, 60, stock)
            for colour, nib, stock in (
                ("blue", "fine", 12),
                ("blue", "medium", 16),
                ("black", "fine", 5),
                ("black", "medium", 20),
            )
        ),
        "A fountain pen",
        1,
    ),
    DemoProduct(
        "Brass Ballpoint",
        "Pens and ink",
        "Quill Works",
        "Heavy in the hand and better every year.",
        "Turned from one rod of brass. Takes refills that every stationer has.",
        "pen",
        ("#f4ead0", "#a67c1f"),
        single(4500, 70, 10),
        "A pen of brass",
        30,
    ),
    DemoProduct(
        "Cedar Pencils, box of twelve",
        "Pens and ink",
        "Quill Works",
        "Unpainted cedar that smells of a workshop.",
        "From 2H for plans to 4B for shadows, sharpened by hand.",
        "pen",
        ("#f1e4d2", "#9a6a3a"),
        tuple(
            DemoVariant(grade, {"hardness": grade}, 1350, 1450, 95, stock)
            for grade, stock in (("HB", 40), ("2B", 25), ("mixed", 17))
        ),
        "A pencil",
        45,
    ),
    DemoProduct(
        "Bottled Ink, 50 ml",
        "Pens and ink",
        "Hand & Seal",
        "Five colours that dry fast and fade slowly.",
        "The bottle has a ledge inside, so that the last drops can be reached too.",
        "ink",
        ("#e6e3f1", "#3a2f73"),
        by_colour(1280, 210, blue=33, black=41, green=12, oxblood=7, violet=0),
        "A bottle of ink",
        8,
    ),
    DemoProduct(
        "Sealing Wax and Stamp",
        "Pens and ink",
        "Hand & Seal",
        "Four sticks of wax and a stamp with a leaf.",
        "Burns without soot and stays a little soft, so that it survives the post.",
        "ink",
        ("#f5dede", "#8d1f2f"),
        single(2150, 180, 11, former=2450),
        "A bottle beside a red seal",
        24,
    ),
    DemoProduct(
        "Leather Pen Roll",
        "Pens and ink",
        "Wander",
        "Room for six pens, a ruler and one secret.",
        "Vegetable-tanned leather that darkens with light and use. Closes with a strap.",
        "notebook",
        ("#efe0d1", "#6f4326"),
        by_colour(5900, 240, cognac=5, black=3),
        "A leather roll",
        70,
    ),
)
