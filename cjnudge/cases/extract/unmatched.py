"""Labels that the mapping does not know: counted, and named only where they can hardly be about a person."""

from cjnudge.cases.extract.known_words import is_known, may_be_name
from cjnudge.cases.extract.labels import label_key
from cjnudge.cases.extract.personal import holds_identifier
from cjnudge.disclosure import CASE_THRESHOLD

# A column of labels has tens of them; hundreds of unknown ones are a column of something else.
MOST_DIFFERENT = 200
LONGEST_SHOWN = 60
# The longest lists, of ethnicities and outcomes as a system words them, are shorter; of surnames, longer.
MOST_STRANGE = 60


class Unmatched:
    """The unknown labels of one column. also: words that the mapping and the force's units make known."""

    def __init__(self, also=frozenset()):
        self._seen = {}  # {label as compared: [label as first written, number of cells]}
        self._also = also
        self.too_many = False

    def see(self, text):
        """Count one cell; whether its label is new."""
        key = label_key(text)
        found = self._seen.get(key)
        if found:
            found[1] += 1
            return False
        if len(self._seen) == MOST_DIFFERENT:
            self.too_many = True
            self._seen.clear()
            return False
        self._seen[key] = [" ".join(text.split()), 1]
        return True

    def harmless(self):
        """{label: number of cells, 0 for one too small to show}, the most frequent first, of those to be shown."""
        strange = self._repeats()
        ordered = sorted(self._seen.values(), key=lambda pair: (-pair[1], pair[0]))
        return {
            label: count if count >= CASE_THRESHOLD else 0
            for label, count in ordered
            if self._is_harmless(label, count, strange=strange)
        }

    @property
    def hidden(self):
        """How many labels are not shown."""
        return len(self._seen) - len(self.harmless())

    def _repeats(self):
        """Whether the labels with words not known repeat as labels do, most cells being one of a frequent label."""
        counts = [count for label, count in self._seen.values() if not is_known(label, self._also)]
        frequent = sum(count for count in counts if count >= CASE_THRESHOLD)
        return len(counts) <= MOST_STRANGE and 2 * frequent > sum(counts)

    def _is_harmless(self, label, count, *, strange):
        if len(label) > LONGEST_SHOWN or not label.isprintable() or holds_identifier(label):
            return False
        if is_known(label, self._also):
            return True
        return strange and count >= CASE_THRESHOLD and not may_be_name(label, self._also)
