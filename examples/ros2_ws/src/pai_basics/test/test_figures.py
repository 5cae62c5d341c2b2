"""The committed figures are the ones that the script draws."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / 'figures' / 'draw_figures.py'


def test_figures_are_current():
    result = subprocess.run([sys.executable, SCRIPT, '--check'], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
