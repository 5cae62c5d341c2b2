#!/bin/bash
# Sets up ROS 2 and the book's workspace, then runs what was asked for. Shells source it.
# shellcheck disable=SC1090,SC1091
source "/opt/ros/${ROS_DISTRO:?this is an entry point of a ROS 2 image}/setup.bash"
if [ -f "$HOME/ws/install/setup.bash" ]; then source "$HOME/ws/install/setup.bash"; fi
if [ "${BASH_SOURCE[0]}" = "$0" ]; then exec "$@"; fi
