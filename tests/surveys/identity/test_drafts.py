"""A draft opens with its own code in its own wave and under the same master key, and with nothing else."""

import json
from uuid import UUID

import pytest

from surveys.identity.drafts import BLOCK, DraftKeys, DraftUnreadable, keys_of_code, open_draft, seal_draft

WAVE, OTHER = UUID(int=1), UUID(int=2)
CONTENTS = {"answers": {"k1": 7}, "texts": {"o1": "fewer forms"}}


@pytest.fixture(scope="module")
def keys():
    return keys_of_code("34679ACD", master=b"m" * 32, wave_id=WAVE)


def test_draft_comes_back_with_the_code_it_was_sealed_with(keys):
    again = keys_of_code("34679ACD", master=b"m" * 32, wave_id=WAVE)
    assert open_draft(seal_draft(CONTENTS, keys), again) == CONTENTS
    assert again.draft_id == keys.draft_id and again.entry_id == keys.entry_id


@pytest.mark.parametrize(
    "code, master, wave", [("34679ACE", b"m", WAVE), ("34679ACD", b"n", WAVE), ("34679ACD", b"m", OTHER)]
)
def test_another_code_master_key_or_wave_leads_elsewhere(keys, code, master, wave):
    other = keys_of_code(code, master=master * 32, wave_id=wave)
    assert other.draft_id != keys.draft_id
    with pytest.raises(DraftUnreadable):
        open_draft(seal_draft(CONTENTS, keys), other)


def test_names_and_keys_of_a_draft_do_not_stand_in_each_other(keys):
    sealed = seal_draft(CONTENTS, keys)
    assert len({keys.root, bytes.fromhex(keys.draft_id), keys.entry_id}) == 3
    assert all(secret not in sealed for secret in (keys.root, keys.entry_id, b"k1", b"fewer"))


def test_length_does_not_say_how_far_somebody_got(keys):
    empty, full = {"answers": {}}, {"answers": {f"k{i}": 7 for i in range(40)}, "texts": {"o1": "x" * 300}}
    assert len(json.dumps(full)) > 10 * len(json.dumps(empty))
    assert len(seal_draft(empty, keys)) == len(seal_draft(full, keys)) > BLOCK


def test_changed_ciphertext_does_not_open(keys):
    sealed = bytearray(seal_draft(CONTENTS, keys))
    sealed[40] ^= 1
    for broken in (bytes(sealed), b"", b"short"):
        with pytest.raises(DraftUnreadable):
            open_draft(broken, keys)


def test_same_contents_are_never_the_same_bytes(keys):
    assert seal_draft(CONTENTS, keys) != seal_draft(CONTENTS, DraftKeys(keys.root))
