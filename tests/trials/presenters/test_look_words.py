"""The result page says which look it is and what each earlier one had spent on its day."""

from trials.presenters.trial_result import look_words

LOOKS = {"planned": 2, "taken": 2, "this": None}
FIRST = {"number": 1, "share": 0.52, "spent": 0.0035, "final": False}


def test_earlier_look_is_told_with_what_it_recorded():
    said = look_words({"looks": LOOKS, "conducted": {"looks_before": [FIRST]}})
    assert said.startswith(
        "The analysis at the end, after 2 planned; 2 taken so far. Look 1 held 52 % of the planned"
    )
    assert "spent 0.35 in 100 of the chance of a false finding, as recorded on its day." in said


def test_report_from_before_the_record_was_kept_is_read_as_ever():
    assert look_words({"looks": LOOKS, "conducted": {}}).endswith("2 taken so far.")


def test_trial_without_looks_says_so():
    words = look_words({"looks": {"planned": 1, "taken": 1, "this": None}, "conducted": {}})
    assert words == "One analysis was planned, at the end, and no look before it."
