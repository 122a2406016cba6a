"""A hall of phones over two processes that share a store: every answer is counted, and none dies with a process."""

import asyncio
import contextlib
from pathlib import Path
from random import Random

from tests.servers import Server, free_ports, redis_serving, serving
from tests.slow.balancer import balancing, cookie
from tests.slow.bench_room import QUESTIONS, Hall, Phone, counted, opened, run

PHONES = 60


def test_all_answers_of_a_hall_arrive_over_two_processes(tmp_path: Path) -> None:
    with redis_serving(tmp_path) as store:
        settings = {"CROSS_ENTROPY_STORE": store}
        with serving(environment=settings) as one, serving(environment=settings) as other:
            hall, _ = asyncio.run(run([one, other], PHONES))
            assert hall.errors == []
            assert one.complaints() + other.complaints() == []
            assert len(hall.arrivals) == PHONES
            assert len(hall.counted) == PHONES * QUESTIONS


async def phones_outlive_a_process(front: int, servers: list[Server]) -> None:
    address, (dead, alive) = f"http://127.0.0.1:{front}", servers
    async with opened(alive) as (stage, code):
        phones = [Phone(front, code, Hall(), Random(number), cookie(address)) for number in range(PHONES)]
        questions = [await phone.join() for phone in phones]
        for number, (phone, news) in enumerate(zip(phones, questions, strict=True)):
            await phone.answer(news, number)
        dead.kill()
        await stage.rerun()
        assert counted(stage) == PHONES

        for number, (phone, news) in enumerate(zip(phones, questions, strict=True)):
            await phone.answer(news, number + 1)  # over the process that is left; an answer is changed, not added
        late = Phone(front, code, Hall(), Random(PHONES), cookie(address))
        await late.answer(await late.join(), 0)
        await stage.rerun()
        assert counted(stage) == PHONES + 1


def test_no_answer_is_lost_when_a_process_dies(nginx: str, tmp_path: Path) -> None:
    front, *ports = free_ports(3)
    with contextlib.ExitStack() as stack:
        settings = {"CROSS_ENTROPY_STORE": stack.enter_context(redis_serving(tmp_path))}
        servers = [stack.enter_context(serving(port, environment=settings)) for port in ports]
        stack.enter_context(balancing(nginx, tmp_path, front, ports))
        asyncio.run(phones_outlive_a_process(front, servers))
        assert servers[1].complaints() == [], servers[1].log()
