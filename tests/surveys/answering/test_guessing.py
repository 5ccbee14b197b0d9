"""Wrong codes are limited by door and minute, a right one counts for nothing, and memory stays small."""

from concurrent.futures import ThreadPoolExecutor

from surveys.answering.guessing import DOORS, MOST_WRONG, Guesses


def test_so_many_are_tried_in_any_minute_and_no_more():
    guesses = Guesses()
    tried = [second for second in range(1000) if guesses.take("door", second / 4)]  # 250 seconds
    assert all(sum(start <= s / 4 < start + 60 for s in tried) <= MOST_WRONG for start in range(250))
    assert len(tried) == 5 * MOST_WRONG


def test_other_doors_stay_open():
    guesses = Guesses(most=1)
    assert guesses.take("one", 0) and not guesses.take("one", 1) and guesses.take("other", 1)


def test_right_code_counts_for_nothing():
    guesses = Guesses(most=1)
    for second in range(5):
        assert guesses.take("door", second)
        guesses.give_back("door", second)


def test_many_at_the_same_instant_are_no_more_than_so_many():
    guesses = Guesses()
    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(lambda _: guesses.take("door", 5.0), range(400))) == MOST_WRONG


def test_doors_of_minutes_ago_are_forgotten():
    guesses = Guesses()
    for door in range(3 * DOORS):
        guesses.take(door, door)
    assert len(guesses._tries) <= DOORS + 1
