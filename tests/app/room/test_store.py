"""A room's store: the same in memory and on a real Redis."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from core.app.room import memory_store, redis_store
from core.app.room.redis_store import RedisStore
from core.app.room.store import LIFETIME, LostStoreError
from tests.servers import free_ports, redis_serving

ROOM = {"secret": "s3cret", "version": "0", "question": "{}", "taking": ""}


@pytest.fixture
def store(shelf):
    assert shelf.store.open("K7QXM", ROOM)
    return shelf.store


def test_a_room_is_opened_once_and_read(store):
    assert not store.open("K7QXM", ROOM | {"secret": "another"})
    assert store.read("K7QXM", "secret", "phones") == ("s3cret", "")
    assert store.read("AAAAA", "secret") is None
    assert store.everything("K7QXM") == ROOM
    assert store.everything("AAAAA") == {}


def test_only_the_secret_moves_a_room_and_every_move_counts(store):
    assert not store.move("K7QXM", "guessed", {"taking": "plateau/1"})
    assert not store.move("AAAAA", "s3cret", {"taking": "plateau/1"})
    assert store.read("K7QXM", "version", "taking") == ("0", "")
    assert store.move("K7QXM", "s3cret", {"taking": "plateau/1", "question": "first"})
    assert store.read("K7QXM", "version", "taking", "question") == ("1", "plateau/1", "first")


def test_an_answer_needs_a_phone_that_is_in_and_the_turn_that_is_asked(store):
    assert not store.join("AAAAA", "t1")
    assert store.join("K7QXM", "t1")
    assert store.join("K7QXM", "t1")  # once more is the same phone
    assert store.read("K7QXM", "phones", "phone:t1") == ("1", "1")
    assert not store.answer("K7QXM", "t1", "", "[1]")  # nothing is asked
    store.move("K7QXM", "s3cret", {"taking": "plateau/1"})
    assert not store.answer("K7QXM", "t2", "plateau/1", "[1]")
    assert not store.answer("AAAAA", "t1", "plateau/1", "[1]")
    assert not store.answer("K7QXM", "t1", "plateau/2", "[1]")
    assert store.answer("K7QXM", "t1", "plateau/1", "[1]")
    assert store.answer("K7QXM", "t1", "plateau/1", "[2]")  # changed, not doubled
    assert store.read("K7QXM", "count:plateau/1", "answer:plateau/1:1") == ("1", "[2]")
    store.move("K7QXM", "s3cret", {"taking": ""})
    assert not store.answer("K7QXM", "t1", "plateau/1", "[3]")  # revealed
    assert store.read("K7QXM", "answer:plateau/1:1") == ("[2]",)


def test_a_room_lives_for_two_hours_after_its_last_use(shelf, store):
    for _ in range(3):
        shelf.pass_seconds(LIFETIME - 60)
        assert store.join("K7QXM", "t")
    shelf.pass_seconds(LIFETIME - 60)
    assert store.move("K7QXM", "s3cret", {"taking": "plateau/1"})
    shelf.pass_seconds(LIFETIME - 60)
    assert store.answer("K7QXM", "t", "plateau/1", "[1]")
    shelf.pass_seconds(LIFETIME)
    assert store.read("K7QXM", "secret") is None
    assert not store.join("K7QXM", "t")
    assert store.open("K7QXM", ROOM)
    assert store.read("K7QXM", "phones") == ("",)


def test_rooms_phones_and_answers_are_bounded(shelf, monkeypatch):
    for module in (memory_store, redis_store):
        for name, most in {"MOST_ROOMS": 2, "MOST_PHONES": 3, "MOST_ANSWERS": 4}.items():
            monkeypatch.setattr(module, name, most)
    store = shelf.store
    assert [store.open(code, ROOM) for code in ("AAAAA", "CCCCC", "DDDDD")] == [True, True, False]
    assert [store.join("AAAAA", f"t{i}") for i in range(4)] == [True, True, True, False]
    taken = []
    for turn in ("plateau/1", "trap/1"):
        store.move("AAAAA", "s3cret", {"taking": turn})
        taken += [store.answer("AAAAA", f"t{i}", turn, "[1]") for i in range(3)]
    assert taken == [True] * 4 + [False] * 2
    assert store.answer("AAAAA", "t0", "trap/1", "[2]")  # one that is changed is no more
    shelf.pass_seconds(LIFETIME)
    assert store.open("DDDDD", ROOM)


def test_many_at_once_lose_nothing(store):
    store.move("K7QXM", "s3cret", {"taking": "plateau/1"})

    def take_part(number: int) -> bool:
        phone = f"t{number % 60}"  # each phone twice
        if number < 60:
            assert store.join("K7QXM", phone)
        else:
            store.move("K7QXM", "s3cret", {"question": str(number)})
        return store.answer("K7QXM", phone, "plateau/1", str(number)) or number >= 60

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(take_part, range(120)))
    found = store.everything("K7QXM")
    assert (found["phones"], found["count:plateau/1"], found["answers"], found["version"]) == ("60", "60", "60", "61")
    assert {found[f"phone:t{i}"] for i in range(60)} == {str(i + 1) for i in range(60)}
    assert sum(name.startswith("answer:") for name in found) == 60


def test_two_processes_share_a_room(redis_address):
    one, other = RedisStore(redis_address), RedisStore(redis_address)
    one._client.flushall()
    assert one.open("K7QXM", ROOM)
    assert other.join("K7QXM", "t")
    assert one.read("K7QXM", "phones") == ("1",)


def test_a_store_that_is_away_says_so_at_once_and_is_found_again(tmp_path, monkeypatch):
    port = free_ports(1)[0]
    with redis_serving(tmp_path, port) as address:
        store = RedisStore(address)
        assert store.open("K7QXM", ROOM)
    with pytest.raises(LostStoreError):
        store.read("K7QXM", "secret")
    asked = []
    monkeypatch.setattr(store._client, "hgetall", asked.append)
    with pytest.raises(LostStoreError):
        store.everything("K7QXM")
    assert asked == []  # nobody waits twice
    with redis_serving(tmp_path, port):
        store._asks_again_at = 0.0
        assert store.open("K7QXM", ROOM)
