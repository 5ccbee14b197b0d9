"""How a journey gets from one page to the next: the next page is there before anything is asked of it."""

import time

LAID_OUT = 20  # seconds: a busy machine takes one or two
LOOK_AGAIN = 50  # milliseconds
WIDTHS = "[innerWidth, document.documentElement.clientWidth, document.documentElement.scrollWidth]"


def follow(way):
    """Click a link or button that leads to another page, and be there when it has loaded.

    A click by itself comes back as soon as it is made: whatever is read next is read from the page that was left,
    from the new one, or from nothing at all.
    """
    with way.page.expect_navigation():
        way.click()


def named(page, name):
    """The button or link of that name."""
    return page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first


def too_wide(page):
    """Whether the page scrolls sideways at 320 CSS pixels, the width WCAG's reflow rule names.

    The window is narrow a moment before the page is laid out anew; a page that is too wide stays so. Asked from here
    and not by the page itself, whose own clock waits for a picture to be drawn: a busy machine draws none for long.
    """
    before, deadline = page.viewport_size, time.monotonic() + LAID_OUT
    page.set_viewport_size({"width": 320, "height": 900})
    while not (fits := _fits(*page.evaluate(WIDTHS))) and time.monotonic() < deadline:
        page.wait_for_timeout(LOOK_AGAIN)
    page.set_viewport_size(before)
    return not fits


def _fits(window, shown, needed):
    """Widths in CSS pixels: of the window, of what of the page is shown, and of all that is in it."""
    return window == 320 and 0 < shown <= 320 and needed <= shown
