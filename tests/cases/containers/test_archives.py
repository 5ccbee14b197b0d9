"""Archives of data.police.uk are read without unpacking; what was made to do harm is refused at once."""

import json
import stat
import struct
import subprocess
import sys
import zipfile

import pytest

from cjnudge.cases.operations import import_files
from tests.cases.containers.making import archive
from tests.cases.containers.reading import read
from tests.cases.files import OUTCOMES_HEADER, STREET_HEADER, outcome_row, own_row, street_row
from tests.people import NOW

FEED = "police_uk_outcomes"


def outcomes(*labels, month="2025-01"):
    return "\n".join([OUTCOMES_HEADER, *(outcome_row(label, month=month) for label in labels), ""])


def site_archive(path, *, label="Local resolution"):
    return archive(
        path,
        {
            "2025-01/2025-01-hertfordshire-outcomes.csv": outcomes("Local resolution"),
            "2025-01/2025-01-hertfordshire-street.csv": f"{STREET_HEADER}\n{street_row('Local resolution')}\n",
            "2025-01/2025-01-hertfordshire-stop-and-search.csv": "not read",
            "2025-02/2025-02-hertfordshire-outcomes.csv": outcomes("Suspect charged", label, month="2025-02"),
        },
    )


def test_members_that_the_feed_reads_are_read_in_their_order(tmp_path):
    rows, said = read(site_archive(tmp_path / "a.zip"), FEED)
    assert said == [] and [(row.period.month, row.outcomes) for row in rows] == [(1, "8"), (2, "1"), (2, "8")]
    rows, said = read(tmp_path / "a.zip", "police_uk_street")
    assert said == [] and len(rows) == 1


def test_problem_names_the_member_and_its_line(tmp_path):
    _, said = read(site_archive(tmp_path / "a.zip", label="Foo"), FEED)
    assert said[0].startswith("2025-02/2025-02-hertfordshire-outcomes.csv|3|Outcome type|This label is not")


@pytest.mark.django_db
def test_archive_becomes_one_part_of_a_snapshot_and_is_known_again(tmp_path, force, lead):
    given = {"feed": FEED, "paths": [site_archive(tmp_path / "a.zip")], "force": force, "by": lead, "at": NOW}
    snapshot, created = import_files(**given)
    assert created and snapshot.rows == 3 and snapshot.parts.count() == 1
    assert import_files(**given) == (snapshot, False)


def with_mode(name, mode):
    member = zipfile.ZipInfo(name)
    member.external_attr = mode << 16
    return member


@pytest.mark.parametrize(
    "members, words",
    [
        ({"../a-outcomes.csv": ""}, "leads out of its folder"),
        ({"/etc/a-outcomes.csv": ""}, "leads out of its folder"),
        ({"C:\\a-outcomes.csv": ""}, "leads out of its folder"),
        ({"x\\..\\..\\a-outcomes.csv": ""}, "leads out of its folder"),
        ({with_mode("a-outcomes.csv", stat.S_IFLNK | 0o777): "/etc/passwd"}, "is a link"),
        ({"inner.zip": "PK"}, "an archive inside the archive"),
        ({"a-outcomes.csv": outcomes("x"), "b.TAR": ""}, "an archive inside the archive"),
        ({f"{number}.csv": "" for number in range(1_001)}, "more than 1,000 files"),
        ({"readme.txt": "no outcomes"}, "no file that this feed reads"),
        ({"a\u202eb/../x.csv": ""}, "“a[U+202E]b/../x.csv”"),
    ],
)
def test_harmful_archive_is_refused_in_words(tmp_path, members, words):
    rows, said = read(archive(tmp_path / "a.zip", members), FEED)
    assert rows == [] and len(said) == 1 and words in said[0]
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_encrypted_member_is_refused(tmp_path):
    path = archive(tmp_path / "a.zip", {"a-outcomes.csv": outcomes("Local resolution")})
    data = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + place] |= 1
    path.write_bytes(data)
    assert "is encrypted" in read(path, FEED)[1][0]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(tmp_path, method):
    path = archive(tmp_path / "a.zip", {"a-outcomes.csv": outcomes("Local resolution")}, method)
    assert "packed in a way that is not read" in read(path, FEED)[1][0]


def test_two_members_of_one_name_are_refused(tmp_path):
    with pytest.warns(UserWarning), zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("a-outcomes.csv", "")
        packed.writestr("a-outcomes.csv", "")
    assert "two files of one name" in read(tmp_path / "a.zip", FEED)[1][0]


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_archive_that_is_cut_short_is_refused(tmp_path, cut):
    path = site_archive(tmp_path / "a.zip")
    path.write_bytes(path.read_bytes()[:-cut])
    assert "damaged or cut short" in read(path, FEED)[1][0]


def test_member_that_is_not_what_the_list_says_is_refused(tmp_path):
    path = archive(tmp_path / "a.zip", {"a-outcomes.csv": outcomes(*["Local resolution"] * 50)})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 300)  # its size: less than it unpacks to
    path.write_bytes(data)
    assert any("damaged" in sentence for sentence in read(path, FEED)[1])


def test_feed_without_archives_says_so(tmp_path):
    path = archive(tmp_path / "a.zip", {"a.csv": own_row("1", 1)})
    assert "does not come as an archive" in read(path, "published_counts")[1][0]


def zeros(path):
    return archive(path, {"a-outcomes.csv": b"\0" * (300 << 20)})


def long_list(path):
    """An archive that lists 200,000 members and holds none."""
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    listed = entry * 200_000
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 65_535, 65_535, len(listed), 4, 0)
    path.write_bytes(b"PK\x03\x04" + listed + end)
    return path


def overlapping(path):
    """Five hundred members that share the bytes of one."""
    path = archive(path, {"a-outcomes.csv": b"x" * (1 << 20)})
    data = path.read_bytes()
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[at:end]
    names = [f"{number:03}-outcomes.csv".encode() for number in range(500)]
    name_at = entry.index(b"a-outcomes.csv")
    listed = b"".join(
        entry[:28] + struct.pack("<H", len(name)) + entry[30:name_at] + name + entry[name_at + 14 :]
        for name in names
    )
    closing = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 500, 500, len(listed), at, 0)
    path.write_bytes(data[:at] + listed + closing)
    return path


@pytest.mark.parametrize(
    "bomb, words",
    [
        (zeros, "100 times its size"),
        (long_list, "more than 1,000 files"),
        (overlapping, "100 times its size"),
    ],
)
def test_bomb_is_refused_quickly_and_in_little_memory(tmp_path, bomb, words):
    path = bomb(tmp_path / "a.zip")
    command = [sys.executable, "-m", "tests.cases.containers.reading", str(path), FEED]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    found = json.loads(run.stdout)
    assert words in found["said"][0]
    assert found["seconds"] <= 2 and found["megabytes"] <= 200
