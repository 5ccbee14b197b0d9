"""The published Home Office figures that come with the project."""

from cjnudge.cases.operations.reference import load_reference
from cjnudge.demo.cast import Chapter
from cjnudge.demo.chapters.people import BY


def tell(cast):
    load_reference(by=BY, at=cast.at)


CHAPTER = Chapter(order=20, title="The published figures", tell=tell)
