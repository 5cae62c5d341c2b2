"""Wait for discovery and for messages with a deadline, never with a blind sleep."""

import time

import rclpy


def spin_until(executor, condition, timeout_s=5.0):
    """Run callbacks until condition() is true. Returns False when timeout_s ran out."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline or not rclpy.ok():
            return False
        executor.spin_once(timeout_sec=0.05)
    return True


def spin_for(executor, duration_s):
    """Run callbacks for duration_s seconds."""
    spin_until(executor, lambda: False, duration_s)
