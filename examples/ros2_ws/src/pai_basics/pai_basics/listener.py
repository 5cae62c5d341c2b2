"""A node that listens: it logs what arrives on /chatter."""

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from std_msgs.msg import String


class Listener(Node):
    def __init__(self):
        super().__init__('listener')
        self.heard = []
        self.subscription = self.create_subscription(
            String, 'chatter', self.on_message, 10
        )

    def on_message(self, message):
        self.heard.append(message.data)
        self.get_logger().info(f'heard: {message.data}')


def main(args=None):
    rclpy.init(args=args)
    node = Listener()
    try:
        rclpy.spin(node)
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


if __name__ == '__main__':
    main()
