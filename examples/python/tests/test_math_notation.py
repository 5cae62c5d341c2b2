"""Appendix `math-notation`: the numbers of its examples."""

import math

import numpy as np
import pytest
from scipy.spatial.transform import Rotation


def test_the_cup_in_the_world() -> None:
    turned_left = Rotation.from_euler("z", 90, degrees=True)
    cup = turned_left.apply([2.0, 0.0, 1.0]) + [1.0, 2.0, 0.0]
    np.testing.assert_allclose(cup, [1.0, 4.0, 1.0], atol=1e-12)


def test_both_orders_of_a_quaternion() -> None:
    turned_left = Rotation.from_euler("z", 90, degrees=True)
    ros = turned_left.as_quat()
    np.testing.assert_allclose(ros, [0, 0, 0.7071, 0.7071], atol=5e-5)
    mujoco = turned_left.as_quat(scalar_first=True)
    np.testing.assert_allclose(mujoco, [0.7071, 0, 0, 0.7071], atol=5e-5)


def test_fixed_axes_roll_pitch_yaw() -> None:
    roll, pitch, yaw = 0.1, 0.2, 0.3
    fixed = Rotation.from_euler("xyz", [roll, pitch, yaw]).as_matrix()
    z, y, x = (
        Rotation.from_euler(axis, angle).as_matrix()
        for axis, angle in (("z", yaw), ("y", pitch), ("x", roll))
    )
    np.testing.assert_allclose(fixed, z @ y @ x)
    nose = Rotation.from_euler("y", 0.1).apply([1.0, 0.0, 0.0])
    assert nose[2] < 0  # a positive pitch puts the nose down


def test_degrees_and_radians() -> None:
    assert math.radians(1) == pytest.approx(0.01745, abs=1e-5)
    assert math.degrees(1) == pytest.approx(57.3, abs=0.01)
