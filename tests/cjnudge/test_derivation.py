"""Keys are derived as RFC 5869 says."""

import pytest

from cjnudge.derivation import hkdf

# RFC 5869, appendix A: test cases 1 to 3, those with SHA-256: (IKM, salt, info, length, OKM).
RFC_5869 = (
    (
        "0b" * 22,
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        42,
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ),
    (
        "".join(f"{byte:02x}" for byte in range(0x50)),
        "".join(f"{byte:02x}" for byte in range(0x60, 0xB0)),
        "".join(f"{byte:02x}" for byte in range(0xB0, 0x100)),
        82,
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
        "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
    ),
    (
        "0b" * 22,
        "",
        "",
        42,
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ),
)


@pytest.mark.parametrize("master, salt, info, length, expected", RFC_5869)
def test_hkdf_gives_the_answers_of_the_standard(master, salt, info, length, expected):
    given = (bytes.fromhex(text) for text in (master, salt, info))
    found = hkdf(next(given), salt=next(given), info=next(given), length=length)
    assert found.hex() == expected
