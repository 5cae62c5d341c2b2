"""Which of the 16 reliability and durability pairs deliver? Counts real messages."""

import rclpy
from rclpy.executors import SingleThreadedExecutor
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from std_msgs.msg import String

from pai_basics.waiting import spin_for, spin_until

RELIABILITY = {
    'best effort': ReliabilityPolicy.BEST_EFFORT,
    'reliable': ReliabilityPolicy.RELIABLE,
}
DURABILITY = {
    'volatile': DurabilityPolicy.VOLATILE,
    'transient local': DurabilityPolicy.TRANSIENT_LOCAL,
}
PROFILES = [(r, d) for r in RELIABILITY for d in DURABILITY]


def profile(reliability, durability):
    return QoSProfile(
        depth=10,
        reliability=RELIABILITY[reliability],
        durability=DURABILITY[durability],
    )


def can_deliver(offered, requested):
    """The rule: the publisher must offer at least what the subscriber requests."""
    rank = ['best effort', 'reliable'], ['volatile', 'transient local']
    return all(
        order.index(offer) >= order.index(request)
        for order, offer, request in zip(rank, offered, requested)
    )


def measure(publisher_node, subscriber_node, executor, offered, requested, topic):
    """Publish until a message arrives or the pair has had a fair chance."""
    received = []
    publisher = publisher_node.create_publisher(String, topic, profile(*offered))
    subscription = subscriber_node.create_subscription(
        String, topic, received.append, profile(*requested)
    )
    # An incompatible pair never matches, so waiting for a match would hang.
    spin_until(executor, lambda: publisher.get_subscription_count() > 0, 0.5)
    for number in range(5):
        publisher.publish(String(data=str(number)))
        spin_for(executor, 0.02)
    spin_until(executor, lambda: len(received) > 0, 0.3)
    publisher_node.destroy_publisher(publisher)
    subscriber_node.destroy_subscription(subscription)
    return len(received)


def measure_all():
    """{(offered, requested): number of messages received} for all 16 pairs."""
    publisher_node = rclpy.create_node('matrix_publisher')
    subscriber_node = rclpy.create_node('matrix_subscriber')
    executor = SingleThreadedExecutor()
    executor.add_node(publisher_node)
    executor.add_node(subscriber_node)
    try:
        return {
            (offered, requested): measure(
                publisher_node, subscriber_node, executor,
                offered, requested, f'pair_{index}',
            )
            for index, (offered, requested) in enumerate(
                (o, r) for o in PROFILES for r in PROFILES
            )
        }
    finally:
        publisher_node.destroy_node()
        subscriber_node.destroy_node()


def main(args=None):
    rclpy.init(args=args)
    try:
        counts = measure_all()
    finally:
        rclpy.try_shutdown()
    print(f'{"publisher offers":30}{"subscriber requests":30}delivers')
    for (offered, requested), count in counts.items():
        verdict = 'yes' if count > 0 else 'no'
        print(f'{", ".join(offered):30}{", ".join(requested):30}{verdict}')
    print(f'{sum(count > 0 for count in counts.values())} of {len(counts)} pairs deliver')


if __name__ == '__main__':
    main()
