"""Every picture on a page scrolls inside its frame where a phone has no room for it, and the page does not."""

from pathlib import Path

from django.conf import settings

PICTURE, FRAME = "app-figure__chart", "app-figure__frame"


def pictures():
    """Every line of a template that shows a picture."""
    root = Path(settings.BASE_DIR)
    for app in ("cjnudge", "surveys", "trials"):
        for path in sorted((root / app / "templates").rglob("*.html")):
            found = [line for line in path.read_text(encoding="utf-8").splitlines() if PICTURE in line]
            yield from ((path.relative_to(root).as_posix(), line) for line in found)


def test_every_picture_stands_in_a_frame_that_can_be_reached_by_keyboard():
    assert [path for path, line in pictures() if FRAME not in line or 'tabindex="0"' not in line] == []


def test_pictures_are_found_where_they_are():
    assert {"trials/templates/trials/nudges/record.html", "trials/templates/trials/result.html"} <= {
        path for path, _ in pictures()
    }
