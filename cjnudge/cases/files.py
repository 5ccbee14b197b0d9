"""Reads a CSV file, plain or .gz, line by line, and refuses bytes that are not plain UTF-8 text.

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
    rest, number = "", 0
    for text in _texts(path):
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


def _texts(path):
    """Decoded pieces of a file; a byte order mark at the start is dropped."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    offset = 0
    for chunk in _bytes(path):
        if offset == 0:
            _refuse_utf_16(chunk)
        _refuse_nul(chunk, offset)
        text = _decode(decoder, chunk, offset)
        yield text if offset else text.removeprefix("\ufeff")
        offset += len(chunk)
    yield _decode(decoder, b"", offset, final=True)


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
        packed = path.suffix == ".gz"
        total = 0
        for chunk in (
            _unpacked(stream, path.stat().st_size) if packed else iter(lambda: stream.read(CHUNK), b"")
        ):
            total += len(chunk)
            if total > LARGEST_BYTES:
                raise FileProblem(
                    f"The file holds more than {LARGEST_BYTES >> 30} GiB of text.",
                    "Split it by month or by force.",
                )
            yield chunk


def _unpacked(stream, packed_size):
    """Unpacked pieces of a gzip stream of one member, never more than CHUNK bytes at once."""
    unpacker, total = zlib.decompressobj(GZIP_WINDOW), 0
    while not unpacker.eof:
        packed = unpacker.unconsumed_tail or stream.read(CHUNK)
        piece = _unpack(unpacker, packed)
        if not piece and not packed and not unpacker.eof:
            raise _damaged()
        total += len(piece)
        _refuse_bomb(total, packed_size)
        yield piece
    if unpacker.unused_data or stream.read(1):
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
