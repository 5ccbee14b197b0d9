import pytest

from surveys.presenters.shown_cells import headings, in_words, rows
from surveys.release.tables import cannot, column, interval, row, table


@pytest.mark.parametrize(
    ("cell", "kind", "words"),
    [
        (1240, "count", "1,240"),
        (46, "percent", "46 %"),
        (-0.4, "number", "−0.4"),
        (4.0, "number", "4.0"),
        ("barrier", "text", "barrier"),
        (interval(-2, -8, 4), "interval", "−2 (−8 to 4)"),
        (interval(5.6, None, None), "interval", "5.6 (no interval)"),
        (cannot("Too few told of both."), "interval", "Too few told of both."),
        (None, "count", "Hidden"),
        (None, "interval", "Hidden"),
    ],
)
def test_cell_is_said_in_words(cell, kind, words):
    assert in_words(cell, kind) == words


def test_figures_of_a_column_stand_to_as_many_places():
    found = table(
        "t", "T", "", [column("r", "r", "interval")],
        [row("a", "A", [interval(0.25, 0.18, 0.3)]), row("b", "B", [interval(0.2, 0.1, 0.3)])],
    )  # fmt: skip
    assert rows(found) == [["A", "0.25 (0.18 to 0.30)"], ["B", "0.20 (0.10 to 0.30)"]]


def test_whole_numbers_get_no_point():
    found = table(
        "t", "T", "", [column("n", "Answers", "count")], [row("a", "A", [60]), row("b", "B", [None])]
    )
    assert rows(found) == [["A", "60"], ["B", "Hidden"]]


def test_notes_of_rows_make_a_column_only_where_there_are_any():
    columns = [column("n", "Answers", "count")]
    plain = table("by_area", "By area", "", columns, [row("a", "A", [60])])
    noted = table("by_area", "By area", "", columns, [row("a", "A", [60]), row("b", "B", [20], "indicative")])
    assert headings("profile", plain) == [("Area", ""), ("Answers", "numeric")]
    assert headings("profile", noted) == [("Area", ""), ("Answers", "numeric"), ("Note", "")]
    assert rows(noted) == [["A", "60", ""], ["B", "20", "indicative"]]
