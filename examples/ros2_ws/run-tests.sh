#!/usr/bin/env bash
# Runs the book's ROS 2 examples on the real rclpy, from wheels, in a virtual environment of their own.
set -eu
cd "$(dirname "$0")"

skip() { echo "The ROS 2 examples are skipped: $1"; echo "0 passed, 0 failed, 1 skipped"; exit 0; }
[ "$(uname -sm)" = "Linux x86_64" ] || skip "the rclpy wheels exist for Linux on x86_64 only, and this is $(uname -sm)."
command -v python3 >/dev/null || skip "there is no python3."
python3 -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' ||
  skip "the rclpy wheels exist for Python 3.10 to 3.13, and this is $(python3 --version)."

stamp=.venv/requirements.installed
if ! cmp -s requirements-test.txt "$stamp"; then
  echo "Installing rclpy and the examples' requirements …"
  rm -rf .venv
  python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check -r requirements-test.txt
  cp requirements-test.txt "$stamp"
fi

export PYTHONPATH="$PWD/src/pai_basics" PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1
export ROS_AUTOMATIC_DISCOVERY_RANGE=LOCALHOST ROS_DOMAIN_ID="${ROS_DOMAIN_ID:-43}" RCUTILS_LOGGING_BUFFERED_STREAM=0
.venv/bin/python -m pytest -q -p no:cacheprovider src/pai_basics/test "$@"
