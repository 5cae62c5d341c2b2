"""Figures of the chapter `sensors`."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from ch03.camera import stereo_depth_sigma
from ch03.imu_filter import ImuNoise, alpha_for, complementary_filter, record
from figures.scheme import Scheme, arrow, canvas, without_axes

# Where the label of a depth in m stands in the plot of noise: dx in m, dy in mm.
LABEL_PLACES = {0.5: (0.0, 8.0, "center"), 1.0: (0.14, -4.0, "left")}


def draw_pinhole(scheme: Scheme) -> Figure:
    """A point, its ray through the centre of projection, and its place in the image."""
    figure, (axes,) = canvas(720, 320)
    figure.subplots_adjust(left=0, right=1, top=1, bottom=0)
    without_axes(axes, (0, 720), (0, 320))
    center, plane, depth = (90.0, 190.0), 250.0, 590.0
    point = (depth, 50.0)
    slope = (point[1] - center[1]) / (depth - center[0])
    seen = (plane, center[1] + slope * (plane - center[0]))

    arrow(axes, center, (690, center[1]), scheme.quiet, width=1.2)
    axes.text(690, center[1] + 10, "z, forward", ha="right", color=scheme.quiet)
    arrow(axes, center, (center[0], 95), scheme.quiet, width=1.2)
    axes.text(center[0] - 8, 97, "y, down", ha="right", color=scheme.quiet)
    axes.plot([center[0], point[0]], [center[1], point[1]], color=scheme.accent)
    axes.plot([plane, plane], [75, 262], color=scheme.ink, lw=2.2)
    axes.text(plane, 54, "image plane", ha="center")
    axes.plot([depth, depth], [center[1], point[1]], color=scheme.quiet, ls=":", lw=1.6)

    axes.plot(*center, "o", color=scheme.ink, ms=7)
    axes.text(center[0] - 12, center[1] + 12, "centre of\nprojection", ha="right")
    axes.plot(*point, "s", color=scheme.second, ms=9)
    axes.text(point[0] - 2, point[1] - 28, "point (X, Y, Z)", ha="center")
    axes.plot(*seen, "s", color=scheme.second, ms=7)
    axes.text(plane + 12, seen[1] + 8, "pixel (u, v)", color=scheme.second)
    axes.text(depth + 10, 120, "Y", va="center")

    for end, level, label in ((plane, 236, "focal length f"), (depth, 286, "depth Z")):
        arrow(axes, (center[0], level), (end, level), scheme.quiet, "<|-|>", 1.2)
        axes.text((center[0] + end) / 2, level + 8, label, ha="center")
    return figure


def _two_rays(axes: Axes, scheme: Scheme, left: float, depth: float) -> None:
    """Two cameras 60 px apart that see one point by rays of uncertain angle."""
    base, half = 34.0, 30.0
    eyes = [(left - half, base), (left + half, base)]
    spread = math.radians(4.5)
    for x, y in eyes:
        angle = math.atan2(depth, left - x)
        far = 265.0
        corners = [
            (x + (far - y) / math.tan(angle + side), far) for side in (-spread, spread)
        ]
        axes.add_patch(Polygon([(x, y), *corners], color=scheme.wash, lw=0, zorder=0))
        axes.plot([x, left], [y, base + depth], color=scheme.accent, lw=1.4)
        axes.plot(x, y, "^", color=scheme.ink, ms=9)
    reach = []
    for side in (-1, 1):
        angle = math.atan2(depth, half) + side * spread
        reach.append(base + half * math.tan(angle))
    low, high = reach[0], min(reach[1], 262.0)
    arrow(axes, (left + 62, low), (left + 62, high), scheme.second, "<|-|>", 1.6)
    axes.plot(left, base + depth, "s", color=scheme.second, ms=8)


def draw_stereo(scheme: Scheme) -> Figure:
    """Why stereo depth noise grows with the square of the distance."""
    figure, (rays, curve) = canvas(720, 330, columns=2)
    rays.set_position((0.0, 0.0, 0.5, 1.0))
    without_axes(rays, (0, 360), (0, 330))
    rays.axis("off")
    _two_rays(rays, scheme, 90, 70)
    _two_rays(rays, scheme, 235, 130)
    rays.text(90, 300, "near point", ha="center")
    rays.text(235, 300, "far point", ha="center")
    rays.text(162, 6, "two cameras, baseline b apart", ha="center", color=scheme.quiet)

    curve.set_position((0.6, 0.16, 0.385, 0.78))
    depths = np.linspace(0.2, 4.2, 60)
    sigmas = [stereo_depth_sigma(600, 0.05, z, 0.25) * 1000 for z in depths]
    curve.plot(depths, sigmas, color=scheme.accent)
    for depth in (0.5, 1.0, 2.0, 4.0):
        sigma = stereo_depth_sigma(600, 0.05, depth, 0.25) * 1000
        curve.plot(depth, sigma, "s", color=scheme.second, ms=6)
        label = f"{sigma:.1f} mm" if sigma < 100 else f"{sigma:.0f} mm"
        # The first two points lie low: one label goes above, the other to the right.
        dx, dy, side = LABEL_PLACES.get(depth, (-0.15, 3.0, "right"))
        curve.text(depth + dx, sigma + dy, label, ha=side)
    curve.set_xlim(0, 4.4)
    curve.set_ylim(0, 160)
    curve.set_xlabel("depth Z in m")
    curve.set_ylabel("depth noise (1 σ) in mm")
    return figure


def draw_imu(scheme: Scheme) -> Figure:
    """One minute of pitch: what each sensor says alone, both together, the truth."""
    figure, (whole, detail) = canvas(720, 340, columns=2)
    data = record(ImuNoise())
    fused = complementary_filter(
        data.rates, data.tilts, 0.01, alpha_for(0.5, 0.01), 0.0
    )
    drifting = np.cumsum(data.rates) * 0.01
    errors = np.degrees(np.column_stack([drifting, fused]) - data.pitch[:, None])
    whole.plot(data.time[::20], errors[::20, 0], color=scheme.second, ls="--")
    whole.plot(data.time[::20], errors[::20, 1], color=scheme.accent)
    whole.text(30, 21, "gyroscope alone", ha="right", color=scheme.second)
    whole.text(58, 2.2, "complementary filter", ha="right", color=scheme.accent)
    whole.set_xlim(0, 60)
    whole.set_ylim(-3, 32)
    whole.set_xlabel("time in s")
    whole.set_ylabel("error in degrees")

    part = (data.time >= 20) & (data.time < 25)
    time = data.time[part]
    tilts = np.degrees(data.tilts[part])
    detail.plot(time[::3], tilts[::3], ".", color=scheme.quiet, ms=3)
    detail.plot(time[::3], np.degrees(data.pitch[part])[::3], color=scheme.ink, lw=1.2)
    detail.plot(time[::3], np.degrees(fused[part])[::3], color=scheme.accent, ls="--")
    detail.set_xlim(20, 25)
    detail.set_ylim(-16, 22)
    detail.set_xlabel("time in s")
    detail.set_ylabel("pitch in degrees")
    names = ["accelerometer alone", "truth", "complementary filter"]
    detail.legend(names, loc="upper right", handlelength=1.6, borderaxespad=0.1)
    figure.subplots_adjust(left=0.085, right=0.985, top=0.97, bottom=0.15, wspace=0.27)
    return figure
