"""Reads a camera's intrinsics from ROS 2 once and prints them (Humble, Jazzy).

Not run in CI: it needs rclpy and a camera driver. The tests compile it only.

Run: python ch03/ros_intrinsics.py --ros-args -r camera_info:=<topic>
"""

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import CameraInfo


class IntrinsicsReader(Node):
    """Waits for one CameraInfo and keeps it."""

    def __init__(self) -> None:
        super().__init__("intrinsics_reader")
        self.received: CameraInfo | None = None
        # Best effort matches drivers of either reliability; a reliable reader
        # would get nothing from a best-effort driver.
        self.subscription = self.create_subscription(
            CameraInfo, "camera_info", self.on_camera_info, qos_profile_sensor_data
        )

    def on_camera_info(self, message: CameraInfo) -> None:
        """Keeps the message; k is the 3 x 3 matrix K, row by row, in px."""
        self.received = message


def main(args: list[str] | None = None) -> None:
    """Spins until the intrinsics are there, prints them, stops cleanly."""
    rclpy.init(args=args)
    node = IntrinsicsReader()
    try:
        while rclpy.ok() and node.received is None:
            rclpy.spin_once(node, timeout_sec=0.5)
        if node.received is not None:
            k = node.received.k
            print(f"frame {node.received.header.frame_id}")
            print(f"f_x = {k[0]:.1f} px, f_y = {k[4]:.1f} px")
            print(f"c_x = {k[2]:.1f} px, c_y = {k[5]:.1f} px")
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


if __name__ == "__main__":
    main()
