"""The look of the figures: two colour schemes, no ground, deterministic SVG.

One unit of a figure is one CSS pixel, so a font size of 13 is 13 px on the page.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

PIXELS_PER_INCH = (
    72  # matplotlib writes SVG in points: 72 make the unit of viewBox a px
)
FONT_SIZE = 13.0  # px


@dataclass(frozen=True)
class Scheme:
    """Colours of one scheme; the values are those of the site's tokens.css."""

    name: str
    ink: str
    quiet: str
    line: str
    accent: str
    second: str
    third: str
    wash: str


LIGHT = Scheme(
    name="light",
    ink="#201e1b",
    quiet="#615d55",
    line="#cfcbc2",
    accent="#0b6158",
    second="#a8321f",
    third="#0b5d82",
    wash="#dfeae6",
)
DARK = Scheme(
    name="dark",
    ink="#e9e5dd",
    quiet="#aaa59b",
    line="#4a4843",
    accent="#62cdbc",
    second="#f29b87",
    third="#8cc8ea",
    wash="#24403b",
)

Drawing = Callable[[Scheme], Figure]


def canvas(width: float, height: float, columns: int = 1) -> tuple[Figure, list[Axes]]:
    """A figure of `width` by `height` px with `columns` axes side by side."""
    size = (width / PIXELS_PER_INCH, height / PIXELS_PER_INCH)
    figure, axes = plt.subplots(1, columns, figsize=size, dpi=PIXELS_PER_INCH)
    return figure, list(axes) if columns > 1 else [axes]


def without_axes(axes: Axes, x: tuple[float, float], y: tuple[float, float]) -> None:
    """Turns axes into a plain drawing surface in figure pixels, equal on both axes."""
    axes.set_xlim(*x)
    axes.set_ylim(*y)
    axes.set_aspect("equal")
    axes.axis("off")


def arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    color: str,
    style: str = "-|>",
    width: float = 1.6,
) -> None:
    """A straight arrow in the coordinates of the axes."""
    properties = {
        "arrowstyle": style,
        "color": color,
        "lw": width,
        "shrinkA": 0,
        "shrinkB": 0,
        "mutation_scale": 12,
    }
    axes.annotate("", xy=end, xytext=start, arrowprops=properties)


def render(drawing: Drawing, scheme: Scheme) -> str:
    """The SVG of a drawing in one scheme: the same text on every run."""
    settings = {
        "svg.hashsalt": "physical-ai",
        "svg.fonttype": "path",
        "font.family": "DejaVu Sans",
        "font.size": FONT_SIZE,
        "axes.titlesize": FONT_SIZE,
        "legend.fontsize": FONT_SIZE,
        "xtick.labelsize": FONT_SIZE - 1,
        "ytick.labelsize": FONT_SIZE - 1,
        "mathtext.fontset": "dejavusans",
        "text.color": scheme.ink,
        "axes.labelcolor": scheme.ink,
        "axes.edgecolor": scheme.quiet,
        "xtick.color": scheme.quiet,
        "ytick.color": scheme.quiet,
        "grid.color": scheme.line,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "legend.frameon": False,
        "lines.linewidth": 1.8,
    }
    with plt.rc_context(settings):
        figure = drawing(scheme)
        buffer = io.StringIO()
        metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(buffer, format="svg", transparent=True, metadata=metadata)
        plt.close(figure)
    return tidy(buffer.getvalue())


def tidy(svg: str) -> str:
    """Sizes in px instead of points, no prologue, paths to a hundredth of a pixel."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r'(width|height)="([\d.]+)pt"', r'\1="\2"', svg)
    svg = re.sub(r"\n\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)

    def shorter(path: re.Match[str]) -> str:
        numbers = re.sub(
            r"-?\d+\.\d+", lambda n: f"{float(n.group()):.2f}", path.group()
        )
        return re.sub(r"\s*\n\s*", " ", numbers)

    svg = re.sub(r' d="[^"]*"', shorter, svg)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"
