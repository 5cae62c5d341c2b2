from setuptools import setup

package_name = 'pai_basics'

setup(
    name=package_name,
    version='0.1.0',
    packages=[package_name],
    data_files=[
        ('share/ament_index/resource_index/packages', ['resource/' + package_name]),
        ('share/' + package_name, ['package.xml']),
    ],
    install_requires=['setuptools'],
    zip_safe=True,
    maintainer='The readers',
    maintainer_email='you@example.com',
    description='First nodes of the book',
    license='Apache-2.0',
    entry_points={
        'console_scripts': [
            'talker = pai_basics.talker:main',
            'listener = pai_basics.listener:main',
            'graph_demo = pai_basics.graph_demo:main',
            'qos_matrix = pai_basics.qos_matrix:main',
            'late_joiner = pai_basics.late_joiner:main',
            'message_age = pai_basics.message_age:main',
            'laser_stop = pai_basics.laser_stop:main',
        ],
    },
)
