/** Rules about code blocks: badges, excerpts, names that must not be taught. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Code } from 'mdast';
import { visit } from 'unist-util-visit';
import type { ChapterSource } from './chapter-source.ts';
import { excerptFault } from './code-excerpt.ts';
import type { BookContext, FindingSink } from './finding.ts';

const BADGES = ['ci', 'ros-ci', 'docker-ci', 'static', 'gpu'];
const LONGEST_LINE = 88;
// The folders of the repository that a title may name.
const REPOSITORY_PATH = /^(?:examples|docusaurus|packages|backend)\//;

const FORBIDDEN: readonly { name: string; pattern: RegExp; instead: string }[] = [
  { name: 'omni.isaac', pattern: /\bomni\.isaac\b/, instead: 'isaacsim.*' },
  { name: 'gazebo_ros', pattern: /\bgazebo_ros(?!2)\w*/, instead: 'ros_gz' },
  { name: 'ign', pattern: /^\s*\$?\s*ign\s/m, instead: 'gz' },
  { name: 'ignition.', pattern: /\bignition\.\w/, instead: 'gz.*' },
  { name: 'with rclpy.init()', pattern: /\bwith\s+rclpy\.init\s*\(/, instead: 'rclpy.init() with try and finally' },
  { name: 'roscore', pattern: /^\s*\$?\s*roscore\b/m, instead: 'nothing: ROS 2 has no master' },
];

/** The value of `name="…"` in a fence's info string. */
export function fenceValue(meta: string | null | undefined, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}=(["'])(.*?)\\1`).exec(meta ?? '')?.[2];
}

/** `code/*` for every block of a chapter. */
export function checkCode(chapter: ChapterSource, book: BookContext, sink: FindingSink): void {
  visit(chapter.tree, 'code', (node) => {
    if (node.lang === 'mermaid') {
      sink.error('diagram/fence', node, 'Write diagrams as .mmd files and show them with <Diagram>.');
      return;
    }
    checkFence(node, sink);
    checkForbidden(node, sink);
    checkExcerpt(node, book, sink);
  });
}

function checkFence(node: Code, sink: FindingSink): void {
  if (!node.lang) sink.error('code/lang', node, 'A code block names its language.');
  const badge = fenceValue(node.meta, 'badge');
  if (!badge) sink.error('code/badge', node, `A code block has a badge: ${BADGES.join(', ')}.`);
  else if (!BADGES.includes(badge)) sink.error('code/badge', node, `“${badge}” is no badge: ${BADGES.join(', ')}.`);
  const longest = Math.max(0, ...node.value.split('\n').map((line) => line.length));
  if (longest > LONGEST_LINE)
    sink.warning('code/width', node, `A line of ${longest} characters, at most ${LONGEST_LINE}.`);
}

function checkForbidden(node: Code, sink: FindingSink): void {
  for (const { name, pattern, instead } of FORBIDDEN) {
    if (pattern.test(node.value)) sink.error('code/forbidden', node, `“${name}” is not to be taught; use ${instead}.`);
  }
}

function checkExcerpt(node: Code, book: BookContext, sink: FindingSink): void {
  const title = fenceValue(node.meta, 'title');
  if (!title || !REPOSITORY_PATH.test(title)) return;
  const file = path.join(book.root, title);
  if (!existsSync(file)) {
    sink.error('code/excerpt', node, `${title} is not in the repository.`);
    return;
  }
  const fault = excerptFault(node.value, readFileSync(file, 'utf8'));
  if (fault) sink.error('code/excerpt', node, `${title} does not have the line “${fault}” there.`);
}
