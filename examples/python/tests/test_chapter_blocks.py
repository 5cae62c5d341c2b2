"""What the chapters quote from examples/python stands there, line by line.

A block titled with a file of this folder is an excerpt: its lines stand in the file, in
order and without gaps but where a line `# …` skips some. A block titled with an
`.out.txt` follows the same rule, and test_outputs.py holds that file to the script.
"""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES

REPOSITORY = EXAMPLES.parents[1]
DOCS = REPOSITORY / "docusaurus" / "docs"
FENCE = re.compile(
    r'^(?P<indent> *)(?P<ticks>`{3,})(?P<info>[^`\n]*title="(?P<title>examples/python/'
    r'[^"]+)"[^\n]*)\n(?P<body>.*?)^(?P=indent)(?P=ticks)[ \t]*$',
    re.MULTILINE | re.DOTALL,
)
SKIP = re.compile(r"^\s*(#|//) …\s*$")


@dataclass(frozen=True)
class Block:
    """A code block that names a file of this folder."""

    chapter: str
    title: str
    lines: list[str]


def blocks_of(chapter: Path) -> list[Block]:
    """The titled blocks of a chapter."""
    text = chapter.read_text(encoding="utf-8")
    return [
        Block(chapter.stem, found["title"], textwrap.dedent(found["body"]).splitlines())
        for found in FENCE.finditer(text)
    ]


def find_run(run: list[str], lines: list[str], start: int) -> int:
    """Index after the first place from `start` on where `run` stands in `lines`, or -1.

    The run may be indented less than the file, by the same depth on each line.
    """
    for at in range(start, len(lines) - len(run) + 1):
        there = textwrap.dedent("\n".join(lines[at : at + len(run)])).splitlines()
        if there == textwrap.dedent("\n".join(run)).splitlines():
            return at + len(run)
    return -1


def missing_run(block: list[str], lines: list[str]) -> list[str] | None:
    """The first run of lines between skips that the file lacks, or has elsewhere."""
    runs: list[list[str]] = [[]]
    for line in block:
        if SKIP.match(line):
            runs.append([])
        else:
            runs[-1].append(line)
    position = 0
    for run in runs:
        trimmed = "\n".join(run).strip("\n").splitlines()
        if not trimmed:
            continue
        position = find_run(trimmed, lines, position)
        if position < 0:
            return trimmed
    return None


BLOCKS = [
    block for chapter in sorted(DOCS.rglob("*.mdx")) for block in blocks_of(chapter)
]


def test_the_chapters_quote_every_output() -> None:
    quoted = {block.title for block in BLOCKS}
    outputs = {
        str(path.relative_to(REPOSITORY)) for path in EXAMPLES.glob("ch*/*.out.txt")
    }
    assert outputs - quoted == set()


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: f"{b.chapter}:{b.title}")
def test_block_stands_in_its_file(block: Block) -> None:
    source = REPOSITORY / block.title
    assert source.is_file(), f"{block.title} does not exist"
    lines = source.read_text(encoding="utf-8").splitlines()
    assert missing_run(block.lines, lines) is None


def test_an_invented_line_is_found() -> None:
    file = ["def f():", "    a = 1", "    b = 2", "    return a"]
    assert missing_run(["a = 1", "b = 2"], file) is None
    assert missing_run(["def f():", "    # …", "    return a"], file) is None
    assert missing_run(["    return a", "# …", "def f():"], file) == ["def f():"]
    assert missing_run(["a = 1", "b = 3"], file) == ["a = 1", "b = 3"]
