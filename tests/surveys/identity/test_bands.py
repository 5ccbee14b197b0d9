"""What officers say of their work is sealed: every row alike, and nothing without the key."""

from uuid import UUID

import pytest

from surveys.identity.bands import BandsUnreadable, bands_key, open_bands, seal_bands

WAVE = UUID(int=7)
KEY = bands_key(WAVE, master=b"m" * 32)
SAID = {"area": "north", "role": "inspector_or_above", "service": "under_2"}


@pytest.mark.parametrize("bands", [{}, SAID, {"area": "ŵ" * 60}])
def test_bands_are_what_was_sealed(bands):
    assert open_bands(seal_bands(bands, KEY), KEY) == bands


def test_rows_are_alike_in_length_whatever_was_said_and_never_the_same():
    sealed = [seal_bands(bands, KEY)["sealed"] for bands in ({}, SAID, SAID, {"area": "a" * 60})]
    assert len({len(one) for one in sealed}) == 1 and len(set(sealed)) == 4
    assert not any(word in repr(sealed) for word in SAID.values())


@pytest.mark.parametrize(
    "other", [bands_key(UUID(int=8), master=b"m" * 32), bands_key(WAVE, master=b"n" * 32)]
)
def test_bands_open_with_the_key_of_their_survey_alone(other):
    with pytest.raises(BandsUnreadable, match="master key"):
        open_bands(seal_bands(SAID, KEY), other)


def test_bands_of_an_earlier_version_are_read_as_they_are():
    assert open_bands(SAID, KEY) == SAID
