"""Pages and drafts for tests, with chance decided beforehand."""

from random import Random

from surveys.answering.contents import Contents
from surveys.answering.paging import draw_order, pages
from surveys.scales import load_instrument


def drawn(key, occasion="", seed=1):
    """(instrument, Order, pages) of an instrument that is shipped."""
    instrument = load_instrument(key)
    order = draw_order(instrument, occasion, Random(seed))
    return instrument, order, pages(instrument, occasion, order)


def begun(key="oocr_com_b", **given):
    """Contents of a draft of it."""
    return Contents(drawn(key)[1], **given)
