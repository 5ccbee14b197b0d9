"""How often something may be tried on one account. Knows no Django and no clock."""

from dataclasses import dataclass

MICROSECONDS = 1_000_000
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class Limit:
    """`windows` are (tries, seconds): in no stretch of that length are more tries taken."""

    purpose: str
    windows: tuple[tuple[int, int], ...]

    def recent(self, times, now):
        """The tries that still count at `now`; all in whole microseconds."""
        longest = max(seconds for _, seconds in self.windows)
        return [time for time in times if time > now - longest * MICROSECONDS]

    def allows(self, times, now):
        """Whether one more try at `now` stays within every window."""
        return all(
            sum(time > now - seconds * MICROSECONDS for time in times) < tries
            for tries, seconds in self.windows
        )


# Guesses of a password: few enough that a common-password list gets nowhere, many enough for a mistyped morning.
SIGN_IN = Limit("sign in", ((15, 15 * MINUTE), (100, 24 * HOUR)))
# Mails with a link: enough for a person whose mail is slow, too few to fill a mailbox.
RESET_LINK = Limit("reset link", ((5, HOUR), (20, 24 * HOUR)))
