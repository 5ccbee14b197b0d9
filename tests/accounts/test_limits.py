"""How many tries any stretch of time can hold."""

from hypothesis import given
from hypothesis import strategies as st

from cjnudge.accounts.limits import HOUR, MICROSECONDS, MINUTE, SIGN_IN


@given(st.lists(st.integers(0, 30 * HOUR), min_size=1, max_size=400))
def test_no_window_ever_holds_more_tries_than_its_limit(seconds):
    taken = []
    for now in sorted(second * MICROSECONDS for second in seconds):
        recent = SIGN_IN.recent(taken, now)
        if SIGN_IN.allows(recent, now):
            taken.append(now)
    for tries, span in ((15, 15 * MINUTE), (100, 24 * HOUR)):
        for start in taken:
            assert sum(start <= time < start + span * MICROSECONDS for time in taken) <= tries


def test_a_fixed_window_would_let_double_through_at_its_edge():
    """What the sliding window is for: two bursts round a quarter of an hour."""
    burst = [890 * MICROSECONDS] * 15
    assert not SIGN_IN.allows(burst, 901 * MICROSECONDS)
    fixed_window = [time for time in burst if time >= 900 * MICROSECONDS]
    assert SIGN_IN.allows(fixed_window, 901 * MICROSECONDS)
