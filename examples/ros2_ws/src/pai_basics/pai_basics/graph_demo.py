"""Two nodes find each other, and a third process in another domain sees nothing."""

import os
import subprocess
import sys

import rclpy
from rclpy.executors import SingleThreadedExecutor

from pai_basics.listener import Listener
from pai_basics.talker import Talker
from pai_basics.waiting import spin_until

OWN_TOPICS = ('/parameter_events', '/rosout')


def describe_graph(node):
    """Names that one node knows of the graph it is part of."""
    names = node.get_node_names()
    nodes = sorted(f'/{name}' for name in names if not name.startswith('_'))
    topics = sorted(
        (name, types[0])
        for name, types in node.get_topic_names_and_types()
        if name not in OWN_TOPICS
    )
    return nodes, topics


OBSERVER = """
import rclpy
from rclpy.executors import SingleThreadedExecutor
from pai_basics.waiting import spin_until

rclpy.init()
node = rclpy.create_node('observer')
executor = SingleThreadedExecutor()
executor.add_node(node)
others = lambda: sorted(name for name in node.get_node_names() if name != 'observer')
# A lost announcement is repeated after 3 s: 5 s is a fair chance to be seen.
spin_until(executor, lambda: len(others()) == 2, 5.0)
print(', '.join(others()) or 'nothing')
node.destroy_node()
rclpy.try_shutdown()
"""


def look_from(domain_id):
    """Start another process in domain_id and return the names of the nodes it sees."""
    result = subprocess.run(
        [sys.executable, '-c', OBSERVER],
        env={**os.environ, 'ROS_DOMAIN_ID': str(domain_id)},
        capture_output=True, text=True, timeout=30, check=True,
    )
    return result.stdout.strip()


def main(args=None):
    rclpy.init(args=args)
    talker, listener = Talker(), Listener()
    listener.get_logger().set_level(rclpy.logging.LoggingSeverity.WARN)
    executor = SingleThreadedExecutor()
    executor.add_node(talker)
    executor.add_node(listener)
    try:
        found = spin_until(executor, lambda: len(listener.heard) > 0)
        nodes, topics = describe_graph(listener)
        print('discovered:', 'yes' if found else 'no')
        print('nodes:     ', ', '.join(nodes))
        for name, message_type in topics:
            publishers = listener.count_publishers(name)
            subscribers = listener.count_subscribers(name)
            print(f'topic:      {name} [{message_type}] '
                  f'{publishers} publisher, {subscribers} subscriber')
        own = int(os.environ.get('ROS_DOMAIN_ID', '0'))
        print('same domain sees: ', look_from(own))
        print('other domain sees:', look_from(own + 1))
    finally:
        talker.destroy_node()
        listener.destroy_node()
        rclpy.try_shutdown()


if __name__ == '__main__':
    main()
