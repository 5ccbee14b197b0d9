import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from surveys.charts import bars, draw_release
from surveys.charts.drawing import lines_of
from surveys.release.payload import build_payload
from surveys.release.tables import cannot, table_of
from surveys.release.wording import INDICATIVE
from tests.surveys.release.payloads import sample_payload
from tests.surveys.release.surveys import material, officers
from tests.surveys.results.released import drawn

FIGURE = re.compile(r"−?\d+(?:\.\d+)? %|−?\d+(?:\.\d+)? \(−?\d[^)]*\)")
HOSTILE = '"><script>alert(1)</script><b onload=x> & ${7*7} {{7*7}} datum.x %n'


@pytest.fixture(scope="module")
def drawings():
    return {drawing.key: drawing for drawing in drawn(sample_payload())}


def texts_in(svg):
    """The words of a picture, line by line."""
    return [node.text for node in ElementTree.fromstring(svg).iter() if node.tag.endswith("text")]


def shapes_in(svg):
    """How many bars, points and lines a picture marks."""
    return len(re.findall(r'aria-roledescription="(?:bar|point|rule mark|rule)"', svg))


def only(section, payload):
    """The payload with one section."""
    return payload | {"sections": [one for one in payload["sections"] if one["key"] == section]}


def without_figures(payload, section, table, hide=lambda cell: None):
    """The payload with each figure of a table hidden."""
    found = table_of(payload, section, table)
    kinds = [column["kind"] for column in found["columns"]]
    for row in found["rows"]:
        row["cells"] = [
            cell if kind == "text" else hide(cell) for kind, cell in zip(kinds, row["cells"], strict=True)
        ]
    return only(section, payload)


def test_picture_of_few_answers_says_so_in_its_marks_and_in_words():
    payload = only("profile", sample_payload())
    table_of(payload, "profile", "overall")["rows"][0]["note"] = INDICATIVE
    picture = draw_release(payload)[0]
    assert INDICATIVE in " ".join(texts_in(picture.svg))  # in two lines where the name is long
    assert f"Psychological capability ({INDICATIVE}): 4.3" in picture.description


def test_every_part_that_can_be_drawn_is_drawn_beside_its_table(drawings):
    assert list(drawings) == [
        "response-by_unit",
        "profile-overall",
        "items-items",
        "barriers-ranked",
        "training-learning",
        "vignettes-effects",
        "compared-components",
    ]
    assert drawings["profile-overall"].table["rows"][0] == [
        "Psychological capability", "245", "4.3 (4.0 to 4.6)", "barrier",
    ]  # fmt: skip


def test_pictures_carry_nothing_that_runs_or_fetches(drawings):
    for drawing in drawings.values():
        ElementTree.fromstring(drawing.svg)
        assert not re.search(r"<script|<foreignObject|style=|\son\w+=|href=|url\(", drawing.svg)


def test_hostile_names_stay_text():
    payload = sample_payload()
    for section in payload["sections"]:
        for table in section["tables"]:
            for part in (*table["rows"], *table["columns"]):
                part["label"] = HOSTILE
    for drawing in draw_release(only("profile", payload)) + draw_release(only("items", payload)):
        picture = ElementTree.fromstring(drawing.svg)
        assert {node.tag.rpartition("}")[2] for node in picture.iter()} <= {
            "svg",
            "g",
            "path",
            "text",
            "rect",
            "line",
        }
        assert not any(name.startswith("on") for node in picture.iter() for name in node.attrib)
        assert "alert(1)" in " ".join(filter(None, texts_in(drawing.svg)))
        assert "49" not in texts_in(drawing.svg)


def test_what_is_hidden_is_drawn_as_words_and_never_as_nought(drawings):
    picture = drawings["response-by_unit"].svg
    assert texts_in(picture).count("Hidden. About: over 75 %") == 2
    assert picture.count('aria-roledescription="bar"') == 3


