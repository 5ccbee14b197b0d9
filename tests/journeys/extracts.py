"""A small made-up extract as a records system might write it: with a fault and an unknown label, or mended."""

from datetime import date, timedelta
from zlib import crc32

HEADER = "Crime No,Suspect Surname,Suspect ID,Date Identified,Result,Result Date,Team"
FIRST_DAY = date(2025, 1, 1)
FAULTY, MENDED = "31/02/2025", "28/02/2025"
RESULTS = ("Comm Res (RJ)", "Charged", "Community resolution")
TEAMS = ("Watford A", "Watford B", "Stevenage A")
CASES = 180


def write_extract(path, odd_day, name, cases=CASES):
    """A file of made-up cases; `odd_day` is the day of one of them, and `name` makes its suspects its own."""
    name = f"{crc32(name.encode()):x}"
    lines = [HEADER, *(record(number, name) for number in range(cases - 1))]
    lines.append(f"41/999/25,Zorgwort,{name}-999,{odd_day},Charged,03/03/2025,Watford A")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def record(number, name):
    entered = FIRST_DAY + timedelta(days=number % 120)
    decided = entered + timedelta(days=5 + number % 40)
    result, team = RESULTS[number % 3], TEAMS[number % 3 if number % 2 else 0]
    return f"41/{number}/25,Zorgwort,{name}-{number},{entered:%d/%m/%Y},{result},{decided:%d/%m/%Y},{team}"
