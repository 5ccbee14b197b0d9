"""What taking a picture apart has in common: the refusal, and reading without running over the end."""


class PictureRefused(ValueError):
    """The file is no picture that can be taken; the text says what to do."""


BROKEN = "The picture is broken or cut off: save the screenshot again as PNG."


def piece(data, start, length):
    """The bytes of one piece; PictureRefused where the file ends before."""
    if length < 0 or start + length > len(data):
        raise PictureRefused(BROKEN)
    return data[start : start + length]
