"""Every program of the chapters runs, and prints what the chapters show."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rclpy.qos import qos_profile_sensor_data

from pai_basics import laser_stop, message_age, qos_matrix

PACKAGE = Path(__file__).parents[1]


def run(program):
    return subprocess.run(
        [sys.executable, '-m', f'pai_basics.{program}'],
        cwd=PACKAGE, capture_output=True, text=True, timeout=60, check=True,
    ).stdout


@pytest.mark.parametrize('program', ['graph_demo', 'qos_matrix', 'late_joiner', 'laser_stop'])
def test_prints_what_the_chapter_shows(program):
    expected = (PACKAGE / 'output' / f'{program}.out.txt').read_text()
    assert run(program) == expected


def test_measured_matrix_follows_the_rule(ros):
    counts = qos_matrix.measure_all()
    assert len(counts) == 16
    for (offered, requested), count in counts.items():
        assert (count > 0) == qos_matrix.can_deliver(offered, requested), (offered, requested)


def test_every_stamped_message_has_an_age_and_a_rate(ros):
    meter = message_age.measure(messages=50)
    assert len(meter.ages_s) >= 50
    assert all(0.0 <= age < 20.0 for age in meter.ages_s)
    assert meter.age_percentile_s(50) <= meter.age_percentile_s(99)
    assert meter.rate_hz() > 0.0


def test_the_cart_never_touches_the_wall(ros):
    positions_m = laser_stop.drive(duration_s=15.0)
    assert max(positions_m) < 2.7
    assert positions_m[-1] > 2.0, 'it did drive'


def test_sensor_profile_is_best_effort_with_depth_five():
    assert qos_profile_sensor_data.reliability.name == 'BEST_EFFORT'
    assert qos_profile_sensor_data.durability.name == 'VOLATILE'
    assert qos_profile_sensor_data.depth == 5


@pytest.mark.parametrize('program', ['talker', 'listener'])
@pytest.mark.parametrize('stop', [signal.SIGINT, signal.SIGTERM])
def test_a_node_stops_cleanly(program, stop):
    # The child says when it waits for work, so that the signal cannot come too early.
    # It speaks from a thread: right after a callback rclpy may still be building its wait set.
    script = (
        'import rclpy, threading\n'
        f'from pai_basics import {program}\n'
        'original = rclpy.spin\n'
        'def spin(node):\n'
        "    threading.Timer(0.2, print, ['ready'], {'flush': True}).start()\n"
        '    original(node)\n'
        'rclpy.spin = spin\n'
        f'{program}.main()\n'
    )
    process = subprocess.Popen(
        [sys.executable, '-c', script], cwd=PACKAGE, env=dict(os.environ),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    try:
        assert process.stdout.readline() == 'ready\n'
        process.send_signal(stop)
        _, errors = process.communicate(timeout=10)
        assert process.returncode == 0, errors
        assert 'Traceback' not in errors
    finally:
        process.kill()
