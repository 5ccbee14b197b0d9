"""How a journey gets from one page to the next: the next page is there before anything is asked of it."""


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
