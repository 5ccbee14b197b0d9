"""What each section says, and where it says nothing."""

import json
import random
import re
from copy import deepcopy
from dataclasses import replace
from functools import cache
from hashlib import sha256

import pytest

from surveys.answering.flags import FLAGS
from surveys.identity.codes import ELEMENTS
from surveys.queries import uptake
from surveys.release.material import OWN_CODE
from surveys.release.payload import build_payload
from surveys.release.sections import quality, response
from surveys.release.tables import KINDS, SECTIONS, table_of
from surveys.scales import load_instrument, load_module
from tests.surveys.release.payloads import sample_payload
from tests.surveys.release.surveys import fielding, full_material, material, officers
from trials.stats.arithmetic.student import critical

WORDS = "caus|effect of|leads? to|led to|because of|improv|increas|reduc(?!e reoffending)|thanks to"
CAUSAL = re.compile(rf"\b({WORDS})", re.I)


@cache
def full():
    return build_payload(full_material())


@cache
def small():
    return build_payload(material(officers(12, 5)))


def keys(payload):
    return [section["key"] for section in payload["sections"]]


def notes(payload, key):
    return " ".join(note for s in payload["sections"] if s["key"] == key for note in s["notes"])


def cells(payload, section, table, row):
    found = table_of(payload, section, table)
    names = [column["key"] for column in found["columns"]]
    return next(dict(zip(names, r["cells"], strict=True)) for r in found["rows"] if r["key"] == row)


@pytest.mark.parametrize("made", [full, small, sample_payload])
def test_payload_has_the_agreed_shape(made):
    payload = made()
    order = list(SECTIONS)
    assert keys(payload) == sorted(keys(payload), key=order.index)
    assert json.loads(json.dumps(payload)) == payload
    for section in payload["sections"]:
        for table in section["tables"]:
            assert {column["kind"] for column in table["columns"]} <= set(KINDS)
            assert len({row["key"] for row in table["rows"]}) == len(table["rows"])
            assert all(len(row["cells"]) == len(table["columns"]) for row in table["rows"])


def test_full_survey_has_every_section_but_a_session():
    assert keys(full()) == list(SECTIONS)


def test_fewer_than_ten_answers_show_who_was_asked_and_no_more():
    payload = build_payload(material(officers(9, 5), asked={"units": {"area1": [60, 9]}}))
    assert keys(payload) == ["response"]
    assert payload["answers"] is None
    assert "Fewer than ten" in payload["notes"][0]


def test_same_figure_is_the_same_in_every_table():
    for row in table_of(full(), "profile", "overall")["rows"]:
        mean = row["cells"][1]
        assert cells(full(), "barriers", "ranked", row["key"])["mean"] == mean
        assert cells(full(), "quality", "scores", row["key"])["everyone"] == mean
        assert cells(full(), "weighted", "scores", row["key"])["plain"]["value"] == mean["value"]
    everyone = cells(full(), "response", "by_unit", "all")["answered"]
    assert everyone == cells(full(), "response", "by_role", "all")["answered"] == full()["answers"]


def test_what_did_not_change_is_shown_alike_in_a_later_release():
    """Ten more answers from area 2: of area 1 everything is rounded as it was, so nobody averages two releases."""
    first = officers(120, 8)
    more = [row | {"bands": {"area": "area2"}} for row in officers(10, 9)]
    before, after = (build_payload(material(rows)) for rows in (first, first + more))
    assert cells(before, "profile", "by_area", "area1") == cells(after, "profile", "by_area", "area1")
    assert before["answers"] != after["answers"]


def test_few_answers_are_indicative():
    assert {row["note"] for row in table_of(small(), "profile", "overall")["rows"]} == {
        "indicative: about 30 answers or fewer"
    }


def test_barriers_are_ranked_and_name_their_edition():
    ranked = table_of(full(), "barriers", "ranked")
    assert [row["cells"][0] for row in ranked["rows"]] == [1, 2, 3, 4, 5]
    potentials = [row["cells"][5]["value"] for row in ranked["rows"]]
    assert potentials == sorted(potentials, reverse=True)
    assert any("a convention" in note for note in ranked["notes"])
    assert "2014 edition" in table_of(full(), "barriers", "functions")["about"]
    assert "None is shown to work here" in table_of(full(), "barriers", "ideas")["about"]


