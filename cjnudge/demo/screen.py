"""What the demonstration prints: steps as they happen, then the answer."""

import sys
import textwrap
import time
from contextlib import contextmanager

WIDTH = 100


class Screen:
    """Progress lines on a stream, each step with its seconds."""

    def __init__(self, stream=sys.stdout):
        self.stream = stream
        self.started = time.monotonic()

    def say(self, text):
        self.stream.write(f"{text}\n")
        self.stream.flush()

    @contextmanager
    def step(self, title):
        """A block around one step; its line ends with how long it took."""
        began = time.monotonic()
        self.say(f"  {title} …")
        yield
        self.say(f"  {title}: {time.monotonic() - began:.1f} s")

    @property
    def seconds(self):
        return round(time.monotonic() - self.started, 1)


def answer_in_words(told):
    """The results as the terminal shows them; told: the dictionary that --json prints."""
    lines = [""]
    for result in told["results"]:
        says_so = "synthetic" in result["title"].lower()
        label = " (synthetic)" if result["synthetic"] and not says_so else ""
        lines += [f"{result['title']}{label}", *wrapped(result["verdict"]), f"    {result['address']}", ""]
    return lines + sign_in_lines(told)


def wrapped(text):
    return textwrap.wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ")


def sign_in_lines(told):
    """The address and who can sign in there."""
    lines = [f"Open {told['address']} and sign in as"]
    width = max(len(one["role"]) for one in told["sign_in"])
    return lines + [
        f"    {one['role']:<{width}}  {one['email']}  password {one['password']}" for one in told["sign_in"]
    ]
