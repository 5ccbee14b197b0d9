"""What a form says in other languages, by the addresses of the texts, and where each of its words stands."""

from surveys.scales.translation import faults
from surveys.xlsform.layout import PREFIX, SETTINGS, WORDS
from surveys.xlsform.lists import mark_label

ELSEWHERE = ("page.", "module.")  # what the pages say beside the questionnaire


class Words:
    """`said` is {tag: {address: text}}, `places` {(tag, address): (row, column)}."""

    def __init__(self):
        self.said, self.places = {}, {}

    def say(self, tag, address, text, row, column="label"):
        self.said.setdefault(tag, {})[address] = text
        self.places[tag, address] = row, f"{column}::{tag}"

    def say_row(self, address, row, column):
        """All that one cell is in other languages."""
        for tag, text in row.in_other_words(column).items():
            self.say(tag, address, text, row, column)

    def of(self, english, found):
        """{tag: {address: words}} in the order of the questionnaire; what cannot be shown goes to `found`."""
        for tag, words in self.said.items():
            for address, remedy in faults(english, words).items():
                found.refuse(*self.places[tag, address], f"{remedy[0].lower()}{remedy[1:].rstrip('.')}")
        return {tag: _ordered(words, english) for tag, words in sorted(self.said.items()) if words}


def _ordered(words, english):
    beyond = [address for address in words if address not in english and address.startswith(ELSEWHERE)]
    return {address: words[address] for address in (*english, *beyond) if address in words}


def say_beside(words, rows, told, marks, found):
    """Says what stands beside the questions: the title, the notice, the scale, and the words of the pages."""
    if rows[SETTINGS]:
        words.say_row("title", rows[SETTINGS][0], f"{PREFIX}title")
    for name, row in told.items():
        words.say_row("behaviour.statement" if name == "statement" else f"notice.{name}", row, "label")
    for row in rows[WORDS]:
        if row.get("address").startswith(ELSEWHERE):
            words.say_row(row.get("address"), row, "words")
        else:
            found.note(row, "address", f"left out: an address here begins with {' or '.join(ELSEWHERE)}")
    if marks and marks.choices:
        _say_scale(words, marks)


def _say_scale(words, marks):
    ends = {"scale.low_label": marks.choices.marks[0], "scale.high_label": marks.choices.marks[-1]}
    for address, choice in ends.items():
        for tag, text in choice.other.items():
            if mark_label(choice, text):
                words.say(tag, address, mark_label(choice, text), choice.row)
    for number, choice in enumerate(marks.words, 1):
        for tag, text in choice.other.items():
            words.say(tag, f"scale.outside.{number}", text, choice.row)
