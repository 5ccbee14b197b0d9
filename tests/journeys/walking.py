"""How a journey gets from one page to the next: the next page is there before anything is asked of it."""

from playwright.sync_api import TimeoutError

LAID_OUT = 10_000  # milliseconds: a busy machine takes one or two
FITS = """() => { const page = document.documentElement;
    return innerWidth === 320 && page && page.clientWidth <= 320 && page.scrollWidth <= page.clientWidth; }"""


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

    The window is narrow a moment before the page is laid out anew; a page that is too wide stays so.
    """
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 900})
    try:
        page.wait_for_function(FITS, timeout=LAID_OUT)
        return False
    except TimeoutError:
        return True
    finally:
        page.set_viewport_size(before)
