"""Other Pythons, other processors, the app with its requirements alone: ``python -m tests.everywhere [interpreter …]``.

For each interpreter a fresh virtual environment gets ``requirements.txt`` and nothing else; there the app runs, and a
reader without a browser opens every page and every scene. Then the environment gets ``requirements-dev.txt`` as well,
and every test that needs no browser has to pass. This Python then passes them with the arithmetic of other processors:
with other kernels of OpenBLAS, and without NumPy's vector instructions. Ends with 1 where a test does not pass.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from core.app.frame.catalogue import TOPICS
from core.app.talk.scenes import SCENES
from tests.readers import Reader
from tests.servers import ROOT, serving

PYTHONS: Final = ("python3.11", "python3.12", "python3.13")
# name → the environment in which NumPy computes as that processor does
PROCESSORS: Final = {
    **{
        f"OpenBLAS for {kernel}": {"OPENBLAS_CORETYPE": kernel} for kernel in ("Haswell", "Prescott", "SkylakeX", "Zen")
    },
    "NumPy without vectors": {"NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX2 FMA3"},
}
TESTS: Final = ("-m", "pytest", "-q", "-n", "2", "-m", "not browser")
VISIT: Final = "--visit"  # what the fresh environment is asked to do with its own Python


async def _troubles(address: str) -> list[str]:
    """What goes wrong on any page or scene."""
    found = []
    links = [(page, "") for page in TOPICS] + [(scene.page, f"scene={name}") for name, scene in SCENES.items()]
    for page, query in links:
        async with Reader(address, patience=120) as reader:
            await reader.open("" if page == "home" else page, query)
            found += [f"/{page}?{query}: {trouble}" for trouble in reader.troubles]
            if not reader.words():
                found.append(f"/{page}?{query} says nothing")
    return found


def visit() -> None:
    """Run the app with this Python and open every page and every scene."""
    with serving() as server:
        troubles = asyncio.run(_troubles(server.address)) + server.complaints()
    raise SystemExit("\n".join(troubles) or 0)


def tried(interpreter: str) -> list[str]:
    """What does not hold with one interpreter; a line is printed for what does."""
    path = shutil.which(interpreter)
    if path is None:
        return [f"there is no {interpreter}"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([path, "-m", "venv", folder], check=True)
        python = str(Path(folder) / "bin" / "python")
        version = subprocess.run([python, "--version"], check=True, capture_output=True, text=True).stdout.strip()
        steps = {
            "the app with requirements.txt alone": ("requirements.txt", ("-m", "tests.everywhere", VISIT)),
            "every test without a browser": ("requirements-dev.txt", TESTS),
        }
        failed = []
        for what, (requirements, command) in steps.items():
            subprocess.run([python, "-m", "pip", "install", "-q", "-r", requirements], check=True, cwd=ROOT)
            failed += run(f"{version}, {what}", [python, *command])
    return failed


def run(what: str, command: Sequence[str], **environment: str) -> list[str]:
    """Run a command and print whether it holds; what it said where it does not."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ | environment)
    *_, last = (done.stdout or done.stderr).strip().splitlines() or [""]
    print(f"{what}: {'holds' if done.returncode == 0 else 'FAILS'}. {last}", flush=True)
    return [f"{what}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"] if done.returncode else []


def main() -> None:
    if VISIT in sys.argv:
        visit()
    failed = [trouble for interpreter in sys.argv[1:] or PYTHONS for trouble in tried(interpreter)]
    for processor, environment in PROCESSORS.items():
        failed += run(f"this Python, {processor}", [sys.executable, *TESTS], **environment)
    raise SystemExit("\n".join(failed) or 0)


if __name__ == "__main__":
    main()
