"""A cart that stops before the wall: LaserScan in, Twist out, MuJoCo as the world."""

import math

import mujoco
import numpy as np
import rclpy
from geometry_msgs.msg import Twist
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import LaserScan

from pai_basics.waiting import spin_until

WALL_X_M = 3.0
STOP_DISTANCE_M = 0.5
CRUISE_SPEED_MPS = 0.6
BEAMS = 9
FIELD_OF_VIEW_RAD = math.radians(60)

WORLD = f"""
<mujoco>
  <option timestep="0.01" gravity="0 0 0"/>
  <worldbody>
    <geom name="wall" type="box" pos="{WALL_X_M + 0.05} 0 0.5" size="0.05 2 0.5"/>
    <body name="cart" pos="0 0 0.2">
      <joint name="x" type="slide" axis="1 0 0"/>
      <geom type="box" size="0.15 0.1 0.1" mass="5"/>
      <site name="lidar" pos="0.16 0 0"/>
    </body>
  </worldbody>
</mujoco>
"""


class SimulatedCart(Node):
    """Moves the cart at the commanded speed and publishes what its LiDAR sees."""

    def __init__(self):
        super().__init__('simulated_cart')
        self.model = mujoco.MjModel.from_xml_string(WORLD)
        self.data = mujoco.MjData(self.model)
        self.speed_mps = 0.0
        self.scans_sent = 0
        self.scans = self.create_publisher(LaserScan, 'scan', qos_profile_sensor_data)
        self.commands = self.create_subscription(Twist, 'cmd_vel', self.on_command, 10)

    def on_command(self, message):
        self.speed_mps = message.linear.x

    def position_m(self):
        return float(self.data.qpos[0])

    def step(self, duration_s):
        for _ in range(round(duration_s / self.model.opt.timestep)):
            self.data.qvel[0] = self.speed_mps
            mujoco.mj_step(self.model, self.data)

    def ranges_m(self):
        """One range per beam; +inf where a beam meets nothing (sensor_msgs/LaserScan)."""
        mujoco.mj_forward(self.model, self.data)
        angles = np.linspace(-FIELD_OF_VIEW_RAD / 2, FIELD_OF_VIEW_RAD / 2, BEAMS)
        directions = np.stack([np.cos(angles), np.sin(angles), 0 * angles], axis=1)
        ranges = np.zeros(BEAMS)
        hit = np.zeros(BEAMS, dtype=np.int32)
        cart = self.model.body('cart').id
        mujoco.mj_multiRay(
            self.model, self.data, self.data.site('lidar').xpos, directions.flatten(),
            None, 1, cart, hit, ranges, None, BEAMS, 10.0,
        )
        return [float(r) if r >= 0 else math.inf for r in ranges]

    def publish_scan(self):
        scan = LaserScan()
        scan.header.stamp = self.get_clock().now().to_msg()
        scan.header.frame_id = 'lidar'
        scan.angle_min = -FIELD_OF_VIEW_RAD / 2
        scan.angle_max = FIELD_OF_VIEW_RAD / 2
        scan.angle_increment = FIELD_OF_VIEW_RAD / (BEAMS - 1)
        scan.range_min = 0.05
        scan.range_max = 10.0
        scan.ranges = self.ranges_m()
        self.scans.publish(scan)
        self.scans_sent += 1


class LaserStop(Node):
    """Drives forward until something is nearer than the stop distance."""

    def __init__(self):
        super().__init__('laser_stop')
        self.scans_heard = 0
        self.commands = self.create_publisher(Twist, 'cmd_vel', 10)
        self.scans = self.create_subscription(
            LaserScan, 'scan', self.on_scan, qos_profile_sensor_data
        )

    def on_scan(self, scan):
        self.scans_heard += 1
        nearest_m = min(r for r in scan.ranges if r >= scan.range_min)
        command = Twist()
        if nearest_m > STOP_DISTANCE_M:
            # Slow down over the last metre, so that the stop is smooth.
            command.linear.x = CRUISE_SPEED_MPS * min(1.0, nearest_m - STOP_DISTANCE_M)
        self.commands.publish(command)


def drive(duration_s=15.0, period_s=0.1):
    """Simulate duration_s seconds in lock step; returns positions in metres."""
    cart, controller = SimulatedCart(), LaserStop()
    executor = SingleThreadedExecutor()
    executor.add_node(cart)
    executor.add_node(controller)
    positions_m = []
    try:
        matched = spin_until(executor, lambda: (
            cart.scans.get_subscription_count() > 0
            and controller.commands.get_subscription_count() > 0
        ))
        if not matched:
            raise TimeoutError('the two nodes did not find each other')
        for _ in range(round(duration_s / period_s)):
            cart.publish_scan()
            spin_until(executor, lambda: controller.scans_heard >= cart.scans_sent, 0.5)
            # Best effort may lose a scan; the controller then keeps its last command.
            controller.scans_heard = cart.scans_sent
            executor.spin_once(timeout_sec=0.02)
            cart.step(period_s)
            positions_m.append(cart.position_m())
        return positions_m
    finally:
        cart.destroy_node()
        controller.destroy_node()


def main(args=None):
    rclpy.init(args=args)
    try:
        positions_m = drive()
    finally:
        rclpy.try_shutdown()
    front_m = max(positions_m) + 0.16
    print(f'wall at              {WALL_X_M:.2f} m')
    print(f'LiDAR stopped at     {front_m:.2f} m')
    print(f'distance to the wall {WALL_X_M - front_m:.2f} m')
    print('collision           ', 'yes' if front_m >= WALL_X_M else 'no')


if __name__ == '__main__':
    main()
