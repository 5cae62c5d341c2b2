"""The package is one that colcon and rosdep accept, and its code keeps the book's rules."""

import ast
import re
from pathlib import Path

import pytest
from catkin_pkg.package import parse_package

PACKAGE = Path(__file__).parents[1]
MODULES = sorted((PACKAGE / 'pai_basics').glob('*.py'))


def entry_points():
    text = (PACKAGE / 'setup.py').read_text()
    return re.findall(r"'(\w+) = pai_basics\.(\w+):(\w+)'", text)


def test_package_xml_is_valid_and_complete():
    package = parse_package(str(PACKAGE / 'package.xml'))
    declared = {dependency.name for dependency in package.exec_depends}
    imported = {
        name.split('.')[0]
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text()))
        for name in ([node.module] if isinstance(node, ast.ImportFrom)
                     else [alias.name for alias in getattr(node, 'names', [])])
        if isinstance(node, (ast.Import, ast.ImportFrom)) and name
    }
    ros_packages = {name for name in imported if name == 'rclpy' or name.endswith('_msgs')}
    assert ros_packages <= declared, 'every ROS import stands in package.xml'


def test_every_entry_point_exists():
    assert len(entry_points()) == 7
    for _, module, function in entry_points():
        tree = ast.parse((PACKAGE / 'pai_basics' / f'{module}.py').read_text())
        assert function in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}


@pytest.mark.parametrize('module', MODULES, ids=lambda path: path.stem)
def test_init_is_matched_by_shutdown_in_finally(module):
    tree = ast.parse(module.read_text())
    calls = [ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)]
    assert not any(
        'rclpy.init' in ast.unparse(item.context_expr)
        for n in ast.walk(tree) if isinstance(n, ast.With) for item in n.items
    ), 'rclpy.init() is no context manager on Jazzy and Humble'
    if 'rclpy.init' not in calls:
        return
    finals = [
        ast.unparse(statement)
        for n in ast.walk(tree) if isinstance(n, ast.Try) for statement in n.finalbody
    ]
    assert any('shutdown' in statement for statement in finals)
