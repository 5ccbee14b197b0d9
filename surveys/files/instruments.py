"""From an uploaded TOML file to the content of a draft."""

import tomllib

from surveys.instruments.draft_content import read

NOT_UTF8 = "The file is no text in UTF-8: save it as TOML in UTF-8."
MOST_LINES = 20  # of what is wrong, on one page


class NotReadable(Exception):
    """A file of which no draft can be made; `lines` say why, and what to do."""

    def __init__(self, lines):
        super().__init__("\n".join(lines))
        self.lines = lines


def content_of_file(data):
    """The content in the bytes of a TOML file, or NotReadable.

    What is missing may be written on the pages; what is misspelt or of the wrong shape is refused, because it would be
    lost in silence.
    """
    try:
        tables = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise NotReadable([NOT_UTF8]) from wrong
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise NotReadable([f"Mend the TOML: {wrong}"]) from wrong
    content, problems = read("uploaded", 1, tables)
    lost = [one for one in problems if loses_something(one)]
    if lost:
        lines = [f"{one.table}{', ' if one.field else ''}{one.field}: {one.remedy}." for one in lost]
        raise NotReadable(lines[:MOST_LINES])
    return content


def loses_something(problem):
    """Whether the file said something there that the content does not keep."""
    return any(words in problem.remedy for words in LOSING)


# What the reader says of a field that it could not keep as it stands (surveys/scales/reader.py).
LOSING = (
    "there is no such field here",
    "write a text in quotes",
    "write a whole number without quotes",
    "write true or false without quotes",
    "write a list of texts",
    "every entry must be a text",
    "write it as a table",
    "write each one as",
    "cannot be seen",
)
