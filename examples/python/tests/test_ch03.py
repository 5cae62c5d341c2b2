"""Chapter `sensors`: camera, IMU and LiDAR against their measurement models."""

import ast
import math

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from ch03.camera import (
    OPTICAL_FROM_WORLD,
    Camera,
    calibration_target,
    estimate_pose,
    focal_from_field_of_view,
    project,
    sampled_depth_sigma,
    stereo_depth_sigma,
    unproject,
)
from ch03.imu_filter import (
    ImuNoise,
    alpha_for,
    complementary_filter,
    record,
    rms_degrees,
    specific_force,
    tilt_from_accelerometer,
)
from ch03.lidar_rays import BEAMS, make_room, range_from_time, scan


def test_unproject_undoes_project() -> None:
    rng = np.random.default_rng(0)
    points = rng.uniform([-1, -1, 0.5], [1, 1, 5], (500, 3))
    pixels = project(Camera(), points)
    np.testing.assert_allclose(unproject(Camera(), pixels, points[:, 2]), points)


def test_the_optical_frame_is_right_handed() -> None:
    assert np.linalg.det(OPTICAL_FROM_WORLD) == pytest.approx(1.0)


def test_a_point_behind_the_camera_is_refused() -> None:
    with pytest.raises(ValueError, match="behind the camera"):
        project(Camera(), np.array([[0.0, 0.0, -1.0]]))


