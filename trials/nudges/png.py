"""PNG: the chunks that make the picture, and no other.

Source: W3C, Portable Network Graphics (PNG) Specification, sections 5 and 11.
"""

import zlib

from trials.nudges.picture_parts import BROKEN, PictureRefused, piece

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Kept beside the picture: header, palette, transparency. Animation, text, time, profiles and EXIF stay behind.
BEFORE = (b"IHDR", b"PLTE", b"tRNS")
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}


# Where the seven passes of an interlaced picture begin, and their steps, across and down (section 8.2).
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
STEP = 1 << 20  # bytes unpacked at a time: memory stays at that, whatever the file unfolds into


def take_png(data, check_size):
    """(bytes, width, height). check_size(width, height) refuses before the picture is looked at."""
    chunks = list(_chunks(data))
    width, height, bits, interlaced = _header(chunks)
    check_size(width, height)
    packed = b"".join(body for kind, body in chunks if kind == b"IDAT")
    picture = _checked(packed, _promised(width, height, bits, interlaced))
    around = [_chunk(kind, body) for kind, body in chunks if kind in BEFORE]
    kept = [SIGNATURE, *around, _chunk(b"IDAT", picture), _chunk(b"IEND", b"")]
    return b"".join(kept), width, height


def _chunks(data):
    """(kind, body) up to the first IEND; the checksum of each must be right."""
    at = len(SIGNATURE)
    while True:
        length = int.from_bytes(piece(data, at, 4), "big")
        kind, body = piece(data, at + 4, 4), piece(data, at + 8, length)
        if zlib.crc32(kind + body) != int.from_bytes(piece(data, at + 8 + length, 4), "big"):
            raise PictureRefused(BROKEN)
        if kind == b"IEND":
            return
        yield kind, body
        at += 12 + length


def _header(chunks):
    """(width, height, bits a pixel, interlaced) of a first chunk that says sound things."""
    kind, body = chunks[0] if chunks else (b"", b"")
    if kind != b"IHDR" or len(body) != 13 or sum(one == b"IHDR" for one, _ in chunks) != 1:
        raise PictureRefused(BROKEN)
    width, height = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
    depth, colour, compression, filtering, interlace = body[8:]
    if depth not in DEPTHS.get(colour, ()) or compression or filtering or interlace > 1:
        raise PictureRefused(BROKEN)
    return width, height, depth * CHANNELS[colour], interlace == 1


def _promised(width, height, bits, interlaced):
    """How many bytes the header says will come out: each row one byte for its filter, and its pixels."""
    passes = PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = [(-(-(width - x) // across), -(-(height - y) // down)) for x, y, across, down in passes]
    return sum(rows * (1 + (columns * bits + 7) // 8) for columns, rows in sizes if columns > 0 and rows > 0)


def _checked(packed, promised):
    """The packed picture without what follows its end; refused as soon as more comes out than was promised."""
    unpacker, found, rest = zlib.decompressobj(), 0, packed
    try:
        while not unpacker.eof and found <= promised:
            out = unpacker.decompress(rest, STEP)
            found, rest = found + len(out), unpacker.unconsumed_tail
            if not out and not rest:
                break
    except zlib.error:
        raise PictureRefused(BROKEN) from None
    if not unpacker.eof or found != promised:
        raise PictureRefused(BROKEN)
    return packed[: len(packed) - len(unpacker.unused_data)]


def _chunk(kind, body):
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
