"""Chapter `what-is-physical-ai`: delay, distance and the balancing stick."""

import math

import pytest

from ch01.latency import (
    FALLEN,
    Gains,
    Pendulum,
    crossover_frequency,
    delay_margin,
    distance_during,
    is_stable,
    largest_stable_delay,
    phase_loss,
    simulate,
)

STICK = Pendulum()
GAINS = Gains()


def test_stable_without_delay_and_unstable_at_200_ms() -> None:
    assert is_stable(STICK, GAINS, 0.0)
    assert not is_stable(STICK, GAINS, 0.2)
    assert abs(simulate(STICK, GAINS, 0.2, duration=8.0)[-1]) > FALLEN


def test_bisection_converges_to_less_than_a_millisecond() -> None:
    threshold = largest_stable_delay(STICK, GAINS)
    assert is_stable(STICK, GAINS, threshold)
    assert not is_stable(STICK, GAINS, threshold + 0.001)


def test_threshold_falls_as_gains_grow() -> None:
    factors = (0.5, 1.0, 2.0, 4.0)
    thresholds = [largest_stable_delay(STICK, GAINS.scaled(f)) for f in factors]
    assert thresholds == sorted(thresholds, reverse=True)
    assert len(set(thresholds)) == len(thresholds)


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0, 4.0])
def test_simulation_agrees_with_the_delay_margin(factor: float) -> None:
    gains = GAINS.scaled(factor)
    simulated = largest_stable_delay(STICK, gains)
    assert simulated == pytest.approx(delay_margin(STICK, gains), abs=0.001)


def test_gain_is_one_at_the_crossover() -> None:
    frequency = crossover_frequency(STICK, GAINS)
    controller = math.hypot(GAINS.kp, GAINS.kd * frequency)
    plant = STICK.inertia * frequency**2 + STICK.toppling_torque
    assert controller / plant == pytest.approx(1.0, abs=1e-12)


def test_a_bracket_without_the_threshold_is_refused() -> None:
    too_weak = Gains(kp=5.0, kd=1.0)  # less than m·g·l: never stands
    with pytest.raises(ValueError, match="between 0 and 0.2 s"):
        largest_stable_delay(STICK, too_weak)


def test_numbers_of_the_text() -> None:
    assert distance_during(1.2, 0.150) == pytest.approx(0.18)
    assert math.degrees(phase_loss(9.80, 0.050)) == pytest.approx(28.1, abs=0.05)
    # Exercise: the delay margin of a double integrator with kp = 40, kd = 10.
    crossover = math.sqrt((10**2 + math.sqrt(10**4 + 4 * 40**2)) / 2)
    assert crossover == pytest.approx(10.68, abs=0.005)
    margin = math.atan2(10 * crossover, 40) / crossover
    assert margin * 1000 == pytest.approx(113.5, abs=0.1)


def test_numbers_of_the_damping_exercise() -> None:
    margins = [delay_margin(STICK, Gains(40.0, kd)) for kd in (5.0, 10.0, 15.0, 20.0)]
    in_ms = [round(margin * 1000, 1) for margin in margins]
    assert in_ms == [105.2, 120.7, 95.4, 74.9]
