"""Paths that the tests share."""

from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[1]


@pytest.fixture
def examples() -> Path:
    """The folder examples/python."""
    return EXAMPLES


@pytest.fixture
def repository() -> Path:
    """The repository's root."""
    return EXAMPLES.parents[1]
