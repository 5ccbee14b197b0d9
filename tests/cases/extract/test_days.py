"""The London day of a stamp, against the time zone database on ten thousand of them, and what is no day."""

import random
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from cjnudge.cases.extract.columns import EPOCH, DayColumn
from cjnudge.cases.extract.days import DAY_FORMATS, read_day
from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.problems import CellProblem
from cjnudge.periods import financial_year_of

LONDON = ZoneInfo("Europe/London")
STAMPS = 10_000
# Both clock changes of two years, 29 February, and the edges of months and financial years.
EDGES = [
    datetime(*edge, tzinfo=UTC)
    for edge in (
        *((2024, 3, 31, 1), (2024, 10, 27, 1), (2025, 3, 30, 1), (2025, 10, 26, 1)),
        *(
            (2024, 2, 29),
            (2024, 3, 1),
            (2025, 3, 1),
            (2025, 4, 1),
            (2024, 3, 31, 23),
            (2024, 12, 31),
            (2025, 1, 1),
        ),
    )
]
FORMS = {
    "iso": "{0:%Y-%m-%d}",
    "uk": "{0:%d/%m/%Y}",
    "named_month": "{0:%d-%b-%Y}",
    "compact": "{0:%Y%m%d}",
}


def stamps():
    """Instants, half of them within two days of an edge."""
    chance = random.Random(7)
    for number in range(STAMPS):
        if number % 2:
            yield chance.choice(EDGES) + timedelta(seconds=chance.randint(-172_800, 172_800))
        else:
            yield datetime(2015, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(10 * 365 * 86_400))


def written(instant, key, chance):
    """(how an extract writes the instant, whether it tells the offset)"""
    offset = chance.choice((None, "Z", "+00:00", "+01:00", "-0500", "+0530"))
    if offset is None:
        local = instant.astimezone(LONDON)
        return FORMS[key].format(local) + chance.choice(("", f" {local:%H:%M}", f"T{local:%H:%M:%S}"))
    minutes = 0 if offset == "Z" else int(offset[:3]) * 60 + int(offset[0] + offset[-2:])
    there = instant.astimezone(timezone(timedelta(minutes=minutes)))
    return FORMS[key].format(there) + f"{chance.choice(' T')}{there:%H:%M:%S}{offset}"


@pytest.mark.parametrize("key", DAY_FORMATS)
def test_ten_thousand_stamps_have_the_day_of_the_time_zone_database(key):
    chance, wrong = random.Random(key), []
    column = DayColumn(FIELDS["entry_on"], "Entry", key, date(2030, 1, 1))
    for instant in stamps():
        text, day = written(instant, key, chance), instant.astimezone(LONDON).date()
        found = EPOCH + timedelta(days=int(column.numbers([text])[0]))
        if not found == day == read_day(text, DAY_FORMATS[key]):
            wrong.append((text, found, day))
    assert wrong == []


def test_counts_by_month_and_financial_year_are_those_of_the_time_zone_database():
    chance, ours, theirs = random.Random(3), {}, {}
    for instant in stamps():
        found = read_day(written(instant, "iso", chance), DAY_FORMATS["iso"])
        day = instant.astimezone(LONDON)
        for counts, year, month, label in (
            (ours, found.year, found.month, financial_year_of(found)),
            (
                theirs,
                day.year,
                day.month,
                f"{day.year - (day.month < 4)}/{(day.year + (day.month > 3)) % 100:02}",
            ),
        ):
            counts[year, month, label] = counts.get((year, month, label), 0) + 1
    assert ours == theirs


def test_reader_that_keeps_the_written_day_is_wrong_at_the_edges():
    """The negative control: the day as written, without its offset."""
    chance, wrong = random.Random(1), 0
    for instant in stamps():
        text = written(instant, "iso", chance)
        wrong += date.fromisoformat(text[:10]) != instant.astimezone(LONDON).date()
    assert wrong > 100


@pytest.mark.parametrize(
    "key, text, reason",
    [
        ("iso", "2025-02-30", "no such day"),
        ("iso", "2025-02-29", "no such day"),
        ("uk", "31/04/2025", "no such day"),
        ("uk", "00/01/2025", "no such day"),
        ("named_month", "1-Foo-2025", "no such day"),
        ("compact", "20251301", "no such day"),
        ("iso", "31/12/2025", "not a day written like 2025-12-31"),
        ("uk", "31/12/25", "not a day written like 31/12/2025"),
        ("iso", "2025-12-31 24:00", "no such time"),
        ("iso", "2025-12-31 10:60", "no such time"),
        ("iso", "2025-12-31T10:00+15:00", "no such time"),
        ("iso", "2025-12-31T10", "not a day"),
        ("iso", "２０２５-12-31", "not a day"),
        ("uk", "01/01/1900", "before 1 January 1990"),
        ("iso", "0001-01-01T00:00:00+14:00", "before 1 January 1990"),
        ("iso", "45000", "not a day"),
    ],
)
def test_what_is_no_day_is_refused_in_words(key, text, reason):
    with pytest.raises(CellProblem, match=reason) as caught:
        read_day(text, DAY_FORMATS[key], "Entry")
    assert caught.value.column == "Entry" and caught.value.remedy
    assert text not in str(caught.value)


def test_last_moment_of_time_is_no_server_error():
    assert read_day("9999-12-31T23:59:59-14:00", DAY_FORMATS["iso"]) == date(9999, 12, 31)


def test_stamps_of_one_day_are_read_alike_whatever_came_before():
    column = DayColumn(FIELDS["entry_on"], "Entry", "uk", date(2030, 1, 1))
    texts = [
        "31/12/2024 10:00",
        "31/02/2024 10:00",
        "1/1/2025 10:00",
        "x 10:00",
        " 10:00",
        "01/01/2025  10:00",
    ]
    alone = [
        int(DayColumn(FIELDS["entry_on"], "Entry", "uk", date(2030, 1, 1)).numbers([text])[0])
        for text in texts
    ]
    assert column.numbers(texts * 2).tolist() == alone * 2
