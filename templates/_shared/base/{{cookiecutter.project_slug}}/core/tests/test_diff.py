from django.test import SimpleTestCase

from core.diff import lines


class DiffTests(SimpleTestCase):
    def summary(self, old, new):
        signs = {"same": " ", "added": "+", "removed": "-"}
        return [f"{signs[line.kind]}{line.text}" for line in lines(old, new)]

    def test_changes_are_found(self):
        table = [
            ("", "", []),
            ("a", "a", [" a"]),
            ("a\nb", "a\nb\nc", [" a", " b", "+c"]),
            ("a\nb\nc", "a\nc", [" a", "-b", " c"]),
            ("a\nb\nc", "a\nx\nc", [" a", "-b", "+x", " c"]),
            ("a\nb", "x\ny\nz", ["-a", "-b", "+x", "+y", "+z"]),
            ("", "new", ["+new"]),
            ("a\r\nb", "a\nb", [" a", " b"]),
        ]
        for old, new, expected in table:
            with self.subTest(old=old, new=new):
                self.assertEqual(self.summary(old, new), expected)

    def test_lines_are_numbered_on_their_own_side(self):
        numbers = [(line.old_number, line.new_number) for line in lines("a\nb\nc", "a\nx\ny\nc")]

        self.assertEqual(numbers, [(1, 1), (2, None), (None, 2), (None, 3), (3, 4)])

    def test_changed_words_are_marked_within_a_line(self):
        removed, added = lines("the old house", "the new house")

        self.assertEqual(
            [(piece.text, piece.is_changed) for piece in removed.pieces],
            [("the ", False), ("old", True), (" house", False)],
        )
        self.assertEqual([piece.text for piece in added.pieces if piece.is_changed], ["new"])
