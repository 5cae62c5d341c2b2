"""Tilt from a gyroscope, from an accelerometer, and from both together.

The IMU sits on the pivot of a body that only pitches (about y). Frames: `world` and
`body` are x forward, y left, z up, so a positive pitch puts the nose down. Angles in
rad, rates in rad/s, accelerations in m/s², times in s.

Run: python ch03/imu_filter.py
"""

import math
from dataclasses import dataclass

import numpy as np

GRAVITY = np.array([0.0, 0.0, -9.81])  # m/s², in the world frame


@dataclass(frozen=True)
class ImuNoise:
    """What the sensor adds to the truth."""

    gyro_bias: float = math.radians(0.5)  # rad/s, constant
    gyro_sigma: float = math.radians(0.2)  # rad/s per sample
    accel_sigma: float = 0.3  # m/s² per sample and axis


def body_to_world(pitch: float) -> np.ndarray:
    """Rotation matrix (3, 3) from body to world for a `pitch` in rad about y."""
    c, s = math.cos(pitch), math.sin(pitch)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def specific_force(pitch: float, acceleration: np.ndarray) -> np.ndarray:
    """What an ideal accelerometer reads, m/s² in the body frame: Rᵀ(a - g).

    `acceleration` (3,) is that of the sensor in the world frame, m/s².
    """
    return body_to_world(pitch).T @ (acceleration - GRAVITY)


def tilt_from_accelerometer(reading: np.ndarray) -> float:
    """Pitch in rad, as if the body did not accelerate: only gravity is read."""
    return math.atan2(-reading[0], reading[2])


def complementary_filter(
    rates: np.ndarray,
    accelerometer_tilts: np.ndarray,
    time_step: float,
    alpha: float,
    start: float,
) -> np.ndarray:
    """Pitch in rad at each sample: alpha·(pitch + rate·dt) + (1 - alpha)·tilt."""
    pitch, estimates = start, []
    for rate, tilt in zip(rates, accelerometer_tilts, strict=True):
        pitch = alpha * (pitch + rate * time_step) + (1 - alpha) * tilt
        estimates.append(pitch)
    return np.array(estimates)


def alpha_for(time_constant: float, time_step: float) -> float:
    """Weight alpha for a filter with `time_constant` (s) at `time_step` (s)."""
    return time_constant / (time_constant + time_step)


@dataclass(frozen=True)
class Recording:
    """A swaying torso: the truth and what the IMU said about it."""

    time: np.ndarray  # s
    pitch: np.ndarray  # rad, truth
    rates: np.ndarray  # rad/s, gyroscope about y
    tilts: np.ndarray  # rad, from the accelerometer alone


def record(
    noise: ImuNoise, seed: int = 7, duration: float = 60.0, time_step: float = 0.01
) -> Recording:
    """Simulates a torso that sways by up to 0.2 rad; the same seed, the same data."""
    rng = np.random.default_rng(seed)
    time = np.arange(1, round(duration / time_step) + 1) * time_step
    slow = 0.15 * np.sin(2 * np.pi * 0.2 * time)
    pitch = slow + 0.05 * np.sin(2 * np.pi * 0.7 * time)
    rates = np.gradient(pitch, time_step) + noise.gyro_bias
    rates += noise.gyro_sigma * rng.standard_normal(time.size)
    readings = np.array([specific_force(angle, np.zeros(3)) for angle in pitch])
    readings += noise.accel_sigma * rng.standard_normal(readings.shape)
    tilts = np.array([tilt_from_accelerometer(reading) for reading in readings])
    return Recording(time, pitch, rates, tilts)


def rms_degrees(error: np.ndarray) -> float:
    """Root mean square of an `error` in rad, in degrees."""
    return math.degrees(float(np.sqrt(np.mean(error**2))))


def print_readings() -> None:
    """Prints what an ideal accelerometer reads in three situations."""
    still = np.zeros(3)
    situations = {
        "level, at rest": specific_force(0.0, still),
        "free fall": specific_force(0.0, GRAVITY),
        "10 deg nose down": specific_force(math.radians(10), still),
    }
    for name, reading in situations.items():
        x, y, z = reading + 0.0  # turns -0.0 into 0.0
        print(f"{name:17s} reads ({x:5.2f}, {y:5.2f}, {z:5.2f}) m/s²")


def print_filter(time_step: float = 0.01, time_constant: float = 0.5) -> None:
    """Prints the errors of three ways to the same angle."""
    data = record(ImuNoise(), time_step=time_step)
    alpha = alpha_for(time_constant, time_step)
    estimates = {
        "gyroscope only": np.cumsum(data.rates) * time_step,
        "accelerometer only": data.tilts,
        "complementary": complementary_filter(
            data.rates, data.tilts, time_step, alpha, start=0.0
        ),
    }
    print("\n60 s of sway at 100 Hz, gyro bias 0.5 deg/s", end="")
    print(f", tau = {time_constant} s, alpha = {alpha:.4f}")
    for name, estimate in estimates.items():
        error = estimate - data.pitch
        last = math.degrees(error[-1])
        print(f"  {name:18s} rms {rms_degrees(error):6.2f} deg", end="")
        print(f"   at the end {last:6.2f} deg")


def print_false_tilts() -> None:
    """Prints the tilt that a level, accelerating sensor seems to have."""
    print("\nTilt read by a level sensor that accelerates forward")
    for forward in (0.5, 1.0, 2.0):
        reading = specific_force(0.0, np.array([forward, 0.0, 0.0]))
        tilt = math.degrees(tilt_from_accelerometer(reading))
        print(f"  {forward:.1f} m/s² -> {tilt:6.2f} deg")


def main() -> None:
    """Prints the tables of the chapter."""
    print_readings()
    print_filter()
    print_false_tilts()


if __name__ == "__main__":
    main()
