"""How often a code to come back may be tried at one door: kept in memory, without a name, an address or a person."""

from threading import Lock

# Who mistypes has ten tries, and a program that guesses has at most 14,400 a day at a door for each process of the
# web server: of 78,000,000,000 codes, with a thousand drafts open, one day in some 5,000 hits one.
MOST_WRONG = 10
SECONDS = 60
DOORS = 1000  # of which more are remembered, those that are over are forgotten at once


class Guesses:
    """Wrong tries of the last minute by door. `at` is in seconds, of any clock that only goes forward."""

    def __init__(self, most=MOST_WRONG, seconds=SECONDS):
        self.most, self.seconds = most, seconds
        self._tries, self._lock = {}, Lock()

    def take(self, door, at):
        """Whether one more may be tried now; counted at once, also where many come at once."""
        with self._lock:
            self._forget(at)
            tries = self._recent(door, at)
            if len(tries) >= self.most:
                return False
            self._tries[door] = [*tries, at]
            return True

    def give_back(self, door, at):
        """The try of this instant was a right code: it counts for nothing."""
        with self._lock:
            tries = self._tries.get(door, [])
            if at in tries:
                tries.remove(at)

    def clear(self):
        with self._lock:
            self._tries.clear()

    def _recent(self, door, at):
        return [time for time in self._tries.get(door, []) if time > at - self.seconds]

    def _forget(self, at):
        if len(self._tries) > DOORS:
            self._tries = {door: recent for door in self._tries if (recent := self._recent(door, at))}
