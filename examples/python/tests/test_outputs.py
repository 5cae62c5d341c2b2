"""Each script prints what its `.out.txt` says: that file is what the book shows."""

import importlib

import pytest

from tests.conftest import EXAMPLES

SCRIPTS = [
    path.relative_to(EXAMPLES).with_suffix("").with_suffix("")
    for path in sorted(EXAMPLES.glob("ch*/*.out.txt"))
]


def test_there_are_outputs() -> None:
    assert len(SCRIPTS) >= 4


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_output_is_what_the_book_shows(script, capsys) -> None:
    module = importlib.import_module(".".join(script.parts))
    module.main()
    expected = (EXAMPLES / script).with_suffix(".out.txt").read_text(encoding="utf-8")
    assert capsys.readouterr().out == expected
