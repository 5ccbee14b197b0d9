import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cjnudge
from tests.trials.nudges.made_pictures import PNG, SECRET, chunk, header, jpeg, png, segment
from trials.nudges.picture_parts import PictureRefused
from trials.nudges.pictures import LARGEST_BYTES, clean_picture

SHIPPED = Path(cjnudge.__file__).parent / "static" / "result-page.png"
HIDDEN_IN_PNG = [
    chunk(kind, SECRET) for kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"iCCP", b"prVt")
]
HIDDEN_IN_JPEG = [segment(marker, SECRET) for marker in (0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xFE)]


def test_screenshot_stays_the_picture_it_was():
    data = SHIPPED.read_bytes()
    found = clean_picture(data)
    assert (found.kind, found.width) == ("png", 900)
    assert pixels(found.data) == pixels(data)


def pixels(data):
    """The unpacked rows of a PNG, read by the simplest means."""
    at, packed = 8, b""
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += 12 + length
    return zlib.decompress(packed)


@pytest.mark.parametrize("hidden", HIDDEN_IN_PNG)
def test_png_loses_everything_but_the_picture(hidden):
    data = png(hidden, after=b"<script>" + SECRET)
    assert SECRET in data  # the file as it came does hold it
    assert clean_picture(data).data == png()


@pytest.mark.parametrize("hidden", HIDDEN_IN_JPEG)
def test_jpeg_loses_everything_but_the_picture(hidden):
    data = jpeg(hidden, after=b"<script>" + SECRET)
    kept = clean_picture(data)
    assert SECRET in data and SECRET not in kept.data and b"<script>" not in kept.data
    assert (kept.kind, kept.width, kept.height) == ("jpeg", 8, 8)
    assert kept.data.endswith(b"\x12\xff\x00\x34\xff\xd9")


def test_what_hides_behind_the_packed_picture_stays_behind():
    packed = zlib.compress(b"\x00\xff\x00\x00\xff\x00\x00" * 2) + SECRET
    data = PNG + chunk(b"IHDR", header()) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    assert clean_picture(data).data == png()


def test_interlaced_picture_is_taken():
    rows = (
        b"\x00\xff\x00\x00" + b"\x00\xff\x00\x00" + b"\x00\xff\x00\x00\xff\x00\x00"
    )  # passes 1, 6 and 7 of 2 × 2
    assert clean_picture(png(interlace=1, rows=rows)).kind == "png"


def test_colours_that_adobe_marks_are_kept():
    adobe = segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x00")
    assert adobe in clean_picture(jpeg(adobe)).data


HOSTILE = {
    "empty": b"",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "html under a picture's name": b"<html><script>alert(1)</script>",
    "gif": b"GIF89a" + bytes(100),
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "pdf": b"%PDF-1.7",
    "archive": b"PK\x03\x04" + bytes(100),
    "signature alone": PNG,
    "signature and a page": PNG + b"<html>",
    "jpeg signature and a page": b"\xff\xd8\xff<html>",
    "jpeg without a picture": b"\xff\xd8\xff\xd9",
    "png cut off": png()[:-20],
    "jpeg cut off": jpeg()[:-2],
    "wrong checksum": png().replace(b"IDAT", b"IDAX"),
    "no picture in it": PNG + chunk(b"IHDR", header()) + chunk(b"IEND", b""),
    "two headers": png(chunk(b"IHDR", header())),
    "length beyond the end": PNG + (1 << 31).to_bytes(4, "big") + b"IHDR",
    "fewer rows than promised": png(rows=b"\x00\xff\x00\x00\xff\x00\x00"),
    "more rows than promised": png(rows=b"\x00\xff\x00\x00\xff\x00\x00" * 3),
    "unknown colours": png(colour=5),
    "no size": png(width=0),
    "too wide": png(width=6001, height=1),
    "too many pixels": png(width=6000, height=6000),
    "jpeg with too many pixels": jpeg(width=65535, height=65535),
    "jpeg with two frames": jpeg(segment(0xC0, b"\x08\x00\x08\x00\x08\x01\x01\x11\x00")),
    "jpeg with an arithmetic frame": jpeg().replace(b"\xff\xc0", b"\xff\xc9"),
    "jpeg segment of no length": b"\xff\xd8\xff\xdb\x00\x00",
    "too large": png() + bytes(LARGEST_BYTES),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_sound_picture_is_refused_in_words(data):
    with pytest.raises(PictureRefused) as refused:
        clean_picture(data)
    assert str(refused.value).endswith(".")


def test_small_file_that_unfolds_into_a_gigabyte_costs_neither_time_nor_memory():
    bomb = png(rows=bytes(200_000_000))
    assert len(bomb) < LARGEST_BYTES
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(PictureRefused):
        clean_picture(bomb)
    taken, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken < 2 and peak < 20_000_000


def test_naive_check_of_the_name_or_beginning_would_have_let_the_script_through():
    hostile = png(after=b"<script>alert(1)</script>")
    assert hostile.startswith(PNG) and b"<script>" in hostile  # what a check of the signature alone stores
    assert b"<script>" not in clean_picture(hostile).data


@given(st.data())
def test_altered_bytes_are_refused_or_give_a_picture_again(data):
    whole = bytearray(data.draw(st.sampled_from([png(), jpeg(), png(HIDDEN_IN_PNG[0])])))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        kept = clean_picture(bytes(whole))
    except PictureRefused:
        return
    assert clean_picture(kept.data) == kept
