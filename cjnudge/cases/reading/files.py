"""Reads a CSV file, plain or .gz, in lines or as bytes arrive, and refuses what is not plain UTF-8 text.

Nothing is unpacked to disk. Limits are there because a small .gz can unpack to more than a machine holds.
"""

import codecs
import hashlib
import zlib
from pathlib import Path

from cjnudge.cases.problems import FileProblem

CHUNK = 1 << 20
# A month of the largest force is about 25 MB; a gigabyte leaves forty times that.
LARGEST_BYTES = 1 << 30
# Real files unpack to 5 to 12 times their size; above 100 the file was made to fill a machine.
LARGEST_RATIO = 100
RATIO_FROM = 8 << 20  # a short repetitive file may pass the ratio and still be harmless
# The longest line of the layouts here is under 1,000 characters.
LONGEST_LINE = 64 << 10
GZIP_WINDOW = 16 + zlib.MAX_WBITS


def sha256_of(path):
    """SHA-256 of a file's bytes as they lie on disk, as hexadecimal text."""
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def lines_of(path):
    """Lines of a file with their line ends, decoded; FileProblem for what is not plain UTF-8 text."""
    return lines_from(_bytes(path))


def lines_from(chunks):
    """The same for bytes that come in chunks."""
    rest, number = "", 0
    for text in _texts(chunks):
        *lines, rest = (rest + text).split("\n")
        for line in lines:
            number += 1
            _refuse_long(line, number)
            yield line + "\n"
        _refuse_long(rest, number + 1)
    if rest:
        yield rest


def _refuse_long(line, number):
    if len(line) > LONGEST_LINE:
        raise FileProblem(
            f"A line is longer than {LONGEST_LINE:,} characters.",
            "Check that the file is a CSV file with one record a line.",
            number,
        )


def _texts(chunks):
    decoding = Decoding()
    for chunk in chunks:
        yield decoding.text(chunk)
    yield decoding.text(b"", last=True)


class Decoding:
    """Bytes in, text out, however the bytes are cut; FileProblem for what is not plain UTF-8 text."""

    def __init__(self):
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._offset, self._begun = 0, False

    def text(self, chunk, *, last=False):
        """The text of the next bytes; a byte order mark at the start is dropped."""
        if self._offset == 0:
            _refuse_utf_16(chunk)
        _refuse_nul(chunk, self._offset)
        text = _decode(self._decoder, chunk, self._offset, last)
        self._offset += len(chunk)
        if self._begun or not text:
            return text
        self._begun = True
        return text.removeprefix("\ufeff")


def _refuse_utf_16(chunk):
    if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FileProblem(
            "The file is UTF-16 text (byte 0).",
            'Save it again as "CSV UTF-8 (comma delimited)" and import that.',
        )


def _refuse_nul(chunk, offset):
    at = chunk.find(b"\0")
    if at >= 0:
        raise FileProblem(
            f"The file has a NUL byte (byte {offset + at}): it is not text, or it is damaged.",
            "Export it again as a UTF-8 CSV file.",
        )


def _decode(decoder, chunk, offset, final=False):
    waiting = len(decoder.getstate()[0])
    try:
        return decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        raise FileProblem(
            f"Byte {offset - waiting + error.start} is not UTF-8 text; files saved by older programs are "
            "often Windows-1252.",
            'Save the file again as "CSV UTF-8 (comma delimited)" and import that.',
        ) from None


def _bytes(path):
    path = Path(path)
    with path.open("rb") as stream:
        chunks = iter(lambda: stream.read(CHUNK), b"")
        unpacking = Unpacking() if path.suffix == ".gz" else None
        total = 0
        for chunk in unpacking.all_of(chunks) if unpacking else chunks:
            total += len(chunk)
            refuse_large(total)
            yield chunk


def refuse_large(total):
    """FileProblem where a file's text is longer than any extract."""
    if total > LARGEST_BYTES:
        raise FileProblem(
            f"The file holds more than {LARGEST_BYTES >> 30} GiB of text.", "Split it by month or by force."
        )


class Unpacking:
    """A gzip stream of one member, unpacked in pieces of at most CHUNK bytes; FileProblem for a bomb or damage."""

    def __init__(self):
        self._unpacker = zlib.decompressobj(GZIP_WINDOW)
        self._packed = self._total = 0

    def all_of(self, chunks):
        for packed in chunks:
            yield from self.pieces(packed)
        self.end()

    def pieces(self, packed):
        """What the next packed bytes hold."""
        self._packed += len(packed)
        piece = packed
        while packed or len(piece) == CHUNK:  # after a full piece more may wait inside
            if self._unpacker.eof and packed:
                raise _damaged()
            piece = _unpack(self._unpacker, packed)
            packed = self._unpacker.unconsumed_tail
            self._total += len(piece)
            # Against the bytes this came from, or what lies behind a bomb would lend it its size.
            _refuse_bomb(self._total, self._packed - len(packed))
            if self._unpacker.unused_data:
                raise _damaged()
            yield piece

    def end(self):
        """FileProblem where the stream is not at its end."""
        if not self._unpacker.eof:
            raise _damaged()


def _unpack(unpacker, packed):
    try:
        return unpacker.decompress(packed, CHUNK)
    except zlib.error:
        raise _damaged() from None


def _damaged():
    return FileProblem(
        "The .gz file is damaged, cut short, or has something behind its end.",
        "Fetch or export it again; a file that is not compressed must not end in .gz.",
    )


def _refuse_bomb(total, packed_size):
    if total > RATIO_FROM and total > LARGEST_RATIO * packed_size:
        raise FileProblem(
            f"The .gz file unpacks to more than {LARGEST_RATIO} times its size.",
            "Real extracts do not: check where the file comes from.",
        )
