"""The rows that are judged, and what is known beside them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from cjnudge.disclosure import shown_cell, shown_count
from cjnudge.periods import period_end, periods_between

# Rows grouped by person or crime at once: a table of so many keys takes some 150 MB, whatever the snapshot has.
ROWS_AT_ONCE = 500_000
FOLLOW_UP_DAYS = 120  # the default window of the measures that ask for follow-up


@dataclass(frozen=True)
class Material:
    """A connection with the view `every`, the rows of the snapshot; for cases also `decided`, one row a decision.

    as_at: the day the extract shows. fields: what the mapping has, of extract.fields. published: official counts, which
    are shown as they are. previous: Previous or None; totals: Totals or None; unmatched: {field: {label: rows}}.
    """

    duck: Any
    schema: str
    as_at: date
    fields: frozenset
    published: bool
    synthetic: bool
    unmatched: dict
    key_version: int | None
    previous: Any
    totals: Any

    @property
    def same_keys(self):
        """Whether rows of the previous snapshot can be matched: by identifiers under the same keys."""
        told = {"crime", "suspect"} & self.fields
        return bool(told) and told <= self.previous.fields and self.previous.key_version == self.key_version

    def rows(self, query, *values):
        """Every row that a query gives."""
        return self.duck.execute(query, list(values)).fetchall()

    def row(self, query, *values):
        return self.duck.execute(query, list(values)).fetchone()

    def slices(self, key, *views):
        """Conditions that cut views into parts of at most about ROWS_AT_ONCE rows, all rows of one key in one part.

        key: columns with commas between; a question by key is asked of each part, and the answers added up.
        """
        number = 1 + sum(self.row(f"SELECT count(*) FROM {view}")[0] for view in views) // ROWS_AT_ONCE  # noqa: S608
        return [f"hash({key}) % {number} = {one}" for one in range(number)] if number > 1 else ["true"]

    def count(self, number):
        """A count as it may be shown, or None."""
        return shown_count(number, published=self.published)

    def cell(self, part, whole):
        """(part, whole, share) as they may be shown."""
        return shown_cell(part, whole, published=self.published)

    @cached_property
    def months(self):
        """First days of the months of entry, first to last, also those in which nobody entered."""
        first, last = self.row("SELECT date_trunc('month', min(entry_on))::DATE, max(entry_on) FROM every")
        return periods_between(first, last.replace(day=1), "month")

    def is_whole(self, month):
        """Whether the month had ended when the extract was made."""
        return period_end(month, "month") <= self.as_at

    def is_followed(self, last_day, days):
        """Whether cases that entered by this day have been followed for so many days."""
        return last_day + timedelta(days=days) <= self.as_at

    def by_month(self, columns, source="decided"):
        """[(month, *columns)] for every month of entry, 0 where nobody entered; columns: SQL of whole numbers."""
        found = {
            row[0]: row[1:]
            for row in self.rows(
                f"SELECT date_trunc('month', entry_on)::DATE AS month, {', '.join(columns)} FROM {source} GROUP BY 1"  # noqa: S608
            )
        }
        nothing = (0,) * len(columns)
        return [(month, *found.get(month, nothing)) for month in self.months]