def test_survey_that_does_not_ask_about_the_behaviour_is_not_ranked():
    brief = load_instrument("com_b_brief")
    payload = build_payload(material(officers(60, 3, instrument=brief), instrument=brief))
    rows = table_of(payload, "barriers", "ranked")["rows"]
    assert {row["cells"][0]["cannot"] for row in rows} == {"no place"}


def test_pair_of_statements_has_no_alpha():
    brief = load_instrument("com_b_brief")
    payload = build_payload(material(officers(60, 3, instrument=brief), instrument=brief))
    found = cells(payload, "reliability", "domains", "motivation")
    assert found["alpha"] == {"cannot": "Two statements: read Spearman–Brown."}
    assert 0 < found["spearman_brown"] < 1


def test_no_page_without_control_has_a_causal_word():
    for payload in (full(), small()):
        shown = [s for s in payload["sections"] if s["key"] not in ("vignettes", "items")]
        words = [t["title"] + t["about"] + " ".join(t["notes"]) for s in shown for t in s["tables"]]
        words += [note for s in shown for note in s["notes"]] + payload["notes"]
        assert [one for one in words if CAUSAL.search(one)] == []


def test_vignettes_are_told_from_a_hundred_officers_and_for_the_whole_force():
    module = load_module("vignettes")
    for n, told in ((99, False), (130, True)):
        rows = officers(n, 2, modules=(module,))
        section = next(
            s for s in build_payload(material(rows, modules=(module,)))["sections"] if s["key"] == "vignettes"
        )
        assert bool(section["tables"]) is told
        labels = json.dumps([t["rows"] for t in section["tables"]])
        assert "Area" not in labels
        assert "Sergeant" not in labels


def test_short_cases_without_the_forces_rules_are_not_scored():
    module = load_module("knowledge")
    rows = officers(40, 2, modules=(module,))
    payload = build_payload(material(rows, modules=(module,)))
    assert "has not recorded" in notes(payload, "knowledge")


def test_code_says_that_repeats_cannot_be_excluded():
    payload = build_payload(material(officers(40, 2), asked={}, codes=(("North", 60, 30), ("South", 10, 12))))
    assert any("repeat answers cannot be excluded" in note for note in payload["notes"])
    assert "weighted" not in keys(payload)
    south = cells(payload, "response", "by_code", "code2")
    assert south["rate"] in (None, {"cannot": "more than the headcount"}, 100) or south["answered"] is None


def test_made_up_survey_says_so_first():
    payload = build_payload(material(officers(40, 2), asked={}, synthetic=True))
    assert payload["notes"][0].startswith("Synthetic")
    assert payload["synthetic"] is True


def linked_rows(n, middle, **about):
    rows = officers(n, 7, middle=middle, **about)
    for place, row in enumerate(rows):
        row["own_code"] = {name: sha256(f"{place} {name}".encode()).hexdigest()[:32] for name in OWN_CODE}
    return rows


def test_waves_with_own_codes_are_linked_with_what_that_is_worth():
    before = fielding(linked_rows(90, 4), title="Spring survey", key=b"spring")
    payload = build_payload(material(linked_rows(60, 6) + officers(20, 9), earlier=before))
    assert table_of(payload, "compared", "components")["columns"][4]["key"] == "d_z"
    assert cells(payload, "compared", "linking", "matched")["figure"].startswith("about ")
    assert "under 1 %" in cells(payload, "compared", "linking", "false_rate")["figure"]


def shifted(rows, by):
    """The same officers, each of whom marks every statement higher by as much; the first by one more."""
    moved = deepcopy(rows)
    for place, row in enumerate(moved):
        for name in ("k1", "k2", "k3"):
            row["answers"][name] += by + (place == 0)
    return moved


@pytest.mark.parametrize(("n", "told"), [(14, False), (300, True)])
def test_few_who_changed_much_alike_are_not_told_on_by_a_narrow_interval(n, told):
    rows = linked_rows(n, 4, missing=0, words=0)
    for place, row in enumerate(rows):
        row["answers"] |= dict.fromkeys(("k1", "k2", "k3"), place % 6)
    later = shifted(rows, 2) if not told else linked_rows(n, 6, missing=0, words=0)
    payload = build_payload(material(later, earlier=fielding(rows, title="Spring survey", key=b"spring")))
    row = cells(payload, "compared", "components", "C-Ps")
    half = (row["change"]["high"] - row["change"]["low"]) / 2
    assert half >= critical(0.05, n - 1) * 10 / n
    assert ("cannot" not in str(row["p"])) == ("cannot" not in str(row["d_z"])) == told


