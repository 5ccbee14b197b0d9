"""Links cannot be guessed or read out of the database; codes can be typed."""

from surveys.identity import tokens

MASTER = b"m" * 64


def test_token_has_more_than_128_bits_and_is_made_again_from_its_seed():
    seed = tokens.new_seed()
    token = tokens.token_of(seed, master=MASTER)
    assert len(token) * 6 >= 256
    assert tokens.token_of(memoryview(seed), master=MASTER) == token


def test_seed_gives_another_token_under_another_master_key():
    seed = tokens.new_seed()
    assert tokens.token_of(seed, master=MASTER) != tokens.token_of(seed, master=b"n" * 64)


def test_seeds_and_codes_differ():
    assert len({tokens.new_seed() for _ in range(1000)}) == 1000
    assert len({tokens.new_code() for _ in range(1000)}) == 1000


def test_code_is_read_however_it_was_typed():
    code = tokens.new_code()
    assert tokens.as_typed(f" {code[:4].lower()}-{code[4:]} ") == code
    assert tokens.as_typed(tokens.in_groups(code)) == code


def test_what_can_be_no_code_is_none():
    for text in ("", "ABC", "0OIL1SB8", "ACDEFGHJK", "\0" * 8, "é" * 8):
        assert tokens.as_typed(text) == ""


def test_hash_takes_any_text():
    assert len(tokens.hash_of("\ud800")) == 64
