"""What is wrong with a form, and where: every message names sheet, row and column, and says how to mend it."""

from dataclasses import dataclass

MOST_SHOWN = 100


@dataclass(frozen=True)
class Problem:
    """One place and what to do there. `row` counts from 1 as the spreadsheet does; 0 is the whole sheet."""

    sheet: str
    row: int
    column: str
    remedy: str

    @property
    def place(self):
        """Where it is, in words."""
        parts = (
            self.sheet and f"sheet {self.sheet}",
            self.row and f"row {self.row}",
            self.column and f"column {self.column}",
        )
        words = ", ".join(part for part in parts if part) or "the file"
        return words[0].upper() + words[1:]

    @property
    def sentence(self):
        """What to do, with a capital and a full stop."""
        text = f"{self.remedy[0].upper()}{self.remedy[1:]}"
        return text if text.endswith((".", "…", ")")) else f"{text}."

    def __str__(self):
        return f"{self.place}: {self.remedy}"


class FormRefused(ValueError):
    """Nothing of the form is used. `problems` are the first hundred, in the order of the sheets; `total` counts all."""

    def __init__(self, problems):
        self.problems, self.total = tuple(problems)[:MOST_SHOWN], len(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
