"""No count under five leaves the job, in no table, sentence, finding or chart; and nothing is counted by officer."""

import json
import re
from datetime import timedelta
from random import Random

from cjnudge.cases.quality import Previous, quality_of
from cjnudge.cases.quality.found import Section
from cjnudge.registry import discover
from tests.cases.case_snapshots import person
from tests.cases.quality.conftest import AS_AT, date
from tests.cases.quality.parts import write_part

SECTIONS = discover("cjnudge.cases.quality.sections", "SECTION", Section)
# Counts of months, quarters, columns and labels, not of cases.
NOT_CASES = ("Units", "Months of entry")


def shown_counts(quality):
    """Every number of cases in the tables."""
    for section in quality["sections"]:
        for table in section["tables"]:
            for row in table["rows"]:
                if row[0] in NOT_CASES:
                    continue
                for (_, kind), cell in zip(table["headings"], row, strict=True):
                    if kind == "count" and isinstance(cell, int):
                        yield section["key"], cell


def numbers_in_words(quality):
    """Numbers of cases in sentences and findings, such as "10 rows" or "3 decisions"."""
    texts = [
        text for section in quality["sections"] for text in (*section["sentences"], *section["findings"])
    ]
    for text in texts:
        yield from (
            int(n.replace(",", ""))
            for n in re.findall(r"([\d,]+) (?:rows|decisions|added|gone|with a)", text)
        )


def sparse(source, number):
    """Few cases over many months, so that most cells are small."""
    rows = []
    for place in range(number):
        entry = date(2024, 6, 1) + timedelta(days=source.randrange(700))
        decided = entry + timedelta(days=source.randrange(300))
        known = decided <= AS_AT
        rows.append(
            {
                "entry_on": entry,
                "outcome": source.choice(["1", "8", "3", "16", "20"]) if known else None,
                "outcome_on": decided if known else None,
                "unit": source.choice("ABC"),
                "suspect": person(source.randrange(number)),
                "officer": person(source.randrange(9)),
                "crime": person(place + 10_000),
                "ethnicity": source.choice([None, "white", "not stated"]),
                "offence": source.choice(["46", "ZZ"]),
                "eligibility": source.choice(["eligible", "not eligible", "unknown"]),
                "first_of_decision": source.random() < 0.9,
            }
        )
    return rows


def judged(tmp_path, seed, number, published=False):
    source, rows, paths = Random(seed), None, []
    for name in ("before", "now"):
        rows = sparse(source, number) if rows is None else [*rows[3:], *sparse(source, 4)]
        paths.append(tmp_path / f"{name}-{seed}-{number}.parquet")
        write_part(rows, paths[-1])
    previous = Previous("Before", "h", AS_AT, [paths[0]], frozenset(rows[0]), 1)
    return quality_of(
        [paths[1]], schema="cases", as_at=AS_AT, fields=set(rows[0]) - {"eligibility", "first_of_decision"},
        key_version=1, previous=previous, draw=False, published=published,
        unmatched={"outcome": {"Rare": 2, "Often": 30}},
    )  # fmt: skip


def test_no_count_under_five_and_none_that_is_not_rounded_is_shown(tmp_path):
    for seed, number in ((1, 12), (2, 60), (3, 200), (4, 500)):
        quality = judged(tmp_path, seed, number)
        counts = [cell for _, cell in shown_counts(quality)] + list(numbers_in_words(quality))
        assert counts and all(count % 5 == 0 for count in counts)
        # 0 is the lower end of a usual range, and no count.
        assert all(count == 0 or count >= 5 for count in counts)


def test_same_check_finds_small_counts_where_nothing_is_hidden(tmp_path):
    """The negative control: as if the counts were published."""
    quality = judged(tmp_path, 2, 60, published=True)
    assert any(0 < cell < 5 for _, cell in shown_counts(quality))


def test_charts_show_no_smaller_counts_than_the_tables(tmp_path, judge, decisions):
    rows = []
    for place in range(14):
        rows += decisions(
            3 if place == 5 else 40,
            date(2025, 1 + place % 12, 3) if place < 12 else date(2026, place - 11, 3),
        )
    found = judge(rows, draw=True)
    chart = next(one["chart"] for one in found["sections"] if one["key"] == "volumes")
    assert "lowest 40" in chart["alt"]
    assert "June 1" not in re.sub(r"2025", "", chart["alt"])


def test_nothing_names_an_officer_or_a_pseudonym(tmp_path):
    text = json.dumps(judged(tmp_path, 3, 200))
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}", text)
    assert "officer" not in {heading.lower() for heading in _headings(json.loads(text))}


def _headings(quality):
    return [
        label
        for section in quality["sections"]
        for table in section["tables"]
        for label, _ in table["headings"]
    ]


def test_sections_say_what_kind_of_rows_they_are_for():
    for section in SECTIONS.values():
        assert set(section.schemas) <= {"cases", "counts"} and section.title
    orders = [section.order for section in SECTIONS.values()]
    assert len(set(orders)) == len(orders)
