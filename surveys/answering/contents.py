"""What a draft holds: what chance decided for one officer, and the answers so far."""

from dataclasses import dataclass, field, replace

from surveys.answering.paging import Order


@dataclass(frozen=True)
class Contents:
    """answers: {key: number or words}; texts: {key: text}, also one that is still too long; bands: {key: value}.

    own_code: {element: normal value} of what links waves, in a confidential one; it is hashed when it is handed in.
    """

    order: Order
    answers: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)
    bands: dict = field(default_factory=dict)
    own_code: dict = field(default_factory=dict)

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

    def as_value(self):
        """What JSON can write."""
        return {
            "order": list(self.order.items),
            "form": self.order.form,
            "answers": self.answers,
            "texts": self.texts,
            "bands": self.bands,
            "own_code": self.own_code,
        }

    @classmethod
    def from_value(cls, value):
        order = Order(tuple(value["order"]), value["form"])
        return cls(order, value["answers"], value["texts"], value["bands"], value["own_code"])
