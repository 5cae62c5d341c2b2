"""The committed figures are what the scripts draw."""

from figures.draw import FIGURES, outdated, same_picture
from figures.scheme import DARK, LIGHT, render


def test_committed_figures_are_current() -> None:
    assert outdated() == []


def test_drawing_twice_gives_the_same_text() -> None:
    drawing = FIGURES["appendix/img/math-notation-frames"]
    assert render(drawing, LIGHT) == render(drawing, LIGHT)
    assert render(drawing, LIGHT) != render(drawing, DARK)


def test_a_moved_line_is_another_picture() -> None:
    assert same_picture('<path d="M 1.00 2.00"/>', '<path d="M 1.01 2.00"/>')
    assert not same_picture('<path d="M 1.00 2.00"/>', '<path d="M 1.50 2.00"/>')
    assert not same_picture("<path/>", "<circle/>")
