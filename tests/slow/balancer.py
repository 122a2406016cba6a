"""The nginx of docs/nginx.conf before processes of the app; only its ports are exchanged for free ones."""

import contextlib
import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.servers import ROOT, wait_for

CONFIGURATION: Final = ROOT / "docs" / "nginx.conf"
COOKIE: Final = "cross_entropy_reader"
MAIN: Final = f"""
daemon off;
pid nginx.pid;
error_log stderr warn;
worker_processes 2;
events {{ worker_connections 512; }}
http {{
    access_log off;
    {" ".join(f"{kind}_temp_path {kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))}
    include app.conf;
}}
"""


def nginx_path() -> str | None:
    """Debian keeps nginx where only an administrator's shell looks."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def balancing(nginx: str, folder: Path, port: int, apps: list[int]) -> Iterator[str]:
    """nginx with the configuration of docs/ at a free port, before apps at free ports."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    ports = {"listen 8080;": f"listen 127.0.0.1:{port};"}
    ports |= {f"127.0.0.1:{8501 + place} max": f"127.0.0.1:{app} max" for place, app in enumerate(apps)}
    for written, free in ports.items():
        assert text.count(written) == 1, f"{written} is not in {CONFIGURATION.name} once"
        text = text.replace(written, free)
    (folder / "app.conf").write_text(text, encoding="utf-8")
    # Its workers would give up root's rights, and then not reach this folder.
    (folder / "nginx.conf").write_text(("user root;" if os.geteuid() == 0 else "") + MAIN, encoding="utf-8")
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait(15)


def cookie(address: str) -> str:
    """The name nginx gives to a reader who comes for the first time, as the reader's browser sends it back."""
    with urllib.request.urlopen(address, timeout=60) as response:
        given = str(response.headers["Set-Cookie"])
    assert re.match(rf"{COOKIE}=[0-9a-f]{{32}};", given)
    return given.partition(";")[0]
