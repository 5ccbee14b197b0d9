"""A rare language is not kept, and cannot be told from those that are."""

from random import Random

import pytest

from surveys.answering.spoken import LEAST, languages_to_keep


@pytest.mark.parametrize(
    "used, kept",
    [
        ({"en": 40}, {"en"}),
        ({"en": 40, "cy": 10}, {"en", "cy"}),
        ({"en": 40, "cy": 9}, set()),  # the nine would be all that do not say English
        ({"en": 40, "cy": 12, "pl": 3}, {"en"}),
        ({"en": 40, "cy": 6, "pl": 5}, {"en"}),
        ({"en": 9}, set()),
        ({"": 12, "en": 30}, {"en"}),
        ({"": 5, "en": 30}, set()),
        ({}, set()),
    ],
)
def test_languages_that_are_kept(used, kept):
    found = languages_to_keep([language for language, number in used.items() for _ in range(number)])
    assert {language for language in found.values() if language} == kept


def test_nobody_is_one_of_fewer_than_ten_however_many_speak_what():
    chance = Random(3)
    for _ in range(500):
        used = [
            chance.choices(["en", "cy", "pl", "fr"], [9, 3, 1, 1])[0] for _ in range(chance.randint(0, 120))
        ]
        kept = languages_to_keep(used)
        sizes = {one: sum(kept[language] == one for language in used) for one in set(kept.values())}
        shown = {one: size for one, size in sizes.items() if one}
        assert not shown or all(size >= LEAST for size in sizes.values()), sizes
