"""A hall of phones over two processes that share a store: every answer is counted, none is lost."""

import asyncio

from tests.servers import redis_serving, serving
from tests.slow.bench_room import QUESTIONS, run

PHONES = 60


def test_all_answers_of_a_hall_arrive_over_two_processes(tmp_path):
    with redis_serving(tmp_path) as store:
        settings = {"CROSS_ENTROPY_STORE": store}
        with serving(environment=settings) as one, serving(environment=settings) as other:
            hall, _ = asyncio.run(run([one, other], PHONES))
            assert hall.errors == []
            assert one.complaints() + other.complaints() == []
            assert len(hall.arrivals) == PHONES
            assert len(hall.counted) == PHONES * QUESTIONS
