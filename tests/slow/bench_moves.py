"""What a reader's move costs the server: ``python -m tests.slow.bench_moves [another checkout …]``.

On every page one reader moves what ``bench_load`` would pick, a hundred times; the table has the mean processor time of
a move, as README starts the app. Other checkouts are measured in turns with this one, and make the same moves.
"""

import asyncio
import sys
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any, Final

from core.app.frame.catalogue import TOPICS
from tests.readers import Reader
from tests.servers import ROOT, Server, serving
from tests.slow.bench_load import pick, table

MOVES: Final = 100
TURNS: Final = 2
Move = tuple[str, str, Any]  # the kind of a control, its label, and the value it is moved to


async def cost(server: Server, page: str, seed: int, moves: list[Move]) -> float:
    """Milliseconds of the server's processor for one move on a page, in the mean.

    moves: those to make; where there are none yet, they are picked by chance and noted here for the next checkout.
    """
    server.rest()
    chance, last, made, wanted = Random(seed), "", 0, list(moves)
    async with Reader(server.address, patience=120) as reader:
        await reader.open("" if page == "home" else page)
        begun = server.processor_seconds()
        for place in range(MOVES):
            if wanted:
                kind, label, value = wanted[place]
                control = next((one for one in reader.controls(kind) if one.label == label), None)
                if control is None:
                    continue
            else:
                choice = pick(reader, chance, last)
                if choice is None:
                    raise RuntimeError(f"nothing to move on {page}?{reader.query}")
                control, value = choice
                moves.append((control.kind, control.label, value))
            last, made = control.id, made + 1
            await reader.move(control, value)
        if reader.troubles:
            raise RuntimeError(f"{page}: {reader.troubles[0]}")
        return 1000 * (server.processor_seconds() - begun) / made


def main() -> None:
    folders = [ROOT, *map(Path, sys.argv[1:])]
    costs: dict[tuple[str, Path], list[float]] = {}
    for turn in range(TURNS):
        for page in TOPICS:
            moves: list[Move] = []
            for folder in folders:
                if not (folder / "pages" / f"{page}.py").exists():
                    continue
                with serving(folder=folder) as server:
                    costs.setdefault((page, folder), []).append(asyncio.run(cost(server, page, turn, moves)))
    rows = [["ms of processor for a move", *(folder.name for folder in folders)]]
    for page in TOPICS:
        measured = [costs.get((page, folder)) for folder in folders]
        rows.append([page, *(f"{mean(found):.0f}" if found else "–" for found in measured)])
    print(table(rows))


if __name__ == "__main__":
    main()
