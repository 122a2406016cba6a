"""What a reader's move costs the server: ``python -m tests.slow.bench_moves [another checkout …]``.

On every page one reader moves what ``bench_load`` would pick, a hundred times from the same chance; the table has the
mean processor time of a move, as README starts the app. Other checkouts are measured in turns with this one.
"""

import asyncio
import sys
from pathlib import Path
from random import Random
from statistics import mean
from typing import Final

from core.app.frame.catalogue import TOPICS
from tests.readers import Reader
from tests.servers import ROOT, Server, serving
from tests.slow.bench_load import pick, table

MOVES: Final = 100
TURNS: Final = 2


async def cost(server: Server, page: str, seed: int) -> float:
    """Milliseconds of the server's processor for one move on a page, in the mean."""
    chance, last = Random(seed), ""
    server.rest()
    async with Reader(server.address, patience=120) as reader:
        await reader.open("" if page == "home" else page)
        begun = server.processor_seconds()
        for _ in range(MOVES):
            choice = pick(reader, chance, last)
            if choice is None:
                raise RuntimeError(f"nothing to move on {page}?{reader.query}")
            control, value = choice
            last = control.id
            await reader.move(control, value)
        if reader.troubles:
            raise RuntimeError(f"{page}: {reader.troubles[0]}")
        return 1000 * (server.processor_seconds() - begun) / MOVES


def main() -> None:
    folders = [ROOT, *map(Path, sys.argv[1:])]
    costs: dict[tuple[str, Path], list[float]] = {}
    for turn in range(TURNS):
        for page in TOPICS:
            for folder in folders:
                if not (folder / "pages" / f"{page}.py").exists():
                    continue
                with serving(folder=folder) as server:
                    costs.setdefault((page, folder), []).append(asyncio.run(cost(server, page, turn)))
    rows = [["ms of processor for a move", *(folder.name for folder in folders)]]
    rows += [[page, *(f"{mean(costs[page, folder]):.0f}" if (page, folder) in costs else "–" for folder in folders)] for page in TOPICS]
    print(table(rows))


if __name__ == "__main__":
    main()
