"""Every word of the pages on which officers answer that no instrument brings along: in English, and in others.

A force translates WORDS together with an instrument, under the addresses `page.<key>`. `{name}` in a text is put in
when the page is shown; nothing else in braces means anything. A key is never renamed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.answering.promises import PROMISES
from surveys.bands import ROLE_BANDS, SERVICE_BANDS
from surveys.scales.language_tags import direction

ENGLISH_TAG = "en"
_PLACE = re.compile(r"{(\w+)}")
# Around a value among words from right to left: an address or a code would have its ends changed over.
ISOLATE, END_OF_IT = "\u2068", "\u2069"

# The frame of every page, and its buttons.
FRAME = {
    "language_name": "English",
    "name": "Officer surveys",
    "languages": "Language",
    "skip": "Skip to main content",
    "error": "Error:",
    "problem": "There is a problem",
    "accessibility": "Accessibility",
    "back": "Back",
    "progress": "Page {number} of {total}",
    "continue": "Continue",
    "clear_page": "Clear this page",
    "not_answered": "Not answered",
    "too_long": "Shorten this to {most} characters: it has {length}.",
    "officers_page": "Page for officers of {force}",
    "enter_code": "Enter the survey’s code",
}
START = {
    "minutes_one": "About 1 minute.",
    "minutes_many": "About {minutes} minutes.",
    "open_until": "Open until the end of {day}.",
    "promise_anonymous": "This survey is anonymous: your answers are kept without your name and without anything that "
    "leads to you.",
    "promise_confidential": "This survey is confidential, not anonymous: nobody in your force sees one person’s "
    "answers. A code of your own, made of a few letters and numbers, can link them to what you answer another time; "
    "you may leave it out.",
    "by_link": "Your link only counts that it was used, without a date. It works once, when you hand in.",
    "by_code": "Your code stands for {area}, an area of at least ten people. Anyone there may use it, so results will "
    "say that repeat answers cannot be excluded.",
    "notice_purpose": "What it is for",
    "notice_who_sees": "Who can see what",
    "notice_limits": "What cannot be promised",
    "notice_kept": "How long it is kept",
    "notice_withdrawal": "No way back",
    "notice_contact": "Whom to ask",
    "notice_cases": "The short cases",
    "kiosk": "This computer is for everyone: it forgets your answers ten minutes after the last time you press "
    "Continue, and as soon as you hand in.",
    "agree_first": "Tick the box if you agree to take part. Nobody can start without.",
    "start": "Start",
    "begun_already": "I have begun already",
    "begun_here": "On this computer: go on where you stopped",
    "resume_code": "Your code of 8 characters",
    "resume_wrong": "This code opens no answers here. Check it, or start again: after three days they are gone.",
    "resume_wait": "Too many wrong codes were tried here. Wait a minute, then type yours again: it still opens your "
    "answers.",
    "resume": "Go on",
    "stores_nothing": "Opening this page stores nothing. “Start” sets one cookie that only the survey’s own pages "
    "receive; it goes when you close the browser or clear this computer.",
}
QUESTIONS = {
    "heading_statements": "How far do you agree?",
    "heading_case": "What would you say of this case?",
    "heading_vignette": "What would you do in this case?",
    "heading_question": "Your own work",
    "confidence_low": "not at all sure",
    "confidence_high": "entirely sure",
    "called_away": "Called away? Your code to come back",
    "your_code": "Your code:",
    "code_works": "To go on from any computer until the end of {day}, come in by the same link or code of the survey "
    "as today, choose “I have begun already” and type this code. What you gave on earlier pages is saved; this page is "
    "saved when you press Continue.",
    "leave": "Leave, and clear this computer",
}
CLOSING_STEPS = {
    "about_title": "About you, if you like",
    "about_use": "You can leave all of this out. It is used to compare groups, and a group of fewer than {group} is "
    "never shown.",
    "band_area": "Where do you mostly work?",
    "band_role": "What is your role?",
    "band_service": "How long have you served?",
    "own_code_title": "Your own code, if you like",
    "own_code_use": "These five things make a code that you can make again next time. It links what you say now to "
    "what you may say another time, without your name. They are scrambled when you hand in, and what you typed is not "
    "kept.",
    "own_code_optional": "Leave out whatever you like. Without the code your answers count just the same.",
    "own_code_cases": "It also decides which of the short cases you get, so that they are others than last time.",
    "own_code": "Your own code",
    "own_code_given": "{parts} of {all} given",
    "code_mother": "First letter of your mother’s first name",
    "code_birth_day": "Day of the month on which you were born",
    "code_school": "First letter of the name of your first school",
    "code_birthplace": "First letter of the place where you were born",
    "code_older": "How many older brothers and sisters you have",
    "code_letter": "one letter",
    "code_number": "a number from {least} to {most}",
    "code_letter_wrong": "Type one letter, or leave it empty.",
    "code_number_wrong": "Type a number from {least} to {most}, or leave it empty.",
    "check_title": "Check your answers, then hand in",
    "check_progress": "Check your answers",
    "change": "Change",
    "hand_in": "Hand in",
}
LEAVING = {
    "leave_title": "Leave, and clear this computer",
    "write_down": "Write down your code:",
    "again_link": "To go on, open the link in your mail again, on any computer, choose “I have begun already” and type "
    "this code.",
    "again_code": "To go on, type the survey’s own code {code} at {where}, choose “I have begun already” and type your "
    "code.",
    "works_until": "It works until the end of {day}. Then your answers are deleted.",
    "clear_keep": "Clear this computer and keep my answers",
    "take_back": "Or take everything back: nothing you answered is kept.",
    "clear_delete": "Clear this computer and delete my answers",
    "back_to_questions": "Back to the questions",
    "cleared_title": "This computer is cleared",
    "cleared": "It holds nothing of the survey any more. Close this window, so that nobody can page back to it.",
    "cleared_again": "If you kept a code, open your link or enter the survey’s code again to go on.",
}
AFTERWARDS = {
    "thanks_page": "Thank you",
    "thanks_title": "Thank you: your answers are handed in",
    "thanks_once": "They are stored once, however often you come back to this page. There is nothing more to do.",
    "thanks_results": "Results come after the survey closes on {day}. What is being asked, and whom you can speak to, "
    "stands on your force’s page for officers.",
    "thanks_cases": "About the short cases",
    "kiosk_forgot": "This computer has forgotten your answers.",
    "next_person": "Start again for the next person",
    "clear": "Clear this computer",
    "cases_title": "About the short cases",
    "cases_rules": "The answers by your force’s rules",
    "cases_same": "Everybody reads the same here, whichever cases they had. Nothing on this page shows what you "
    "answered.",
    "cases_no_rules": "Your force has not recorded its rules for these cases, so they are not judged.",
    "cases_answer": "By your force’s rules: {answer}.",
    "cases_follow": "The rules are recorded under:",
    "cases_varied": "What was varied in the cases",
}
NOTHING_HERE = {
    "closed_title": "This survey has closed",
    "closed": "It closed at the end of {day}. Thank you for wanting to answer.",
    "closed_kept": "If you handed in before, your answers count. What was begun and not handed in is deleted, and "
    "nothing of it is kept.",
    "closed_now": "What is open now stands on your force’s page for officers.",
    "not_open_title": "This survey has not opened yet",
    "not_open": "It opens on {day}. Your link or code will work from then on.",
    "withdrawn_title": "This survey was withdrawn",
    "withdrawn": "All answers to it were destroyed, those handed in among them. You need do nothing.",
    "withdrawn_ask": "Whom to ask stands on your force’s page for officers.",
    "spent_page": "An answer was handed in with this link",
    "spent_title": "An answer was already handed in with this link",
    "spent": "Each link takes one answer. If it was you, thank you: your answer is stored, and there is nothing more "
    "to do. Anything begun in another browser with the same link is not kept.",
    "spent_other": "If it was not you, somebody else had your link. Ask: {contact}",
    "nothing_title": "No survey is open on this computer",
    "expired": "The answers that were begun here are gone: they are deleted after three days, or when somebody chose "
    "to delete them.",
    "nothing": "It was cleared, the browser was closed, or too much time has passed on a computer that many use. Your "
    "browser may also refuse cookies: the survey needs one while you answer.",
    "nothing_again": "To begin or to go on, open the link in your mail again, or enter the survey’s code.",
}
BAND_WORDS = {f"role_{key}": text for key, text in ROLE_BANDS.items()} | {
    f"service_{key}": text for key, text in SERVICE_BANDS.items()
}
WORDS = (
    FRAME | START | QUESTIONS | CLOSING_STEPS | BAND_WORDS | LEAVING | AFTERWARDS | NOTHING_HERE | PROMISES
)  # {key: English}


@dataclass(frozen=True)
class Words:
    """The words of the pages in one language (a BCP 47 tag); `own` is {key: text}, and English fills what it lacks."""

    language: str = ENGLISH_TAG
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def tag(self):
        """What a page says of its language."""
        return "en-GB" if self.language == ENGLISH_TAG else self.language

    @property
    def direction(self):
        """ltr or rtl: how it is written."""
        return direction(self.tag)

    def say(self, key, **values):
        """The text of a key with the values in their places."""
        if self.direction == "rtl":
            values = {name: f"{ISOLATE}{value}{END_OF_IT}" for name, value in values.items()}
        return filled(self.own.get(key) or WORDS[key], values)

    def band(self, band, key, label):
        """The name of a band as the wave offers it, in this language where it has words of its own for it."""
        return self.own.get(f"{band}_{key}") or label


ENGLISH = Words()


def in_language(tag, words):
    """The Words of a language from its translation, {address: text}; the addresses are those of WORDS under `page.`."""
    found = {key: words[f"page.{key}"] for key in WORDS if words.get(f"page.{key}", "").strip()}
    return Words(tag, found)


def filled(text, values):
    """The text with each {name} that has a value replaced; whatever else stands in braces stays as it is."""
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), text)
