"""The app as a process of its own on a free port of this machine, with what it says and what memory it takes."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from core.app.server import WARM

ROOT: Final = Path(__file__).parents[1]
START: Final = 120.0  # s
MEGABYTE: Final = 1e6


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens at now."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def fetch(*packages: str) -> bool:
    """Install packages with apt, which needs Debian and root; whether that was possible."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    # At run level 1 Debian's scripts install a program and start no service.
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    subprocess.run(["apt-get", "update"], check=True, timeout=600)
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    subprocess.run(command, check=True, timeout=1200, env=quiet)
    return True


def answer(address: str, seconds: float = 5.0) -> str | None:
    """What an address answers, or None where nobody does or it is no success."""
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=seconds) as response:
        return str(response.read().decode())
    return None


def wait_for(address: str, wanted: str = "ok", seconds: float = START) -> None:
    """Wait until an address answers as it should."""
    ends = time.monotonic() + seconds
    while answer(address) != wanted:
        if time.monotonic() > ends:
            raise TimeoutError(f"{address} did not answer {wanted!r} within {seconds:g} s")
        time.sleep(0.1)


@contextlib.contextmanager
def redis_serving(folder: Path, port: int | None = None) -> Iterator[str]:
    """The address of a Redis of its own for as long as the block lasts; it keeps nothing.

    The program is fetched with apt where it is missing: Debian as root. Where it cannot be had the test is skipped.
    """
    if shutil.which("redis-server") is None:
        fetch("redis-server")
    if shutil.which("redis-server") is None:
        pytest.skip("NOT TESTED: a room on Redis, since redis-server is missing and apt could not fetch it")
    port = port or free_ports(1)[0]
    settings = {"port": port, "bind": "127.0.0.1", "dir": folder, "save": "", "appendonly": "no"}
    command = ["redis-server", *(text for name, value in settings.items() for text in (f"--{name}", str(value)))]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        ends = time.monotonic() + START
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if time.monotonic() > ends or process.poll() is not None:
                raise TimeoutError("redis-server does not listen")
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait(15)


class Server:
    """One process of the app."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path, warms: bool) -> None:
        self.process, self.port, self._log, self._warms = process, port, log, warms
        self.address = f"http://127.0.0.1:{port}"

    def memory(self, field: str = "VmRSS") -> float:
        """Megabytes (10⁶ bytes) of memory in use, or at its peak with ``VmHWM``; from Linux's /proc."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        kibibytes = next(line.split()[1] for line in lines if line.startswith(f"{field}:"))
        return int(kibibytes) * 1024 / MEGABYTE

    def processor_seconds(self) -> float:
        """Seconds of processor time it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rest(self) -> None:
        """Wait until it has made its own first visits, if it is one that does."""
        ends = time.monotonic() + 10 * START
        while self._warms and WARM not in self.log():
            if time.monotonic() > ends:
                raise TimeoutError(f"no first visits within {10 * START:g} s: {self.log()}")
            time.sleep(0.2)

    def metric(self, name: str, label: str = "") -> float:
        """One of the figures Streamlit keeps of itself, summed over its labels or those with ``label``; 0 without."""
        lines = (answer(f"{self.address}/_stcore/metrics", 30.0) or "").splitlines()
        own = [line for line in lines if line.startswith((f"{name} ", f"{name}{{")) and label in line]
        return sum(float(line.split()[-1]) for line in own)

    def complaints(self) -> list[str]:
        """Lines of its log that begin a stack trace."""
        return [line for line in self._log.read_text(errors="replace").splitlines() if line.startswith("Traceback")]

    def log(self) -> str:
        """All it has said."""
        return self._log.read_text(errors="replace")

    def kill(self) -> None:
        """Let it die at once, without a word to anybody."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)


@contextlib.contextmanager
def serving(
    port: int | None = None, folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """The app of a folder, started as README starts it, for as long as the block lasts."""
    port = port or free_ports(1)[0]
    with tempfile.TemporaryDirectory() as notes:
        log = Path(notes) / "log"
        with log.open("wb") as sink:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.headless=true"),
                    *("--server.address=127.0.0.1", f"--server.port={port}"),
                ],
                cwd=folder,
                env=os.environ | dict(environment or {}),
                stdout=sink,
                stderr=subprocess.STDOUT,
            )
        try:
            server = Server(process, port, log, (folder / "core" / "app" / "warm_up.py").exists())
            wait_for(f"{server.address}/_stcore/health")
            yield server
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(15)
