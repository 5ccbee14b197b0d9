"""JPEG: the segments that make the picture, and no other.

Source: ITU-T T.81 (1992), annex B; JFIF 1.02 for the one application segment that is written anew.
"""

from trials.nudges.picture_parts import BROKEN, PictureRefused, piece

SOI, EOI, SOS, DQT, DHT, DRI = 0xD8, 0xD9, 0xDA, 0xDB, 0xC4, 0xDD
FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive with Huffman codes: what browsers show
RESTARTS = range(0xD0, 0xD8)
TABLES = (DQT, DHT, DRI)
# A plain JFIF header of our own: version 1.02, no density, no thumbnail. EXIF, ICC, XMP and comments stay behind.
JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"
ADOBE = (
    0xEE  # says how three or four colours are to be read: kept in its twelve bytes, or colours come out wrong
)
MOST_SCANS = 100  # a progressive picture has about ten; hundreds are made to keep a browser busy


def take_jpeg(data, check_size):
    """(bytes, width, height). check_size(width, height) refuses as soon as the frame header is read."""
    kept, size, scans, at = [b"\xff\xd8", JFIF], None, 0, 2
    while True:
        marker, at = _marker(data, at)
        if marker == EOI:
            return _whole(kept, size, scans)
        length = int.from_bytes(piece(data, at, 2), "big")
        segment = piece(data, at, length) if length >= 2 else _broken()
        at += length
        if marker in FRAMES:
            size = _size(segment, size, check_size)
        elif marker == SOS:
            scans += 1
            end = _scan_end(data, at) if size and scans <= MOST_SCANS else _broken()
            segment, at = segment + data[at:end], end
        elif not _is_table(marker, segment):
            _refuse_unknown(marker)
            continue
        kept.append(bytes((0xFF, marker)) + segment)


def _marker(data, at):
    """(marker, where its segment begins); fill bytes before a marker go by."""
    if piece(data, at, 1) != b"\xff":
        _broken()
    while piece(data, at, 1) == b"\xff":
        at += 1
    return data[at], at + 1


def _is_table(marker, segment):
    if marker == ADOBE:
        return len(segment) == 14 and segment[2:7] == b"Adobe"
    return marker in TABLES


def _refuse_unknown(marker):
    """Application data and comments go by; any other marker makes a picture that browsers do not show."""
    if not (0xE0 <= marker <= 0xEF or marker == 0xFE):
        _broken()


def _size(segment, known, check_size):
    """(width, height) of the one frame header."""
    if known or len(segment) < 8:
        _broken()
    height, width = int.from_bytes(segment[3:5], "big"), int.from_bytes(segment[5:7], "big")
    check_size(width, height)
    return width, height


def _scan_end(data, at):
    """Where the coded picture of a scan ends: at the first marker that is no restart and no stuffed byte."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            _broken()
        if data[at + 1] == 0 or data[at + 1] in RESTARTS:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at


def _whole(kept, size, scans):
    if size is None or not scans:
        _broken()
    return b"".join([*kept, b"\xff\xd9"]), *size


def _broken():
    raise PictureRefused(BROKEN)
