"""Pinhole camera: project, unproject, find a pose, predict stereo depth noise.

Frames: `world` is x forward, y left, z up (REP 103); `optical` is the camera's own
frame: x right, y down, z along the view. Pixels (u, v) count from the top left
corner. Lengths in m, angles in rad, noise in pixels.

Run: python ch03/camera.py
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares
from scipy.spatial.transform import Rotation

# Rows: the optical axes x, y, z written in world axes (right, down, forward).
OPTICAL_FROM_WORLD = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, -1.0], [1.0, 0.0, 0.0]])


@dataclass(frozen=True)
class Camera:
    """A pinhole camera without lens distortion."""

    focal: float = 600.0  # px, the same for x and y
    center_u: float = 320.0  # px
    center_v: float = 240.0  # px

    @property
    def matrix(self) -> np.ndarray:
        """The 3 x 3 matrix K of intrinsics, in px."""
        f, cu, cv = self.focal, self.center_u, self.center_v
        return np.array([[f, 0.0, cu], [0.0, f, cv], [0.0, 0.0, 1.0]])


def focal_from_field_of_view(width: int, field_of_view: float) -> float:
    """Focal length in px of an image `width` px wide that spans `field_of_view` rad."""
    return width / (2 * math.tan(field_of_view / 2))


def project(camera: Camera, points: np.ndarray) -> np.ndarray:
    """Pixels (n, 2) of `points` (n, 3) in m, given in the optical frame.

    Raises ValueError for a point behind the camera.
    """
    if np.any(points[:, 2] <= 0):
        raise ValueError("a point with z <= 0 lies behind the camera")
    homogeneous = points @ camera.matrix.T
    return homogeneous[:, :2] / homogeneous[:, 2:]


def unproject(camera: Camera, pixels: np.ndarray, depths: np.ndarray) -> np.ndarray:
    """Points (n, 3) in the optical frame at `pixels` (n, 2) and `depths` (n,); m."""
    x = (pixels[:, 0] - camera.center_u) / camera.focal * depths
    y = (pixels[:, 1] - camera.center_v) / camera.focal * depths
    return np.column_stack([x, y, depths])


@dataclass(frozen=True)
class Pose:
    """Where known points stand in the optical frame: p_optical = R p + t."""

    rotation: np.ndarray  # (3, 3)
    translation: np.ndarray  # (3,), m
    rms: float  # px, remaining reprojection error over all coordinates


def estimate_pose(camera: Camera, points: np.ndarray, pixels: np.ndarray) -> Pose:
    """Solves the perspective-n-point problem (PnP) by least squares.

    `points` (n, 3) in m are known, `pixels` (n, 2) are where they are seen. The
    search runs over a rotation vector in rad and a translation in m.
    """

    def residuals(guess: np.ndarray) -> np.ndarray:
        rotation = Rotation.from_rotvec(guess[:3]).as_matrix()
        moved = points @ rotation.T + guess[3:]
        # The search may step behind the camera on its way: keep the division defined.
        moved[:, 2] = np.maximum(moved[:, 2], 1e-3)
        return (project(camera, moved) - pixels).ravel()

    two_metres_ahead = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 2.0])
    found = least_squares(residuals, two_metres_ahead, method="lm")
    rms = float(np.sqrt(np.mean(found.fun**2)))
    return Pose(Rotation.from_rotvec(found.x[:3]).as_matrix(), found.x[3:], rms)


def stereo_depth_sigma(
    focal: float, baseline: float, depth: float, disparity_sigma: float
) -> float:
    """Standard deviation of stereo depth in m, to first order: Z² / (f·b) · sigma_d.

    Focal length and `disparity_sigma` in px, baseline and depth in m.
    """
    return depth**2 / (focal * baseline) * disparity_sigma


def sampled_depth_sigma(
    focal: float,
    baseline: float,
    depth: float,
    disparity_sigma: float,
    rng: np.random.Generator,
) -> float:
    """The same standard deviation in m, measured on 200,000 noisy disparities."""
    disparity = focal * baseline / depth
    noisy = disparity + disparity_sigma * rng.standard_normal(200_000)
    return float(np.std(focal * baseline / noisy))


def calibration_target() -> np.ndarray:
    """Twelve known points (12, 3) in m on two boards that stand at right angles."""
    flat = [(x, y, 0.0) for x in (-0.3, 0.0, 0.3) for y in (-0.2, 0.2)]
    upright = [(x, 0.25, -z) for x in (-0.3, 0.0, 0.3) for z in (0.15, 0.45)]
    return np.array(flat + upright)


def print_projection() -> None:
    """Prints the way of one point into the image and back."""
    focal = focal_from_field_of_view(640, math.radians(56.14))
    print(f"640 px wide, 56.14 deg field of view -> f = {focal:.0f} px")
    camera = Camera(focal=round(focal))
    cup_world = np.array([2.0, 0.4, -0.3])  # m: 2 ahead, 0.4 left, 0.3 below
    cup = OPTICAL_FROM_WORLD @ cup_world
    pixel = project(camera, cup[None])[0]
    back = unproject(camera, pixel[None], cup[2:])[0]
    print(f"cup in the optical frame ({cup[0]:.2f}, {cup[1]:.2f}, {cup[2]:.2f}) m")
    print(f"  -> pixel ({pixel[0]:.1f}, {pixel[1]:.1f})")
    print(f"  -> with depth 2.00 m ({back[0]:.2f}, {back[1]:.2f}, {back[2]:.2f}) m")


def print_pose(rng: np.random.Generator) -> None:
    """Prints how well a pose is found from twelve noisy pixels."""
    camera, points = Camera(), calibration_target()
    rotation = Rotation.from_euler("xyz", [0.2, -0.3, 0.1]).as_matrix()
    translation = np.array([0.1, -0.05, 2.0])
    exact = project(camera, points @ rotation.T + translation)
    noisy = exact + 0.5 * rng.standard_normal(exact.shape)
    pose = estimate_pose(camera, points, noisy)
    turned = Rotation.from_matrix(pose.rotation @ rotation.T).magnitude()
    shifted = float(np.linalg.norm(pose.translation - translation))
    print(f"\nPose from {len(points)} points, 0.5 px noise")
    print(f"  reprojection rms {pose.rms:.2f} px")
    print(f"  position error   {shifted * 1000:.1f} mm")
    print(f"  rotation error   {math.degrees(turned):.2f} deg")


def print_stereo_table(rng: np.random.Generator) -> None:
    """Prints the depth noise of a small stereo camera at four distances."""
    print("\nStereo depth noise, f = 600 px, b = 5 cm, sigma_d = 0.25 px")
    print("  depth   disparity   sigma_Z (formula)   sigma_Z (sampled)")
    for depth in (0.5, 1.0, 2.0, 4.0):
        disparity = 600 * 0.05 / depth
        formula = stereo_depth_sigma(600, 0.05, depth, 0.25) * 1000
        sampled = sampled_depth_sigma(600, 0.05, depth, 0.25, rng) * 1000
        print(f"  {depth:3.1f} m  {disparity:6.1f} px", end="")
        print(f"  {formula:14.1f} mm  {sampled:14.1f} mm")


def main() -> None:
    """Prints the tables of the chapter."""
    rng = np.random.default_rng(3)
    print_projection()
    print_pose(rng)
    print_stereo_table(rng)


if __name__ == "__main__":
    main()
