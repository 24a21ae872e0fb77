"""Numbers and hashes that stand for texts, and tokens that are made up."""

import re

from hypothesis import given
from hypothesis import strategies as st

from headwater import scalars


@given(st.text(st.characters(codec=None)))
def test_hash63_is_a_positive_number_of_63_bits(text: str) -> None:
    assert 0 < scalars.hash63(text) < 2**63


def test_hash63_is_the_same_on_every_machine() -> None:
    # `printf visitor-1 | b2sum -l 64` says bb268b39faf05127; its lowest bit is left out. Warehouses hold such numbers.
    assert scalars.hash63("visitor-1") == 0xBB268B39FAF05127 >> 1


def test_a_keyed_hash_depends_on_the_key_and_shows_nothing() -> None:
    one, other = (scalars.keyed_hash(secret, "joey@bloggs.com") for secret in (b"one", b"other"))
    assert one != other
    assert re.fullmatch("[0-9a-f]{32}", one)
    assert one == scalars.keyed_hash(b"one", "joey@bloggs.com")


def test_tokens_can_be_read_aloud() -> None:
    tokens = {scalars.new_token(20) for _ in range(200)}
    assert len(tokens) == 200
    assert all(re.fullmatch("[a-hjkmnp-z2-9]{20}", token) for token in tokens)
