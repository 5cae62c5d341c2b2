"""Draws the figures of the chapters into docusaurus/docs, light and dark.

python -m figures.draw           writes the SVG files
python -m figures.draw --check   says which files differ from what would be drawn
"""

import argparse
import re
import sys
from pathlib import Path

from figures import math_notation, physical_ai, sensors
from figures.scheme import DARK, LIGHT, Drawing, render

DOCS = Path(__file__).resolve().parents[3] / "docusaurus" / "docs"
FIGURES: dict[str, Drawing] = {
    "foundations/img/what-is-physical-ai-rates": physical_ai.draw_rates,
    "foundations/img/what-is-physical-ai-delays": physical_ai.draw_delays,
    "foundations/img/sensors-pinhole": sensors.draw_pinhole,
    "foundations/img/sensors-stereo": sensors.draw_stereo,
    "foundations/img/sensors-imu": sensors.draw_imu,
    "appendix/img/math-notation-frames": math_notation.draw_frames,
}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def drawn() -> dict[Path, str]:
    """Path and text of every figure in both schemes."""
    files = {}
    for name, drawing in FIGURES.items():
        files[DOCS / f"{name}.svg"] = render(drawing, LIGHT)
        files[DOCS / f"{name}.dark.svg"] = render(drawing, DARK)
    return files


def same_picture(one: str, other: str, tolerance: float = 0.02) -> bool:
    """True when two SVG texts differ by no more than `tolerance` px in any number.

    Another processor may round the last digit of a coordinate differently.
    """
    if one == other:
        return True
    if NUMBER.sub("#", one) != NUMBER.sub("#", other):
        return False
    pairs = zip(NUMBER.findall(one), NUMBER.findall(other), strict=True)
    return all(abs(float(a) - float(b)) <= tolerance for a, b in pairs)


def outdated() -> list[str]:
    """Names of the committed figures that are missing or not what would be drawn."""
    return [
        str(path.relative_to(DOCS))
        for path, svg in drawn().items()
        if not path.exists() or not same_picture(path.read_text(encoding="utf-8"), svg)
    ]


def main() -> int:
    """Writes the figures, or checks them; returns the exit status."""
    parser = argparse.ArgumentParser(description="Draw the figures of the chapters.")
    parser.add_argument("--check", action="store_true", help="write nothing")
    if parser.parse_args().check:
        names = outdated()
        for name in names:
            print(f"outdated: {name} (run python -m figures.draw)")
        return 1 if names else 0
    for path, svg in drawn().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(svg, encoding="utf-8")
        print(f"{len(svg) / 1024:6.1f} kB  {path.relative_to(DOCS)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
