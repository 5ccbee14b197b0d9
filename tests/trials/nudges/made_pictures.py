"""Pictures and files that only look like pictures, made byte by byte."""

import zlib

PNG = b"\x89PNG\r\n\x1a\n"
SECRET = b"Sergeant Smith, 51.80N 0.19W"


def chunk(kind, body):
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def header(width=2, height=2, depth=8, colour=2, interlace=0):
    return width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((depth, colour, 0, 0, interlace))


def png(*extra, after=b"", rows=None, **head):
    """A PNG of two by two red pixels with more chunks, more after its end, or another header."""
    pixels = zlib.compress(b"\x00\xff\x00\x00\xff\x00\x00" * 2 if rows is None else rows)
    parts = [chunk(b"IHDR", header(**head)), *extra, chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    return PNG + b"".join(parts) + after


def segment(marker, body):
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def jpeg(*extra, after=b"", width=8, height=8, scan=b"\x12\xff\x00\x34"):
    """The segments of a baseline JPEG in their order; nothing here decodes them."""
    frame = bytes((8,)) + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\x01\x01\x11\x00"
    parts = [
        b"\xff\xd8",
        *extra,
        segment(0xDB, b"\x00" + bytes(64)),
        segment(0xC0, frame),
        segment(0xC4, b"\x00" + bytes(16)),
        segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + scan,
        b"\xff\xd9",
    ]
    return b"".join(parts) + after
