"""A planar LiDAR in MuJoCo: 360 rays through a room, and what glass does to them.

The sensor stands at the origin of the world frame (x forward, y left, z up), 0.5 m
above the floor. Ranges in m, bearings in rad from +x, counter-clockwise.

Run: python ch03/lidar_rays.py
"""

import math

import mujoco
import numpy as np

SPEED_OF_LIGHT = 299_792_458.0  # m/s
BEAMS = 360
RANGE_MAX = 10.0  # m
GLASS_GROUP = 3  # geoms of this group are transparent to the light

# Walls are 0.1 m thick, so a wall centred at 2.95 m shows its face at 2.90 m. The
# corridor wall behind the glass door has its face 3.50 m behind the sensor.
ROOM = f"""
<mujoco>
  <worldbody>
    <geom name="floor" type="plane" size="6 6 0.1"/>
    <geom name="front" type="box" pos="2.95 0 1" size="0.05 3 1"/>
    <geom name="left" type="box" pos="0 1.75 1" size="3 0.05 1"/>
    <geom name="right" type="box" pos="0 -2.05 1" size="3 0.05 1"/>
    <geom name="glass door" type="box" pos="-1.51 0 1" size="0.01 1 1"
          group="{GLASS_GROUP}" rgba="0.6 0.8 1 0.3"/>
    <geom name="corridor" type="box" pos="-3.55 0 1" size="0.05 3 1"/>
    <geom name="table leg" type="cylinder" pos="1.2 -0.8 0.4" size="0.05 0.4"/>
  </worldbody>
</mujoco>
"""


def range_from_time(seconds: float) -> float:
    """Range in m of an echo that comes back after `seconds`: light goes both ways."""
    return SPEED_OF_LIGHT * seconds / 2


def scan(
    model: mujoco.MjModel, data: mujoco.MjData, height: float, glass_is_solid: bool
) -> np.ndarray:
    """Ranges (360,) in m around a sensor at (0, 0, height); +inf for a miss."""
    bearings = np.arange(BEAMS) * 2 * math.pi / BEAMS
    directions = np.column_stack(
        [np.cos(bearings), np.sin(bearings), np.zeros(BEAMS)]
    ).ravel()
    visible_groups = np.ones(mujoco.mjNGROUP, dtype=np.uint8)
    visible_groups[GLASS_GROUP] = glass_is_solid
    hit_geoms = np.zeros(BEAMS, dtype=np.int32)
    ranges = np.zeros(BEAMS)
    mujoco.mj_multiRay(
        model,
        data,
        np.array([0.0, 0.0, height]),
        directions,
        visible_groups,
        1,  # include geoms that belong to the world body
        -1,  # exclude no body
        hit_geoms,
        ranges,
        None,  # surface normals: not needed
        BEAMS,
        RANGE_MAX,
    )
    # MuJoCo marks a miss by -1; a ROS LaserScan marks it by +inf.
    return np.where(hit_geoms >= 0, ranges, np.inf)


def make_room() -> tuple[mujoco.MjModel, mujoco.MjData]:
    """The room with all positions computed."""
    model = mujoco.MjModel.from_xml_string(ROOM)
    data = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    return model, data


def main() -> None:
    """Prints the ranges of the chapter."""
    echo = 2 * 2.9 / SPEED_OF_LIGHT
    print(f"echo after {echo * 1e9:.2f} ns -> range {range_from_time(echo):.3f} m")
    model, data = make_room()
    naive = scan(model, data, height=0.5, glass_is_solid=True)
    honest = scan(model, data, height=0.5, glass_is_solid=False)
    print("\nbearing      glass as a wall   glass as light sees it")
    for name, beam in (("front", 0), ("left", 90), ("back", 180), ("right", 270)):
        print(f"{beam:3d} deg {name:6s} {naive[beam]:9.3f} m", end="")
        print(f" {honest[beam]:16.3f} m")
    leg = np.flatnonzero(honest[300:350] < 1.5) + 300
    print(f"\ntable leg: beams {leg[0]} to {leg[-1]} deg, nearest", end="")
    print(f" {honest[leg].min():.3f} m")
    print(f"beams that the glass changes: {np.count_nonzero(naive != honest)}", end="")
    print(f" of {BEAMS}")


if __name__ == "__main__":
    main()
