"""An operation on a survey that will not be done: the text tells the person why, and what to do instead."""


class Refused(Exception):
    """`str(refused)` is shown on the page as it stands."""
