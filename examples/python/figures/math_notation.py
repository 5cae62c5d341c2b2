"""Figures of the appendix `math-notation`."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.scheme import Scheme, arrow, canvas, without_axes

Point = tuple[float, float]


def _triad(
    axes: Axes, scheme: Scheme, origin: Point, ends: list[tuple[Point, str, str]]
) -> None:
    """Three labelled arrows from an origin."""
    colors = [scheme.second, scheme.accent, scheme.third]
    for (end, label, side), color in zip(ends, colors, strict=True):
        tip = (origin[0] + end[0], origin[1] + end[1])
        arrow(axes, origin, tip, color, width=2.2)
        x = tip[0] + (8 if side == "left" else -8 if side == "right" else 0)
        axes.text(x, tip[1] + end[1] * 0.12, label, ha=side, va="center", color=color)
    axes.plot(*origin, "o", color=scheme.ink, ms=6)


def draw_frames(scheme: Scheme) -> Figure:
    """The body frame and the camera's optical frame side by side."""
    figure, (axes,) = canvas(720, 260)
    figure.subplots_adjust(left=0, right=1, top=1, bottom=0)
    without_axes(axes, (0, 720), (0, 260))
    forward, left, up = (110.0, -44.0), (-62.0, -36.0), (0.0, 105.0)
    _triad(
        axes,
        scheme,
        (190, 100),
        [
            (forward, "x forward", "left"),
            (left, "y left", "right"),
            (up, "z up", "center"),
        ],
    )
    axes.text(190, 240, "body frame (REP 103)", ha="center")
    right, down = (62.0, 36.0), (0.0, -84.0)
    _triad(
        axes,
        scheme,
        (500, 130),
        [
            (right, "x right", "left"),
            (down, "y down", "center"),
            (forward, "z forward", "left"),
        ],
    )
    axes.text(500, 240, "optical frame of a camera", ha="center")
    return figure
