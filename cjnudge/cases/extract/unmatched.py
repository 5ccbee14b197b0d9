"""Labels that the mapping does not know: counted, and named only while none of them can be about a person."""

from cjnudge.cases.extract.labels import label_key
from cjnudge.cases.extract.personal import holds_identifier, may_be_name

# A column of labels has tens of them; hundreds of unknown ones are a column of something else.
MOST_DIFFERENT = 200
LONGEST_SHOWN = 60
# A text that could be a name and stands in fewer cells than this may be that of one person.
NAME_SHOWN_FROM = 3


class Unmatched:
    """The unknown labels of one column."""

    def __init__(self):
        self._seen = {}  # {label as compared: [label as first written, number of cells]}
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
        """{label: number of cells}, the most frequent first, of those that may be shown."""
        cells = sum(count for _, count in self._seen.values())
        # Nearly every cell another text: names or numbers, whatever they look like one by one.
        if len(self._seen) > 20 and 2 * len(self._seen) > cells:
            return {}
        ordered = sorted(self._seen.values(), key=lambda pair: (-pair[1], pair[0]))
        return {label: count for label, count in ordered if _is_harmless(label, count)}


def _is_harmless(label, count):
    if len(label) > LONGEST_SHOWN or not label.isprintable() or holds_identifier(label):
        return False
    return count >= NAME_SHOWN_FROM or not may_be_name(label)
