/** Rules about components in chapters: which there are, what they are given, exercises. */
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import { visit } from 'unist-util-visit';
import { listSections } from './chapter-outline.ts';
import type { ChapterSource } from './chapter-source.ts';
import { type BookContext, type FindingSink, normalizeTerm, pageKind } from './finding.ts';
import { plainText } from './plain-text.ts';

/** A component in a chapter. */
export type JsxElement = MdxJsxFlowElement | MdxJsxTextElement;

const AUDIENCES: Record<string, readonly string[]> = {
  for: ['software', 'hardware'],
  level: ['none', 'beginner', 'intermediate', 'advanced'],
  hardware: ['laptop', 'rtx', 'jetson', 'robot'],
};

/** Component → attributes that it needs. */
const COMPONENTS: Record<string, readonly string[]> = {
  Figure: ['src', 'alt'],
  Diagram: ['src', 'alt', 'description'],
  Variants: [],
  Variant: [],
  Exercise: ['id', 'level', 'title'],
  Solution: [],
  Quiz: ['src'],
  References: [],
  Term: ['name'],
  TermFacts: ['name'],
  Cite: ['id'],
  Tabs: [],
  TabItem: ['value', 'label'],
};

const LEAST_EXERCISES = 4;

/** The string value of an attribute. */
export function attributeOf(node: JsxElement, name: string): string | undefined {
  const found = node.attributes.find((entry) => entry.type === 'mdxJsxAttribute' && entry.name === name);
  return typeof found?.value === 'string' ? found.value : undefined;
}

/** All components of a chapter with a name. */
export function listComponents(chapter: ChapterSource, name: string): JsxElement[] {
  const found: JsxElement[] = [];
  visit(chapter.tree, (node) => {
    if ((node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') && node.name === name)
      found.push(node);
  });
  return found;
}

/** `component/*`: only the book's components, with plain strings; no HTML, imports or expressions. */
export function checkComponents(chapter: ChapterSource, _book: BookContext, sink: FindingSink): void {
  visit(chapter.tree, (node, index, parent) => {
    if (node.type === 'mdxjsEsm')
      sink.error('component/import', node, 'No import and no export: components are there.');
    if (node.type === 'html') sink.error('component/html', node, 'No HTML.');
    if (node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression') {
      const comment = /^\s*(?:\/\*[\s\S]*\*\/)?\s*$/.test(node.value);
      if (!comment)
        sink.error('component/expression', node, 'No {expressions}: only {/* comments and heading ids */}.');
    }
    if (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') {
      checkElement(node, index, parent?.type, sink);
    }
  });
}

function checkElement(
  node: JsxElement,
  _index: number | undefined,
  parent: string | undefined,
  sink: FindingSink,
): void {
  const name = node.name ?? '';
  const needs = COMPONENTS[name];
  if (!needs) {
    const rule = /^[a-z]/.test(name) ? 'component/html' : 'component/unknown';
    sink.error(rule, node, `<${name || '>'}> is none of the book's components.`);
    return;
  }
  for (const entry of node.attributes) {
    if (entry.type === 'mdxJsxExpressionAttribute' || (entry.value !== null && typeof entry.value === 'object')) {
      sink.error('component/attribute', node, `<${name}> takes plain strings, no {…}.`);
    }
  }
  for (const attribute of needs) {
    if (!attributeOf(node, attribute)) sink.error('component/attribute', node, `<${name}> needs ${attribute}="…".`);
  }
  if (name === 'Variant') checkVariant(node, parent, sink);
}

function checkVariant(node: JsxElement, parent: string | undefined, sink: FindingSink): void {
  let audiences = 0;
  for (const [attribute, values] of Object.entries(AUDIENCES)) {
    const value = attributeOf(node, attribute);
    if (value === undefined) continue;
    audiences += 1;
    if (!values.includes(value)) sink.error('component/variant', node, `${attribute} is one of ${values.join(', ')}.`);
  }
  if (audiences === 0) sink.error('component/variant', node, 'A variant says for whom: for, level or hardware.');
  if (parent === 'root')
    sink.error('component/variant', node, 'A variant stands in <Variants>, after the general text.');
}

/** `anatomy/exercises`: at least four, of all three levels, each with its solution, under #exercises. */
export function checkExercises(chapter: ChapterSource, _book: BookContext, sink: FindingSink): void {
  const exercises = listComponents(chapter, 'Exercise');
  const ids = new Set<string>();
  for (const exercise of exercises) {
    const id = attributeOf(exercise, 'id') ?? '';
    if (ids.has(id)) sink.error('anatomy/exercises', exercise, `The exercise ${id} is there twice.`);
    ids.add(id);
    if (!['1', '2', '3'].includes(attributeOf(exercise, 'level') ?? '')) {
      sink.error('anatomy/exercises', exercise, 'level is "1", "2" or "3".');
    }
    const solved = exercise.children.some((child) => child.type === 'mdxJsxFlowElement' && child.name === 'Solution');
    if (!solved) sink.error('anatomy/exercises', exercise, `The exercise ${id} has no <Solution>.`);
  }
  if (pageKind(chapter) !== 'chapter') return;
  const place = listSections(chapter).find((section) => section.heading?.id === 'exercises')?.heading?.node ?? 0;
  if (exercises.length < LEAST_EXERCISES) {
    sink.error('anatomy/exercises', place, `${exercises.length} exercises, at least ${LEAST_EXERCISES}.`);
  }
  for (const level of ['1', '2', '3']) {
    const there = exercises.some((exercise) => attributeOf(exercise, 'level') === level);
    if (!there) sink.error('anatomy/exercises', place, `No exercise of level ${level}.`);
  }
}

/** `term/unknown`: a term is in the glossary. */
export function checkTerms(chapter: ChapterSource, book: BookContext, sink: FindingSink): void {
  for (const term of listComponents(chapter, 'Term')) {
    const name = attributeOf(term, 'name') ?? '';
    if (!book.terms.has(normalizeTerm(name))) sink.error('term/unknown', term, `glossary.json has no “${name}”.`);
    if (plainText(term).trim() === '') sink.error('term/unknown', term, '<Term> goes around the word in the text.');
  }
}

/** `references/cite`: what is cited is listed; what is listed is cited. */
export function checkCitations(chapter: ChapterSource, _book: BookContext, sink: FindingSink): void {
  const works = Array.isArray(chapter.frontMatter['references']) ? chapter.frontMatter['references'] : [];
  const listed = new Set(works.map((work: unknown) => referenceId(work)));
  const cited = new Set<string>();
  for (const cite of listComponents(chapter, 'Cite')) {
    const id = attributeOf(cite, 'id') ?? '';
    cited.add(id);
    if (!listed.has(id)) sink.error('references/cite', cite, `The front matter lists no reference ${id}.`);
  }
  for (const id of listed) if (id && !cited.has(id)) sink.warning('references/cite', 1, `Nothing cites ${id}.`);
  const shown = listComponents(chapter, 'References').length;
  if (works.length > 0 && shown !== 1)
    sink.error('references/shown', 0, `<References /> is there ${shown} times, not once.`);
}

/** The id of an entry of front matter `references`. */
export function referenceId(work: unknown): string | undefined {
  return typeof work === 'object' && work !== null && 'id' in work ? String(work.id) : undefined;
}
