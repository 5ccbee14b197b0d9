"""Identifiers, names, postcodes and telephone numbers planted in a file are nowhere in what the reader leaves."""

import re
import traceback

import pytest

from cjnudge.cases.extract import writing
from cjnudge.cases.extract.reading import ReadingFailed
from tests.cases.extract.reader import BODY, csv_of, read, record, sentences

ROWS = 10_000
FIRST, LAST = ("Zebulon", "Quintessa", "Ptolemy"), ("Vandersloot", "Okonjo", "Featherstone")


def planted(number):
    """What is planted in one record."""
    return {
        "suspect": f"{number % 90 + 10}/{number:06}Q",
        "officer": f"collar{number % 2300:05}",
        "crime": f"41ZZ/{number:06}/25",
        "name": f"{FIRST[number % 3]} {LAST[number % 3]}{number}",
        "postcode": f"SG{number % 90 + 1} {number % 10}ZZ",
        "phone": f"07700 9{number:05}",
    }


def rows(*, into_labels=()):
    """Records with all of it, the name dropped, the rest keyed; also in the columns of labels at some places."""
    for number in range(ROWS):
        said = planted(number)
        cells = record(suspect=said["suspect"], officer=said["officer"], crime=said["crime"])
        cells[-2], cells[-1] = said["name"], f"{said['postcode']} {said['phone']}"
        if number in into_labels:
            cells[4] = said[("name", "postcode", "phone", "suspect", "crime")[number % 5]]
            cells[7], cells[0] = said["name"], said["suspect"]
        yield cells


# The shape of each thing planted: a scan for every one of 60,000 texts takes minutes.
PLANTED = re.compile(
    r"\d\d/\d{6}Q|collar\d{5}|41ZZ/\d{6}|Zebulon|Quintessa|Ptolemy|SG\d+ \dZZ|07700 9\d{5}", re.I
)


def hits(text):
    """What of it stands in a text, or in the bytes of files."""
    return PLANTED.findall(text if isinstance(text, str) else text.decode("latin-1"))


def test_everything_planted_has_a_shape_that_is_found():
    assert all(PLANTED.search(text) for number in range(ROWS) for text in planted(number).values())


@pytest.fixture
def uncompressed(monkeypatch):
    """Pieces as plain bytes, so that a scan finds what is in them."""
    monkeypatch.setattr(writing, "connection", _uncompressed(writing.connection))


def test_nothing_planted_is_in_the_pieces(tmp_path, uncompressed):
    found = read(csv_of(*rows()), tmp_path)
    kept = b"".join(path.read_bytes() for path in found.pieces)
    assert found.rows == ROWS and kept
    assert hits(kept) == []


def test_scan_finds_identifiers_that_are_kept_as_they_are(tmp_path, monkeypatch, uncompressed):
    """The negative control: a writer that keeps the suspect's identifier in place of an offence."""
    whole = writing.Pieces._frame

    def careless(self, columns):
        frame = whole(self, columns)
        frame["unit"] = [planted(number)["suspect"] for number in range(len(frame))]
        return frame

    monkeypatch.setattr(writing.Pieces, "_frame", careless)
    found = read(csv_of(*rows()), tmp_path)
    kept = b"".join(path.read_bytes() for path in found.pieces)
    assert len(hits(kept)) > 100


def _uncompressed(opened):
    """Connections whose pieces are not compressed."""

    class Plain:
        def __init__(self):
            self.context = opened()

        def __enter__(self):
            self.duck = self.context.__enter__()
            return self

        def __exit__(self, *given):
            return self.context.__exit__(*given)

        def register(self, *given):
            self.duck.register(*given)

        def execute(self, query):
            return self.duck.execute(query.replace("COMPRESSION zstd", "COMPRESSION uncompressed"))

    return Plain


def test_nothing_planted_is_in_the_words_of_a_refusal(tmp_path):
    found = read(csv_of(*rows(into_labels=range(0, ROWS, 7))), tmp_path)
    said = " ".join(sentences(found)) + repr(found)
    assert found.total_problems > 1_000 and not found.pieces
    assert hits(said) == []


@pytest.mark.parametrize(
    "body", [b"12/345678A,SMITH,SG1 1AA\n", b'12/345678A,"SMITH" X,\n', b"12/345678A,\xe9\n"]
)
def test_nothing_of_a_broken_line_is_repeated(tmp_path, body):
    found = read(csv_of(record()) + body, tmp_path)
    assert found.problems and not any(text in repr(found) for text in ("SMITH", "12/345678A", "SG1"))


def test_nothing_planted_is_in_a_traceback(tmp_path, monkeypatch):
    def fails(self, columns):
        raise RuntimeError(planted(1)["suspect"])

    monkeypatch.setattr(writing.Pieces, "write", fails)
    with pytest.raises(ReadingFailed) as caught:
        read(csv_of(*rows()), tmp_path)
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [frame for frame in frames.stack if "/cjnudge/" in frame.filename]
    assert hits("".join(frames.format_exception_only())) == []
    assert hits("".join(f"{frame.locals}" for frame in ours)) == []


def test_body_maps_no_column_of_names():
    assert "Suspect Name" in BODY.confirmed_drops
