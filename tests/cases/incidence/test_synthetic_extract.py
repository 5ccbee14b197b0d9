"""Cumulative incidence on the synthetic extract, brought in through the real door, equals R's and statsmodels'.

The cases are read a second time from the CSV file itself, by plain Python. `synthetic_answers.csv` was made once from
them with R 4.2.2 and survival 3.5.3, in the way `test_timing` tells. If the generator is changed, write the cause and
the lag of `lags_of` to a file and run that again.
"""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import pandas
import pytest
from statsmodels.duration.survfunc import CumIncidenceRight

from cjnudge.cases.counting.timing import CAUSES, timing
from cjnudge.cases.synthetic import write_extract
from cjnudge.cases.synthetic.layout import DAY_FORMAT, ELIGIBILITIES, OUTCOMES
from tests.cases.quality.bringing import ASKED, EARLIER, approve, bring
from tests.cases.quality.conftest import quiet_jobs  # noqa: F401 - a fixture
from tests.people import make_person
from trials.stats import cumulative_incidence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_jobs")]
ANSWERS = pandas.read_csv(Path(__file__).with_name("synthetic_answers.csv")).set_index("lag_days")
DAYS = 120
CLOSE = 1e-8
TYPES = {label: code for code, label in OUTCOMES.items()}


def lags_of(path, as_at):
    """[(cause, lag)] of the eligible decisions of an extract, read by plain Python."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        records = list(csv.DictReader(file))
    seen, found = set(), []
    for record in records:
        decision = tuple(
            record[key] for key in ("Suspect PNC ID", "Suspect Identified", "Outcome", "Outcome Date")
        )
        if decision in seen and decision[0]:
            continue
        seen.add(decision)
        if ELIGIBILITIES.get(record["System Eligibility"]) in ("eligible", "conditional"):
            found.append(_fate(record, as_at))
    return found


def _fate(record, as_at):
    entry = _day(record["Suspect Identified"])
    for which in ("", "First "):
        label, on = record[f"{which}Outcome"], _day(record[f"{which}Outcome Date"])
        if label and on and (on - entry).days <= DAYS:
            code = TYPES[label]
            return next((cause for cause, types in CAUSES.items() if code in types), "other"), (
                on - entry
            ).days
    return "censored", min(DAYS, (as_at - entry).days)


def _day(text):
    return datetime.strptime(text[:10], DAY_FORMAT).date() if text else None


@pytest.fixture
def brought(practice, lead, tmp_path):
    """(snapshot, the same cases one by one)."""
    approve(practice, lead, make_person("second"))
    snapshot = bring(practice, lead, tmp_path, EARLIER)
    again = tmp_path / "synthetic-again.csv"
    write_extract(again, as_at=EARLIER, **ASKED)
    return snapshot, lags_of(again, EARLIER)


def test_incidence_on_the_synthetic_extract_equals_rs_and_statsmodels(brought):
    snapshot, lags = brought
    found = timing(snapshot, follow_up_days=DAYS, by=())
    assert {(cause, lag): n for cause, lag, n in found.values.tolist()} == Counter(lags)
    ours = cumulative_incidence(found).pivot(index="lag_days", columns="cause", values="incidence")
    causes = list(ours.columns)
    assert causes == ["charge", "nfa", "oocr", "other"]
    states = [causes.index(cause) + 1 if cause != "censored" else 0 for cause, _ in lags]
    theirs = CumIncidenceRight([lag + 1 for _, lag in lags], states)
    for number, cause in enumerate(causes):
        expected = pandas.Series(theirs.cinc[number], index=theirs.times - 1)
        assert (ours[cause] - expected.reindex(ours.index)).abs().max() < CLOSE
    assert (ours.loc[ANSWERS.index] - ANSWERS).abs().to_numpy().max() < CLOSE
