"""Figures of the chapter `what-is-physical-ai`."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from ch01.latency import TIME_STEP, Gains, Pendulum, simulate
from figures.scheme import Scheme, canvas

# Name and slowest and fastest rate in Hz: the typical orders that the chapter names.
RATES = [
    ("motor current", 10_000, 40_000),
    ("joint position, torque", 500, 1000),
    ("whole-body balance", 200, 1000),
    ("learned walking policy", 45, 55),
    ("camera", 27, 33),
    ("vision-language-action chunk", 1, 50),
    ("language-model plan", 0.1, 1),
]
LABELS = [
    "10–40 kHz",
    "500–1000 Hz",
    "200–1000 Hz",
    "50 Hz",
    "30 Hz",
    "1–50 Hz",
    "0.1–1 Hz",
]


def draw_rates(scheme: Scheme) -> Figure:
    """Seven loops of a humanoid on a logarithmic axis of rates."""
    figure, (axes,) = canvas(720, 340)
    rows = np.arange(len(RATES))[::-1]
    for row, (_, low, high), label in zip(rows, RATES, LABELS, strict=True):
        axes.barh(row, high - low, left=low, height=0.5, color=scheme.accent)
        axes.text(high * 1.25, row, label, va="center", color=scheme.ink)
    axes.set_xscale("log")
    axes.set_xlim(0.08, 300_000)
    axes.set_yticks(rows, [name for name, _, _ in RATES])
    axes.tick_params(axis="y", length=0, labelcolor=scheme.ink)
    axes.xaxis.set_major_locator(FixedLocator([0.1, 1, 10, 100, 1000, 10_000, 100_000]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticklabels(["0.1", "1", "10", "100", "1 k", "10 k", "100 k"])
    axes.set_xlabel("rate in Hz (logarithmic)")
    axes.grid(axis="x", lw=0.8)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)

    periods = axes.secondary_xaxis("top")
    periods.xaxis.set_major_locator(
        FixedLocator([0.1, 1, 10, 100, 1000, 10_000, 100_000])
    )
    periods.xaxis.set_minor_locator(NullLocator())
    periods.set_xticklabels(
        ["10 s", "1 s", "100 ms", "10 ms", "1 ms", "0.1 ms", "10 µs"]
    )
    periods.set_xlabel("time for one round", labelpad=8)
    periods.spines["top"].set_visible(False)
    figure.subplots_adjust(left=0.3, right=0.985, top=0.83, bottom=0.15)
    return figure


def draw_delays(scheme: Scheme) -> Figure:
    """The balancing stick's angle over time for three delays."""
    figure, (axes,) = canvas(720, 340)
    styles = [
        (0.0, scheme.accent, "-", "0 ms: upright within a second"),
        (0.12, scheme.third, "--", "120 ms: sways for many seconds"),
        (0.15, scheme.second, "-.", "150 ms: sways wider until it falls"),
    ]
    for delay, color, dashes, label in styles:
        angles = np.array(simulate(Pendulum(), Gains(), delay, duration=4.0))
        times = np.arange(angles.size) * TIME_STEP
        axes.plot(times[::5], angles[::5], color=color, linestyle=dashes, label=label)
    axes.axhline(0, color=scheme.line, lw=0.8, zorder=0)
    axes.set_xlim(0, 4)
    axes.set_ylim(-0.6, 0.6)
    axes.set_xlabel("time in s")
    axes.set_ylabel("lean from upright in rad")
    axes.legend(loc="upper left", title="age of the measurement", alignment="left")
    figure.subplots_adjust(left=0.105, right=0.985, top=0.97, bottom=0.15)
    return figure