def test_waves_without_links_are_compared_unlinked_and_say_so():
    found = table_of(full(), "compared", "components")
    assert [column["key"] for column in found["columns"]] == ["before", "after", "change", "p"]
    assert any("as if different officers" in note for note in found["notes"])


def test_versions_that_ask_otherwise_are_not_compared():
    made = full_material(40)
    item = made.earlier.instrument.items[0]
    changed = replace(
        made.earlier.instrument,
        items=(replace(item, text="Other words."), *made.earlier.instrument.items[1:]),
    )
    payload = build_payload(replace(made, earlier=replace(made.earlier, instrument=changed)))
    assert "differ in what they ask" in notes(payload, "compared")


def session(occasion, middle, n):
    instrument = load_instrument("oocr_training")
    rows = linked_rows(n, middle, instrument=instrument, occasion=occasion)
    draw = random.Random(occasion)  # noqa: S311 - test data
    for row in rows:
        form = draw.choice("abc")
        row["answers"] |= {c.id: draw.choice(c.choices) for c in instrument.scenarios if c.id[1] == form}
    return fielding(rows, instrument=instrument, occasion=occasion, title=occasion, key=occasion.encode())


def session_material(fielded, occasion):
    """The Material of one occasion of a session, given {occasion: Fielding} of all that were held."""
    rules = {"answers": {"sa1": "not sure", "sb1": "not sure", "sc1": "not sure"}}
    made = material(officers(10, 1), occasions=fielded, rules=rules)
    return replace(made, wave=fielded[occasion], asked={})


def test_training_session_is_told_by_level():
    fielded = {"before": session("before", 4, 80), "after": session("after", 6, 70)}
    payload = build_payload(session_material(fielded, "after"))
    assert table_of(payload, "training", "rel.mean") is not None
    change = cells(payload, "training", "learning", "C-Ps")["change"]
    assert change["low"] > 0
    assert "value" in cells(payload, "training", "learning", "scenarios")["change"]
    assert table_of(payload, "training", "behaviour") is None
    assert any("for a trial" in note for note in table_of(payload, "training", "learning")["notes"])


def test_component_asked_as_a_need_is_shown_turned_round():
    rows = officers(200, 4, middle=2.5)
    plain = load_instrument("oocr_com_b")
    need = replace(plain, items=tuple(replace(item, polarity="need", reversed=False) for item in plain.items))
    straight = replace(plain, items=tuple(replace(item, reversed=False) for item in plain.items))
    earlier = fielding(officers(200, 6, middle=4), instrument=need, title="Spring", key=b"spring")
    turned = build_payload(material(rows, instrument=need, earlier=earlier))
    there = build_payload(material(rows, instrument=straight))
    for code in need.components:
        mean, other = (cells(p, "profile", "overall", code)["mean"]["value"] for p in (turned, there))
        assert (
            abs(mean + other - 10) < 0.35
        )  # two roundings of the sum, each within 10 / 200, and two of the mean
        change = cells(turned, "compared", "components", code)
        assert change["change"]["value"] > 0


def test_sentences_of_the_computations_that_hold_a_count_are_never_passed_on():
    for n in (10, 12, 17, 28, 35):
        payload = build_payload(material(officers(n, n, missing=0.3)))
        text = json.dumps(payload)
        assert not re.search(r"\b(Only \d|\d+ responses|\d+ officers judged|\d+ linked|Nobody)", text)


def test_words_that_stand_in_two_places_are_the_same():
    """Pure modules import no database, so these are written twice."""
    assert tuple(element.key for element in ELEMENTS) == OWN_CODE
    assert response.BANDS == uptake.BANDS
    assert set(quality.FLAGS) == set(FLAGS)


def test_where_not_sure_is_right_it_is_counted_once():
    fielded = {"before": session("before", 4, 300)}
    payload = build_payload(session_material(fielded, "before"))
    shown = cells(payload, "knowledge", "scenarios", "sa1")
    assert "right" in shown["unsure"]["cannot"]
    # each part is rounded by less than 5 of some 100 people
    assert 90 <= shown["agree"] + shown["other"] <= 110
