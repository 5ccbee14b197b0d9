"""Reads HTML as a browser's parser would be told it, and refuses tags that are not closed in order."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Element:
    tag: str
    attrs: dict
    words: list = field(default_factory=list)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    @property
    def classes(self):
        return (self.attrs.get("class") or "").split()


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.open = [], []

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs))
        self.found.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1].tag == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element.words.append(data)


def read(html):
    """Every element of a page in order, each with its attributes and all the text in it."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, f"never closed: {[element.tag for element in reader.open]}"
    return reader.found


def find(elements, tag, **attrs):
    """The elements with this tag and these attributes; `class_` means one class, `for_` a label's target."""
    wanted_class = attrs.pop("class_", None)
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
    return [
        element
        for element in elements
        if element.tag == tag
        and (wanted_class is None or wanted_class in element.classes)
        and all(element.attrs.get(name) == value for name, value in wanted.items())
    ]


def only(elements, tag, **attrs):
    """The one such element; fails when there is none or more than one."""
    (element,) = find(elements, tag, **attrs)
    return element
