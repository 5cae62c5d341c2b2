import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const FACTS = readFileSync('docusaurus/docs/appendix/versions.mdx', 'utf8');
const ROWS = readFileSync('examples/docker/packages.tsv', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t'));

/** Names in the list of `apt-get install`, a line each. */
function installed(distribution: string): string[] {
  const text = readFileSync(`examples/docker/Dockerfile.ros2-${distribution}`, 'utf8');
  return Array.from(text.matchAll(/^ {4}([a-z0-9][a-z0-9.+-]+) \\$/gm), (match) => match[1] ?? '');
}

describe.each(['humble', 'jazzy'])('the image of ROS 2 %s', (distribution) => {
  const names = installed(distribution);
  const rows = ROWS.filter(([of]) => of === distribution);

  it('installs only packages whose names were verified, and lists no other', () => {
    expect(names.length).toBeGreaterThan(25);
    expect(rows.map(([, name = '']) => name).sort()).toEqual([...names].sort());
    for (const row of rows) expect(row).toEqual([distribution, expect.any(String), expect.stringMatching(/\S.{10,}/)]);
  });

  it('has what the page of versions tells readers to install, for its own distribution alone', () => {
    const told = Array.from(FACTS.matchAll(/`(ros-(?:humble|jazzy)-[a-z0-9-]+)`/g), (match) => match[1] ?? '');
    const own = told.filter((name) => name.startsWith(`ros-${distribution}-`));
    expect(own.length).toBeGreaterThan(3);
    for (const name of own) expect(names).toContain(name);
    const foreign = names.filter((name) => name.startsWith('ros-') && !name.startsWith(`ros-${distribution}-`));
    expect(foreign).toEqual([]);
  });

  it('begins with the desktop image of its distribution, runs as no root, and builds the book’s workspace', () => {
    const text = readFileSync(`examples/docker/Dockerfile.ros2-${distribution}`, 'utf8');
    expect(text).toContain(`FROM osrf/ros:${distribution}-desktop-full`);
    expect(text).toMatch(/USER \$\{USER_ID\}:\$\{USER_ID\}[\s\S]*colcon build/);
    expect(text).toContain('ENTRYPOINT ["/usr/local/bin/lab-entrypoint"]');
  });
});
