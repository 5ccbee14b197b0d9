"""What is wrong with files that were to be imported, in words; a cell's content is never repeated."""

from dataclasses import dataclass

MOST_SHOWN = 100  # enough to mend a file from; after that a count, so that a wrong file stays readable


@dataclass(frozen=True)
class Problem:
    """One fault: `line` is where its record starts (0: the whole file), `column` a column's name."""

    file: str
    line: int
    column: str
    reason: str
    remedy: str

    def __str__(self):
        place = ", ".join(
            part
            for part in (
                self.file,
                f"line {self.line}" if self.line else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        return f"{f'{place}: ' if place else ''}{self.reason} {self.remedy}".strip()


class CellProblem(ValueError):
    """A record cannot be read: `column` is a column's name, or "" for the whole record."""

    def __init__(self, column, reason, remedy):
        super().__init__(f"{column}: {reason} {remedy}")
        self.column, self.reason, self.remedy = column, reason, remedy


class FileProblem(ValueError):
    """A file cannot be read any further; `line` where known."""

    def __init__(self, reason, remedy, line=0):
        super().__init__(f"{reason} {remedy}")
        self.reason, self.remedy, self.line = reason, remedy, line


class ImportRefused(Exception):
    """Nothing was imported. `problems` has the first hundred; `total` counts them all."""

    def __init__(self, problems, total):
        self.problems, self.total = list(problems), total
        super().__init__("\n".join(self.sentences()))

    def sentences(self):
        """Every shown problem in words, and how many more there are."""
        lines = [str(problem) for problem in self.problems]
        if self.total > len(self.problems):
            lines.append(f"… and {self.total - len(self.problems):,} more problems.")
        return lines


class ProblemList:
    """Collects the problems of an import: keeps the first hundred and counts the rest."""

    def __init__(self):
        self.kept, self.total = [], 0

    def add(self, file, line, column, reason, remedy):
        self.total += 1
        if len(self.kept) < MOST_SHOWN:
            self.kept.append(Problem(file, line, column, reason, remedy))

    def refuse_if_any(self):
        if self.total:
            raise ImportRefused(self.kept, self.total)


def refuse(file, reason, remedy):
    """ImportRefused for one problem of a whole file or of the request."""
    return ImportRefused([Problem(file, 0, "", reason, remedy)], 1)
