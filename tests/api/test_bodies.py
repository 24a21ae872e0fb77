"""Bodies: packed or not, within the limit, not too deep; and what those hear who send them otherwise."""

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Generator

import msgspec
import pytest

from headwater.api.bodies import Gunzip
from headwater.errors import Problem
from tests.api.shop import ORDER, Place, opened, refused, send
from tests.stand import Stand

LIMIT = 20_000
ORDERED = msgspec.json.encode(ORDER)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    with opened(tmp_path_factory.mktemp("bodies"), max_body=str(LIMIT)) as place:
        yield place


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "x-gzip", " gzip "])
def test_a_packed_body_is_read(shop: Stand, encoding: str) -> None:
    answer = send(shop, "invoice", gzip.compress(ORDERED), Content_Encoding=encoding)
    assert answer.status_code == 200, answer.text
    assert answer.json()["invoice"]["amount"] == ORDER["amount"]


@pytest.mark.parametrize("encoding", ["", "identity"])
def test_a_body_as_it_is_may_say_so(shop: Stand, encoding: str) -> None:
    assert send(shop, "invoice", ORDERED, Content_Encoding=encoding).status_code == 200


def test_questions_hits_and_identifications_may_be_packed(shop: Stand) -> None:
    packed = {"Content-Encoding": "gzip"}
    question = gzip.compress(b'{"type":"leads"}')
    asked = shop.client.post(
        f"/v2/{shop.account}/data/query", content=question, headers=packed | {"Authorization": shop.key}
    )
    assert asked.status_code == 200
    told = gzip.compress(msgspec.json.encode({"a": shop.account, "e": "a@b.c", "uid": "v1"}))
    assert shop.client.post("/identify", content=told, headers=packed).json()["uid"] == "v1"
    viewed = gzip.compress(msgspec.json.encode({"a": shop.account, "url": "https://shop.example/"}))
    answer = shop.client.post("/hit", content=viewed, headers=packed)
    assert (answer.status_code, answer.headers.get("Headwater-Dropped")) == (204, None)


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip", "zip"])
def test_another_packing_is_told_which_is_read(shop: Stand, encoding: str) -> None:
    assert refused(send(shop, "invoice", ORDERED, Content_Encoding=encoding), 415) == [
        f"header 'Content-Encoding' is {encoding!r}: send the body as it is, or packed with gzip"
    ]


@pytest.mark.parametrize(
    "body",
    [ORDERED, b"\x1f\x8b", gzip.compress(ORDERED)[:-1], gzip.compress(ORDERED)[:-9], gzip.compress(ORDERED) + b"more"],
)
def test_what_is_not_gzip_is_refused(shop: Stand, body: bytes) -> None:
    (fault,) = refused(send(shop, "invoice", body, Content_Encoding="gzip"), 400)
    assert fault.startswith("the body is not gzip")


def test_a_body_beyond_the_limit_is_refused_however_it_comes(shop: Stand) -> None:
    large = msgspec.json.encode({"contact_id": 1, "first_name": "x" * LIMIT})
    told = [f"the body is larger than {LIMIT} bytes: send fewer records, or raise 'max_body'"]
    assert refused(send(shop, "contact", large), 413) == told
    assert refused(send(shop, "contact", gzip.compress(large), Content_Encoding="gzip"), 413) == told
    chunked = shop.client.post(
        f"/v1/{shop.account}/{shop.integration}/contact",
        content=(large[at : at + 1000] for at in range(0, len(large), 1000)),
        headers={"Authorization": shop.key},
    )
    assert refused(chunked, 413) == told


def test_a_bomb_goes_off_in_no_more_memory_than_the_limit(shop: Stand) -> None:
    bomb = gzip.compress(b"[" * 15_000_000, 9)
    assert len(bomb) < LIMIT
    tracemalloc.start()
    refused(send(shop, "contact", bomb, Content_Encoding="gzip"), 413)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_exactly_the_limit_passes() -> None:
    for size, comes_out in ((LIMIT, LIMIT), (LIMIT + 1, LIMIT + 1), (LIMIT * 9, LIMIT + 1)):
        gunzip = Gunzip(LIMIT)
        assert len(gunzip.unpack(gzip.compress(b"0" * size))) == comes_out


def test_packed_pieces_are_one_body_wherever_they_are_cut() -> None:
    packed = gzip.compress(ORDERED[:50]) + gzip.compress(ORDERED[50:])
    for size in (1, 7, len(packed)):
        gunzip = Gunzip(LIMIT)
        parts = [gunzip.unpack(packed[at : at + size]) for at in range(0, len(packed), size)]
        gunzip.finish()
        assert b"".join(parts) == ORDERED


def test_an_end_that_is_missing_is_noticed() -> None:
    gunzip = Gunzip(LIMIT)
    gunzip.unpack(gzip.compress(ORDERED)[:-4])
    with pytest.raises(Problem, match="not gzip"):
        gunzip.finish()
    Gunzip(LIMIT).finish()  # nothing at all is an empty body


@pytest.mark.parametrize("depth", [33, 1_000, 9_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_a_body_that_is_too_deep_is_told_so_at_once(shop: Stand, depth: int, opening: str, closing: str) -> None:
    began = time.perf_counter()
    body = '{"contact_id": 1, "custom_fields": ' + opening * depth + "1" + closing * depth + "}"
    if len(body) <= LIMIT:
        answer = send(shop, "contact", body.encode())
        assert refused(answer, 400) == ["the body is nested deeper than 32 levels"]
    assert time.perf_counter() - began < 5


def test_zlib_without_gzip_s_head_is_not_gzip(shop: Stand) -> None:
    refused(send(shop, "contact", zlib.compress(ORDERED), Content_Encoding="gzip"), 400)
