"""Files that are meant to cost: each is read or refused with a reason, in bounded memory.

A search whose cost goes with the square of the size would take hours here.
"""

import gzip
import io
import resource
import zipfile

import pytest

from core.data.reading.encodings import UnreadableFileError
from core.data.reading.sheet import read_sheet
from core.simulation.predictions.reading.roles import read

M = 1_000_000


def zipped():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (100 * M))
    return stream.getvalue()


BOMBS = {
    "zip": (zipped, "archive"),
    "gzip": (lambda: gzip.compress(b"1,0\n" * (10 * M)), "archive"),
    "100 000 columns": (lambda: ",".join(f"c{n}" for n in range(100_000)).encode() + b"\n1", "too_many_columns"),
    "100 000 lists": (lambda: b"{" + b",".join(b'"c%d":[1]' % n for n in range(100_000)) + b"}", "too_many_columns"),
    "a line of commas": (lambda: b"y,a\n" + b"," * (40 * M), "not_a_table"),
    "a line of brackets": (lambda: b"y,a\n" + b"[" * (40 * M), "not_a_table"),
    "a line of quotes": (lambda: b"y,a\n" + b'"' * (40 * M), "not_a_table"),
    "a line of dashes": (lambda: b"| y | a |\n|" + b"-" * (40 * M) + b"x", "not_a_table"),
    "short dashes": (lambda: b"| y | a |\n| 1 | 2 |\n|" + b"-" * 900_000 + b"x", None),
    "open lists": (lambda: b"a=[\n" * (5 * M), "too_many_rows"),
    "deep brackets": (lambda: b"[" * M, "not_a_table"),
    "deep objects": (lambda: b'{"a":' * M, "not_a_table"),
    "blank lines": (lambda: b"\n" * (40 * M), "too_many_rows"),
    "comments": (lambda: b"#\n" * (20 * M), "too_many_rows"),
    "mixed encodings": (lambda: "y,é\n1,0.5\n".encode() + "0,0.2,ü\n".encode("cp1252") + b"\xff\xfe\x81", None),
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_file_costs_much(name):
    make, reason = BOMBS[name]
    content = make()
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = "read"
    try:
        read(read_sheet(content))
    except UnreadableFileError as error:
        found = error.reason
    assert reason in (None, found)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024 < 800
