"""A million predictions, read and judged: ``python -m tests.slow.bench_predictions [rows]``.

Everything runs in a process of its own that does what the page does: read the file, guess the roles, check the rows,
compute every score, bin the losses. It reports the seconds from the file's bytes to the last number, and the most
memory the process ever held. Beside them stands a yardstick taken in the same process: the processor time of reading
the same file with pandas alone and sorting its values, so that a busy or slow machine makes both longer.
"""

import io
import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.simulation.predictions.scores import Scores

ROOT = Path(__file__).parents[2]
MOST_SECONDS, MOST_MEGABYTES = 3.0, 600.0
# With the pieces of both losses, the consistency band, the Murphy diagram and the gain of a temperature.
MOST_SECONDS_WHOLE, MOST_MEGABYTES_WHOLE = 6.0, 700.0
# Of the yardstick; a quiet machine shows 3 to 4.
MOST_YARDSTICKS = 9.0


@dataclass(frozen=True)
class Cost:
    """What judging so many rows took."""

    rows: int
    seconds: float  # on the clock
    processor: float  # seconds of processor time
    yardstick: float  # seconds of processor time pandas alone takes to read and sort the same file
    megabytes: float  # the process's largest resident size
    cross_entropy: float
    whole_seconds: float  # with all that is said of the first model's calibration
    whole_processor: float
    whole_megabytes: float


def measure(rows: int, models: int = 1) -> Cost:
    """The cost of a file of so many rows with one or two models, in a process of its own."""
    command = [sys.executable, "-m", "tests.slow.bench_predictions", "--child", str(rows), str(models)]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=600)
    return Cost(**json.loads(run.stdout))


def content(rows: int, models: int) -> bytes:
    """A CSV file of labels that follow their probabilities, written with six decimals."""
    import numpy as np

    rng = np.random.default_rng(1)
    a = rng.random((rows, models))
    y = rng.random(rows) < a[:, 0]
    names = ",".join(["y", *(f"model_{number + 1}" for number in range(models))])
    lines = (f"{int(label)},{','.join(f'{value:.6f}' for value in row)}" for label, row in zip(y, a, strict=True))
    return "\n".join([names, *lines, ""]).encode()


def largest_megabytes() -> float:
    """The most memory this process ever held.

    Linux lets a process inherit ``ru_maxrss`` from the one that started it, so a long test run would be counted as
    the child's; ``VmHWM`` begins anew.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def calibrated(scores: "Scores") -> None:
    """All that is said of the calibration of one model of two classes."""
    from core.simulation.predictions.calibration import temperature_gain
    from core.simulation.predictions.consistency import consistency
    from core.simulation.predictions.murphy import murphy
    from core.simulation.predictions.pieces import pieces

    assert pieces(scores) is not None
    assert pieces(scores, "squared_error") is not None
    consistency(scores)
    curve = murphy(scores)
    assert curve.cross_entropy() > curve.squared_error()
    curve.drawn()
    temperature_gain(scores)


def child(rows: int, models: int) -> None:
    import pandas as pd

    from core.data.reading.sheet import read_sheet
    from core.simulation.predictions.reading.roles import read
    from core.simulation.predictions.report import difference, evaluate

    file = content(rows, models)
    started, worked = time.perf_counter(), time.process_time()
    checked = read(read_sheet(file)).checked
    assert checked is not None
    report = evaluate(checked)
    assert len(report.models) == models
    if models > 1:
        difference(report, 0)
    seconds_on_the_clock, processor = time.perf_counter() - started, time.process_time() - worked
    held = largest_megabytes()
    calibrated(report.models[0].scores)
    whole, whole_processor = time.perf_counter() - started, time.process_time() - worked
    whole_held = largest_megabytes()
    worked = time.process_time()
    assert len(pd.read_csv(io.BytesIO(file)).sort_values("model_1")) == rows
    yardstick = time.process_time() - worked
    cost = Cost(
        report.constant.count,
        seconds_on_the_clock,
        processor,
        yardstick,
        held,
        report.models[0].summary.cross_entropy,
        whole,
        whole_processor,
        whole_held,
    )
    print(json.dumps(cost.__dict__))


def main(rows: int) -> None:
    for models in (1, 2):
        cost = measure(rows, models)
        ratio = cost.processor / cost.yardstick
        print(
            f"{cost.rows:,} rows, {models} model(s): {cost.seconds:.2f} s on the clock, {cost.processor:.2f} s of "
            f"processor ({ratio:.1f} times pandas reading and sorting the file), {cost.megabytes:.0f} MB at most; with "
            f"pieces, band, curve and the gain of a temperature: {cost.whole_seconds:.2f} s, "
            f"{cost.whole_processor:.2f} s of processor ({cost.whole_processor / cost.yardstick:.1f} times), "
            f"{cost.whole_megabytes:.0f} MB"
        )
    print(
        f"to hold for one model: under {MOST_SECONDS:g} s and {MOST_MEGABYTES:g} MB; with all of it "
        f"under {MOST_SECONDS_WHOLE:g} s and {MOST_MEGABYTES_WHOLE:g} MB"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(int(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
