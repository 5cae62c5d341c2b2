"""Rate and age of stamped messages, measured by the subscriber."""

import rclpy
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from rclpy.time import Time
from sensor_msgs.msg import Imu

from pai_basics.waiting import spin_until

RATE_HZ = 100.0


class ImuSource(Node):
    """Publishes empty IMU messages that carry the time of their making."""

    def __init__(self):
        super().__init__('imu_source')
        self.publisher = self.create_publisher(Imu, 'imu', qos_profile_sensor_data)
        self.timer = self.create_timer(1.0 / RATE_HZ, self.tick)

    def tick(self):
        message = Imu()
        message.header.stamp = self.get_clock().now().to_msg()
        message.header.frame_id = 'imu_link'
        self.publisher.publish(message)


class AgeMeter(Node):
    """Collects the arrival time and the age of every message, both in seconds."""

    def __init__(self):
        super().__init__('age_meter')
        self.arrivals_s = []
        self.ages_s = []
        self.subscription = self.create_subscription(
            Imu, 'imu', self.on_message, qos_profile_sensor_data
        )

    def on_message(self, message):
        now = self.get_clock().now()
        stamp = Time.from_msg(message.header.stamp)
        self.arrivals_s.append(now.nanoseconds * 1e-9)
        self.ages_s.append((now - stamp).nanoseconds * 1e-9)

    def rate_hz(self):
        """Mean arrival rate: intervals divided by the time they took."""
        elapsed_s = self.arrivals_s[-1] - self.arrivals_s[0]
        return (len(self.arrivals_s) - 1) / elapsed_s

    def age_percentile_s(self, percent):
        ordered = sorted(self.ages_s)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def measure(messages=200, timeout_s=20.0):
    """Run source and meter until the meter has its messages; returns the meter."""
    source, meter = ImuSource(), AgeMeter()
    executor = SingleThreadedExecutor()
    executor.add_node(source)
    executor.add_node(meter)
    try:
        if not spin_until(executor, lambda: len(meter.ages_s) >= messages, timeout_s):
            raise TimeoutError(f'only {len(meter.ages_s)} messages in {timeout_s} s')
        return meter
    finally:
        source.destroy_node()
        meter.destroy_node()


def main(args=None):
    rclpy.init(args=args)
    try:
        meter = measure()
    finally:
        rclpy.try_shutdown()
    print(f'rate   {meter.rate_hz():6.1f} Hz')
    for percent in (50, 95, 99):
        print(f'age p{percent} {meter.age_percentile_s(percent) * 1e3:6.2f} ms')


if __name__ == '__main__':
    main()
