"""Bytes that are not plain UTF-8 text are refused with their place and a remedy."""

import codecs
import gzip

import pytest

from cjnudge.cases.problems import FileProblem
from cjnudge.cases.reading import files
from cjnudge.cases.reading.files import lines_of


def put(tmp_path, content, name="file.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def read(tmp_path, content, name="file.csv"):
    return list(lines_of(put(tmp_path, content, name)))


def test_lines_keep_their_ends(tmp_path):
    assert read(tmp_path, b"a\r\nb\nc") == ["a\r\n", "b\n", "c"]


def test_byte_order_mark_is_dropped(tmp_path):
    assert read(tmp_path, codecs.BOM_UTF8 + "a,é\n".encode()) == ["a,é\n"]


def test_gz_reads_like_the_plain_file(tmp_path):
    assert read(tmp_path, gzip.compress(b"a\nb\n"), "file.csv.gz") == ["a\n", "b\n"]


def test_letters_across_pieces_are_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "CHUNK", 3)
    assert read(tmp_path, "aaé\nü€x\n".encode()) == ["aaé\n", "ü€x\n"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused(tmp_path, encoding):
    with pytest.raises(FileProblem, match="UTF-16|NUL") as caught:
        read(tmp_path, "unit,month\n".encode(encoding))
    assert "UTF-8" in caught.value.remedy


def test_windows_1252_is_refused_with_its_byte(tmp_path):
    with pytest.raises(FileProblem, match=r"Byte 4 .*Windows-1252") as caught:
        read(tmp_path, "abc,é\n".encode("cp1252"))
    assert "CSV UTF-8" in caught.value.remedy


def test_byte_offset_is_that_of_the_file_across_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "CHUNK", 4)
    with pytest.raises(FileProblem, match="Byte 11 "):
        read(tmp_path, codecs.BOM_UTF8 + b"abcdefg\n\xff\n")


def test_letter_cut_off_at_the_end_is_refused(tmp_path):
    with pytest.raises(FileProblem, match="Byte 2 "):
        read(tmp_path, b"a\n\xc3")


def test_nul_is_refused_with_its_byte(tmp_path):
    with pytest.raises(FileProblem, match="byte 3"):
        read(tmp_path, b"a,b\0\n")


def test_endless_line_is_refused(tmp_path):
    with pytest.raises(FileProblem, match="longer than 65,536"):
        read(tmp_path, b"a" * 200_000)


@pytest.mark.parametrize(
    "content", [gzip.compress(b"a\n" * 99, mtime=0)[:-9], gzip.compress(b"a\n", mtime=0) + b"x", b"a,b\n"]
)
def test_damaged_gz_is_refused(tmp_path, content):
    with pytest.raises(FileProblem, match="damaged"):
        read(tmp_path, content, "file.csv.gz")


def bomb():
    return gzip.compress(b"a,b,c,d\n" * 4_000_000)


def test_gz_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path, seen = put(tmp_path, bomb(), "bomb.csv.gz"), 0
    with pytest.raises(FileProblem, match="100 times"):
        for line in lines_of(path):
            seen += len(line)
    assert seen <= files.RATIO_FROM + files.CHUNK


def test_without_the_limit_the_bomb_would_unpack(tmp_path, monkeypatch):
    """Control: the test above fails for a reader without the limit."""
    monkeypatch.setattr(files, "LARGEST_RATIO", 10**9)
    assert sum(len(line) for line in lines_of(put(tmp_path, bomb(), "bomb.csv.gz"))) == 32_000_000


def test_file_larger_than_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_BYTES", 1000)
    with pytest.raises(FileProblem, match="Split"):
        read(tmp_path, b"a,b\n" * 300)
