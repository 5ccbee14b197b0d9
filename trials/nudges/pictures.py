"""A picture taken apart and put together again from what is needed to show it: PNG and JPEG, nothing else.

The kind is found in the bytes, never believed of a name. Sizes are read in the header, before anything is decoded (and
nothing is decoded here). What is kept is copied piece by piece: comments, EXIF, GPS, colour profiles, thumbnails and
whatever follows the end of the picture stay behind.
"""

from dataclasses import dataclass

from trials.nudges.jpeg import take_jpeg
from trials.nudges.picture_parts import PictureRefused
from trials.nudges.png import take_png

LARGEST_BYTES = 1_000_000  # a full screen as PNG is a few hundred kB; half of what any request may carry
LONGEST_SIDE = (
    6000  # pixels: two 4K screens side by side come to less in height, and fit in width after a crop
)
MOST_PIXELS = 12_000_000  # decoded at 4 bytes a pixel: 48 MB in a browser on an old desktop
TAKEN = ((b"\x89PNG\r\n\x1a\n", "png", take_png), (b"\xff\xd8\xff", "jpeg", take_jpeg))


@dataclass(frozen=True)
class Cleaned:
    """A picture as it is stored: `kind` "png" or "jpeg", its bytes, its width and height in pixels."""

    kind: str
    data: bytes
    width: int
    height: int


def clean_picture(data):
    """The Cleaned picture; PictureRefused, saying what to do, for anything that is not a sound PNG or JPEG."""
    if len(data) > LARGEST_BYTES:
        raise PictureRefused(
            "The picture is larger than 1 MB: cut it to the part of the screen that matters."
        )
    for beginning, kind, take in TAKEN:
        if data.startswith(beginning):
            kept, width, height = take(data, check_size)
            return Cleaned(kind, kept, width, height)
    raise PictureRefused("This is neither a PNG nor a JPEG picture: save the screenshot as PNG.")


def check_size(width, height):
    """PictureRefused where a side is nought or too long, or there are too many pixels."""
    if width < 1 or height < 1:
        raise PictureRefused("The picture has no size: save the screenshot again as PNG.")
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise PictureRefused(
            f"The picture has {width} × {height} pixels. At most {LONGEST_SIDE} on a side and 12 million in all: "
            "cut it to the part of the screen that matters."
        )
