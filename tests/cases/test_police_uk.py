"""The data.police.uk feeds, on small files and on Hertfordshire's published ones."""

import pytest

from cjnudge.cases.counting.counts import MeasureRefused, count
from cjnudge.cases.measures import measure
from cjnudge.cases.operations import import_files
from cjnudge.cases.sources._police_uk import label_map
from tests.cases.files import OUTCOMES_HEADER, STREET_HEADER, outcome_row, shared_folder, street_row
from tests.people import NOW

pytestmark = pytest.mark.django_db
SHARE = measure("oocr_share_positive")


def numbers(snapshot):
    (row,) = count(SHARE, snapshot).itertuples()
    return row.numerator, row.denominator


def test_every_label_of_the_public_map_is_known():
    import csv

    with (shared_folder("datapoliceuk") / "policeuk_outcome_map.csv").open() as stream:
        for row in csv.DictReader(stream):
            mine = label_map()[1][row["csv_label"]]
            assert mine.outcome_types == row["likely_ho_outcome"].replace(",", "+")
            assert (mine.stage, mine.certainty) == (row["stage"], row["certainty"])


def test_court_result_is_no_second_charge_in_an_outcomes_file(bring_in):
    rows = [outcome_row("Suspect charged"), outcome_row("Offender fined"), outcome_row("Local resolution")]
    snapshot, _ = bring_in("police_uk_outcomes", OUTCOMES_HEADER, *rows)
    assert snapshot.rows == 3
    assert numbers(snapshot) == (1, 2)


def test_court_state_stands_for_the_charge_in_a_street_file(bring_in):
    rows = [
        street_row("Awaiting court outcome"),
        street_row("Court result unavailable"),
        street_row("Local resolution"),
    ]
    snapshot, _ = bring_in("police_uk_street", STREET_HEADER, *rows)
    assert numbers(snapshot) == (1, 3)


def test_pending_and_unknown_outcomes_count_towards_nothing(bring_in):
    rows = [
        street_row("Local resolution"),
        street_row("Under investigation"),
        street_row("Status update unavailable"),
    ]
    rows.append(street_row("", crime="", group="Anti-social behaviour"))
    snapshot, _ = bring_in("police_uk_street", STREET_HEADER, *rows)
    assert snapshot.rows == 4
    assert numbers(snapshot) == (1, 1)


def test_unknown_label_is_refused_with_line_column_and_remedy(refused):
    (problem,) = refused("police_uk_outcomes", OUTCOMES_HEADER, outcome_row("Local resolutions")).problems
    assert (problem.line, problem.column) == (2, "Outcome type")
    assert "police_uk_labels.toml" in problem.remedy


def test_impossible_month_is_refused(refused):
    (problem,) = refused(
        "police_uk_outcomes", OUTCOMES_HEADER, outcome_row("Local resolution", month="2021-13")
    ).problems
    assert (problem.line, problem.column) == (2, "Month")


def test_merged_types_that_a_measure_would_split_are_refused_in_words(bring_in):
    rows = [outcome_row("Unable to prosecute suspect"), outcome_row("Local resolution")]
    snapshot, _ = bring_in("police_uk_outcomes", OUTCOMES_HEADER, *rows)
    with pytest.raises(MeasureRefused, match="11, 12, 13, 14, 15, 16 and 17 only as one total"):
        count(measure("oocr_share_decided"), snapshot)


def test_types_without_a_label_are_refused_in_words(bring_in):
    snapshot, _ = bring_in("police_uk_outcomes", OUTCOMES_HEADER, outcome_row("Local resolution"))
    with pytest.raises(MeasureRefused, match="outcome types 5 and 19"):
        count(measure("oocr_per_100_outcomes"), snapshot)


@pytest.fixture(scope="module")
def hertfordshire():
    return shared_folder("datapoliceuk/hertfordshire")


def bring_in_all(folder, pattern, feed, force, lead):
    paths = sorted(folder.glob(pattern))
    snapshot, created = import_files(feed=feed, paths=paths, force=force, by=lead, at=NOW)
    assert created
    return paths, snapshot


def test_hertfordshires_13_outcomes_files_import_with_the_published_shares(hertfordshire, force, lead):
    paths, snapshot = bring_in_all(hertfordshire, "*-outcomes.csv.gz", "police_uk_outcomes", force, lead)
    assert (len(paths), snapshot.rows) == (13, 85_099)
    frame = count(SHARE, snapshot)
    shares = [row.numerator / row.denominator for row in frame.itertuples() if row.period.year == 2021]
    assert len(shares) == 12
    assert (round(min(shares), 3), round(max(shares), 3)) == (0.266, 0.307)
    # The published range, 0.266 to 0.306, counts "charged as part of another case" as a charge. It is type 4 and
    # counts as neither here: one row in the month of the highest share.
    type_4 = count_label_4(hertfordshire / "2021-11-hertfordshire-outcomes.csv.gz")
    highest = max(frame.itertuples(), key=lambda row: row.numerator / row.denominator)
    assert round(highest.numerator / (highest.denominator + type_4), 3) == 0.306


def count_label_4(path):
    import gzip

    return gzip.decompress(path.read_bytes()).decode().count("Suspect charged as part of another case")


def test_hertfordshires_25_street_files_import_with_509_local_resolutions(hertfordshire, force, lead):
    paths, snapshot = bring_in_all(hertfordshire, "*-street.csv.gz", "police_uk_street", force, lead)
    assert (len(paths), snapshot.rows) == (25, 217_103)
    first = [
        one for one in count(LOCAL, snapshot, by=("period",)).itertuples() if str(one.period) < "2025-04"
    ]
    assert sum(one.numerator for one in first if one.period.year == 2025) == 509


LOCAL = SHARE.__class__(**{**vars(SHARE), "key": "local", "numerator": frozenset({8})})