def test_partly_hidden_statement_gets_no_bar(drawings):
    picture = drawings["items-items"].svg
    assert "8 to 10: 55 %; the rest is hidden" in texts_in(picture)
    assert picture.count('aria-roledescription="bar"') == 6


@pytest.mark.parametrize(
    ("section", "table"),
    [("response", "by_unit"), ("profile", "overall"), ("items", "items"), ("barriers", "ranked"),
     ("compared", "components"), ("vignettes", "effects")],
)  # fmt: skip
@pytest.mark.parametrize("hide", [lambda cell: None, lambda cell: cannot("Too few answers.")])
def test_table_without_a_figure_makes_no_picture(section, table, hide):
    assert draw_release(without_figures(sample_payload(), section, table, hide)) == []


def test_figure_without_limits_is_a_mark_without_a_line():
    payload = only("profile", sample_payload())
    for row in table_of(payload, "profile", "overall")["rows"]:
        row["cells"][1] = {"value": 4.5, "low": None, "high": None}
    drawing = draw_release(payload)[0]
    assert "4.5 (no interval)" in texts_in(drawing.svg)


def test_picture_has_the_scale_and_the_lines_of_the_instrument():
    payload = only("profile", sample_payload())
    payload["instrument"] |= {"scale": [1, 7], "lines": [4.0, 5.2]}
    drawing = draw_release(payload)[0]
    assert "The lines 4 and 5.2: a convention" in texts_in(drawing.svg)
    assert "values from 1 to 7" in drawing.svg


def test_share_of_cases_is_not_drawn_on_the_scale_of_the_answers():
    payload = only("training", sample_payload())
    learning = table_of(payload, "training", "learning")
    learning["rows"].append(learning["rows"][0] | {"key": "scenarios", "label": "Share of the short cases"})
    assert "Share of the short cases" not in texts_in(draw_release(payload)[0].svg)


def test_synthetic_pictures_say_so():
    for drawing in draw_release(only("profile", sample_payload(synthetic=True))):
        assert "Synthetic data: no officer gave these answers" in texts_in(drawing.svg)


def test_real_pictures_do_not(drawings):
    assert not any("ynthetic" in drawing.svg for drawing in drawings.values())


def test_description_says_what_the_picture_shows(drawings):
    assert "Physical opportunity: 3.9 (3.6 to 4.2), barrier" in drawings["profile-overall"].description
    assert "East: Hidden. About: over 75 %" in drawings["response-by_unit"].description
    assert "Physical opportunity: Hidden, 3.9, Hidden" in drawings["compared-components"].description


def test_importing_the_charts_loads_no_drawing_library():
    code = "import sys, surveys.charts; print('altair' in sys.modules or 'vl_convert' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


def real_payload(n, seed):
    return build_payload(material(officers(n, seed)))


def strange_figures(payload):
    """Figures in words on the pictures of a release that stand in no cell and in no name of a column."""
    tables = [table for section in payload["sections"] for table in section["tables"]]
    there = [words for table in tables for line in lines_of(table) for words in line.words.values()]
    there += [column["label"] for table in tables for column in table["columns"]]
    said = [text for drawing in draw_release(payload) for text in texts_in(drawing.svg) if text]
    shown = [figure for text in said for figure in FIGURE.findall(text)]
    assert shown
    return sorted(set(shown) - {figure for text in there for figure in FIGURE.findall(text)})


@pytest.mark.parametrize(("n", "seed"), [(40, 1), (120, 2)])
def test_pictures_show_no_figure_that_the_tables_do_not(n, seed):
    assert strange_figures(real_payload(n, seed)) == []


def test_picture_that_tells_what_the_rest_leaves_is_found_out(monkeypatch):
    def rest(line, table):
        shown = [line.cells[key] for key in bars.PARTS if line.cells[key] is not None]
        return f"the rest: {100.5 - sum(shown)} %"

    monkeypatch.setattr(bars, "_partly", rest)
    payload = sample_payload()
    assert strange_figures(payload) == ["45.5 %"]
