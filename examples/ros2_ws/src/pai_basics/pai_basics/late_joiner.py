"""A latched map: what does a subscriber get that starts after the publisher spoke?"""

import rclpy
from rclpy.executors import SingleThreadedExecutor
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from std_msgs.msg import String

from pai_basics.waiting import spin_for, spin_until


def heard_by_late_joiner(durability):
    """Publish once, join afterwards, and return what the late subscriber hears."""
    qos = QoSProfile(
        depth=1, reliability=ReliabilityPolicy.RELIABLE, durability=durability
    )
    node = rclpy.create_node('map_demo')
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    try:
        topic = f'map_{durability.name.lower()}'
        publisher = node.create_publisher(String, topic, qos)
        publisher.publish(String(data='floor plan'))
        spin_for(executor, 0.2)
        heard = []
        node.create_subscription(String, topic, heard.append, qos)
        spin_until(executor, lambda: len(heard) > 0, 1.0)
        return [message.data for message in heard]
    finally:
        node.destroy_node()


def main(args=None):
    rclpy.init(args=args)
    try:
        for durability in (DurabilityPolicy.VOLATILE, DurabilityPolicy.TRANSIENT_LOCAL):
            heard = heard_by_late_joiner(durability)
            name = durability.name.lower().replace('_', ' ')
            print(f'{name:16} late joiner hears: {", ".join(heard) or "nothing"}')
    finally:
        rclpy.try_shutdown()


if __name__ == '__main__':
    main()
