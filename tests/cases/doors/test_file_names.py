"""An uploaded file's name is shown where it can name nobody, and is a number otherwise."""

import pytest

from cjnudge.cases.reading.file_names import safe_name, suffix_of


@pytest.mark.parametrize(
    "name",
    [
        "january.csv",
        "Niche extract 2026-09-30 (final).csv",
        "oocr_cases_2025_26.csv.gz",
        "2025-01-hertfordshire-street.csv",
        "FY 202324.xlsx",
        "january_as-at-2026-09-30.csv",
    ],
)
def test_harmless_name_is_kept(name):
    assert safe_name(name, 1, also="Hertfordshire Constabulary") == name


@pytest.mark.parametrize(
    "name",
    [
        "Jane Smith.csv",
        "cases of J Smith.csv",
        "20-1234567A.csv",
        "QQ123456C.csv",
        "extract 07700900123.csv",
        "extract AL1 3AA.csv",
        "jane.smith@example.org.csv",
        "<script>alert(1)</script>.csv",
        "cases\u202ecsv.exe",
        "cases 20261399.csv",
        "x" * 200 + ".csv",
        ".csv",
        "",
    ],
)
def test_name_that_could_name_somebody_becomes_a_number(name):
    assert safe_name(name, 3).startswith("file 3")


def test_path_before_the_name_is_dropped():
    assert safe_name("../../etc/cases.csv", 1) == safe_name("C:\\Users\\cases.csv", 1) == "cases.csv"


def test_suffix_is_one_of_the_known():
    assert suffix_of("Jane.CSV.GZ") == ".csv.gz" and suffix_of("a.exe") == ""
