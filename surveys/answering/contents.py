"""What a draft holds: what chance decided for one officer, and the answers so far."""

from dataclasses import asdict, dataclass, field, replace

from surveys.answering.paging import Order, Told
from surveys.answering.words import ENGLISH_TAG

PARTS_TOLD = ("choice", "reason", "confidence")


@dataclass(frozen=True)
class Contents:
    """answers: {key: number or words}; texts: {key: text}, also one that is still too long; bands: {key: value}.

    own_code: {element: normal value} of what links waves, in a confidential one; it is hashed when it is handed in.
    language: in which the officer reads the pages.
    """

    order: Order
    answers: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)
    bands: dict = field(default_factory=dict)
    own_code: dict = field(default_factory=dict)
    language: str = ENGLISH_TAG

    def with_page(self, page, answers, texts):
        """The contents with this page's answers in place of its former ones."""
        keys = {asked.key for asked in page.asked}
        return replace(
            self,
            answers={key: value for key, value in self.answers.items() if key not in keys} | answers,
            texts={key: text for key, text in self.texts.items() if key not in keys} | texts,
        )

    def with_bands(self, bands):
        return replace(self, bands=bands)

    def with_own_code(self, own_code):
        return replace(self, own_code=own_code)

    def asked_in(self, pages):
        """The contents with the answers and texts to what these pages ask, and no other: to be handed in."""
        keys = {asked.key for page in pages for asked in page.asked}
        return replace(
            self,
            answers={key: value for key, value in self.answers.items() if key in keys},
            texts={key: text for key, text in self.texts.items() if key in keys},
        )

    @property
    def answers_to_keep(self):
        """{key: answer}, with a told case as {"details", "choice", "reason", "confidence"} under its own key.

        A case nobody decided leaves no trace: its details would be one without any use.
        """
        parts = {f"{told.key}.{part}" for told in self.order.told for part in PARTS_TOLD}
        told = {one.key: given for one in self.order.told if (given := self._told(one))}
        return {key: value for key, value in self.answers.items() if key not in parts} | told

    def _told(self, told):
        given = {part: self.answers.get(f"{told.key}.{part}") for part in PARTS_TOLD}
        given = {part: answer for part, answer in given.items() if answer is not None}
        return {"details": told.details, **given} if given else {}

    def as_value(self):
        """What JSON can write."""
        return asdict(self) | {
            "order": {
                "items": list(self.order.items),
                "forms": self.order.forms,
                "told": [asdict(one) for one in self.order.told],
            }
        }

    @classmethod
    def from_value(cls, value):
        kept = value["order"]
        order = Order(tuple(kept["items"]), kept["forms"], tuple(Told(**one) for one in kept["told"]))
        return cls(**(value | {"order": order}))
