"""An officer at a browser: one connection a request, the cookie of the survey, and patience where something fails.

A request that gets no answer, or a server's error, is sent again, as a person reloads a page. What a page asks is
read off its HTML, so that the whole flow is walked as it is.
"""

import http.client
import re
import time
from urllib.parse import urlencode

from tests.load.site import PORT

TRIES, PAUSE = 40, 0.5  # together longer than a web server takes to start again
FIELD = re.compile(r'<input[^>]*type="radio"[^>]*>')
TEXT = re.compile(r'<textarea[^>]*name="([^"]+)"')
NAME, VALUE = re.compile(r'name="([^"]+)"'), re.compile(r'value="([^"]*)"')
THANKS = "your answers are handed in"
FORM = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
    "Host": "localhost",
}


class GaveUp(Exception):
    """Something failed so often that a person would have left."""


class Officer:
    """One person. number: tells their answers from everybody else's, as marks of the first three statements."""

    def __init__(self, number, door, words=""):
        self.words = words
        self.door, self.cookie, self.troubles, self.seconds = door, "", 0, []
        self.marks = dict(
            zip(("k1", "k2", "k3"), map(str, (number // 121, number // 11 % 11, number % 11)), strict=True)
        )

    def send(self, method, path, fields=None):
        """(status, body, where it redirects to) of a request, sent again until there is an answer."""
        for _ in range(TRIES):
            began = time.perf_counter()
            try:
                status, body, where = self._once(method, path, fields)
            except (OSError, http.client.HTTPException):
                status = 0
            self.seconds.append(time.perf_counter() - began)
            if 0 < status < 500:
                return status, body, where
            self.troubles += 1
            time.sleep(PAUSE)  # as a person waits before trying again, while the server comes back
        raise GaveUp(f"{method} {path}: {status}")

    def _once(self, method, path, fields):
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        try:
            body = urlencode(fields) if fields is not None else None
            connection.request(method, path, body, FORM | {"Cookie": self.cookie})
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name == "Set-Cookie" and value.startswith("survey="):
                    self.cookie = value.split(";")[0]
            return answer.status, answer.read().decode(), answer.getheader("Location", "")
        finally:
            connection.close()

    def start(self):
        """Agree and begin; the address of the first page."""
        _, _, where = self.send("POST", self.door, {"what": "start", "agree": "yes"})
        return self.send("GET", where)[2]

    def answer(self, page):
        """Answer one page; the address of the next."""
        _, html, _ = self.send("GET", page)
        given = {}
        for field in FIELD.findall(html):
            given.setdefault(NAME.search(field)[1], VALUE.search(field)[1])
        given |= dict.fromkeys(TEXT.findall(html), self.words)
        given |= {name: mark for name, mark in self.marks.items() if name in given}
        return self.send("POST", page, given)[2]

    def hand_in(self):
        """Press the button; whether the thanks page came."""
        _, _, where = self.send("POST", "/answer/check/", {})
        return THANKS in self.send("GET", where)[1] if where else False

    def everything(self):
        """From the link to the thanks, and the button once more; whether both were thanked for."""
        page = self.start()
        while "check" not in page:
            page = self.answer(page)
        return self.hand_in(), self.hand_in()