@pytest.mark.parametrize("seed", range(5))
def test_pose_has_less_than_one_pixel_of_error(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rotation = Rotation.from_rotvec(rng.uniform(-0.3, 0.3, 3)).as_matrix()
    translation = np.array([0.1, -0.05, 2.0])
    points = calibration_target()
    pixels = project(Camera(), points @ rotation.T + translation)
    pixels += 0.5 * rng.standard_normal(pixels.shape)
    pose = estimate_pose(Camera(), points, pixels)
    assert pose.rms < 1.0
    assert np.linalg.norm(pose.translation - translation) < 0.02


@pytest.mark.parametrize(
    ("depth", "millimetres"), [(0.5, 2.1), (1, 8.3), (2, 33), (4, 133)]
)
def test_stereo_noise_is_the_table_of_the_book(
    depth: float, millimetres: float
) -> None:
    sigma = stereo_depth_sigma(600, 0.05, depth, 0.25) * 1000
    assert sigma == pytest.approx(millimetres, rel=0.02)
    rng = np.random.default_rng(1)
    sampled = sampled_depth_sigma(600, 0.05, depth, 0.25, rng) * 1000
    assert sampled == pytest.approx(sigma, rel=0.02)


def test_a_resting_level_imu_reads_plus_g_on_z() -> None:
    np.testing.assert_allclose(specific_force(0.0, np.zeros(3)), [0, 0, 9.81])


def test_a_falling_imu_reads_nothing() -> None:
    falling = specific_force(0.3, np.array([0.0, 0.0, -9.81]))
    np.testing.assert_allclose(falling, np.zeros(3), atol=1e-12)


def test_tilt_is_read_back_from_gravity() -> None:
    for pitch in np.linspace(-1.2, 1.2, 25):
        reading = specific_force(pitch, np.zeros(3))
        assert tilt_from_accelerometer(reading) == pytest.approx(pitch)


def test_the_filter_beats_both_of_its_inputs() -> None:
    data = record(ImuNoise())
    fused = complementary_filter(
        data.rates, data.tilts, 0.01, alpha_for(0.5, 0.01), 0.0
    )
    gyro_only = np.cumsum(data.rates) * 0.01
    assert rms_degrees(fused - data.pitch) < 1.0
    assert math.degrees(abs(gyro_only[-1] - data.pitch[-1])) > 5.0
    assert rms_degrees(fused - data.pitch) < rms_degrees(data.tilts - data.pitch)


def test_a_constant_bias_leaves_bias_times_time_constant() -> None:
    still = np.zeros(6000)
    bias = math.radians(0.5)
    alpha = alpha_for(0.5, 0.01)
    fused = complementary_filter(still + bias, still, 0.01, alpha, 0.0)
    assert fused[-1] == pytest.approx(bias * 0.5)


def test_rays_read_the_drawn_distances() -> None:
    model, data = make_room()
    ranges = scan(model, data, height=0.5, glass_is_solid=True)
    assert ranges[0] == pytest.approx(2.9, abs=1e-9)
    assert ranges[90] == pytest.approx(1.7, abs=1e-9)


def test_glass_shows_the_wall_behind_it() -> None:
    model, data = make_room()
    solid = scan(model, data, height=0.5, glass_is_solid=True)
    clear = scan(model, data, height=0.5, glass_is_solid=False)
    assert solid[180] == pytest.approx(1.5, abs=1e-9)
    assert clear[180] == pytest.approx(3.5, abs=1e-9)
    assert np.all(clear >= solid)
    assert len(clear) == BEAMS


def test_numbers_of_the_text() -> None:
    assert range_from_time(20e-9) == pytest.approx(3.0, abs=0.01)
    assert range_from_time(1e-9) == pytest.approx(0.15, abs=0.001)
    focal = focal_from_field_of_view(640, math.radians(69))
    assert focal == pytest.approx(465.6, abs=0.05)
    # Exercise: baseline for 5 mm at 1 m with f = 600 px and 0.25 px of noise.
    assert stereo_depth_sigma(600, 0.25 / 600 / 0.005, 1.0, 0.25) == pytest.approx(
        0.005
    )
    # A 10 cm table leg seen from 1.44 m by beams 1 degree apart.
    width = 2 * math.degrees(math.asin(0.05 / math.hypot(1.2, 0.8)))
    assert width == pytest.approx(3.97, abs=0.01)


def test_more_numbers_of_the_text() -> None:
    # Uncertainty of the cup at 2 m across the view, for 0.5 px of noise.
    assert 2.0 / 600 * 0.5 * 1000 == pytest.approx(1.7, abs=0.05)
    # Time of flight with a modulation of 20 MHz repeats every 7.5 m.
    assert 299_792_458 / (2 * 20e6) == pytest.approx(7.5, abs=0.01)
    # A 0.8 kg gripper weighs 7.85 N, 0.785 N·m on a lever of 0.1 m.
    assert 0.8 * 9.81 == pytest.approx(7.85, abs=0.005)
    # One count of 4096: in rad, in degrees, at 0.8 m, as a speed over 1 ms.
    count = 2 * math.pi / 4096
    assert count == pytest.approx(0.00153, abs=0.00001)
    assert math.degrees(count) == pytest.approx(0.088, abs=0.0005)
    assert count * 0.8 * 1000 == pytest.approx(1.2, abs=0.05)
    assert count / 0.001 == pytest.approx(1.53, abs=0.005)
    # An accelerometer bias of 0.05 m/s², integrated twice over 10 s.
    assert 0.05 * 10**2 / 2 == pytest.approx(2.5)
    # Exercise: samples that bring 0.2 deg/s of white noise down to 0.01 deg/s.
    assert (0.2 / 0.01) ** 2 == pytest.approx(400)
    # The stereo table: 60 px of disparity at half a metre, 7.5 px at four.
    assert (600 * 0.05 / 0.5, 600 * 0.05 / 4) == pytest.approx((60, 7.5))


def test_the_ros_example_compiles_and_cleans_up(examples) -> None:
    source = (examples / "ch03" / "ros_intrinsics.py").read_text(encoding="utf-8")
    tree = ast.parse(source)
    cleanups = [
        ast.unparse(node.finalbody)
        for node in ast.walk(tree)
        if isinstance(node, ast.Try) and node.finalbody
    ]
    assert any("rclpy.try_shutdown()" in cleanup for cleanup in cleanups)
