import Link from '@docusaurus/Link';
import Translate, { translate } from '@docusaurus/Translate';
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import { useFrameTranslator } from '@lectern/docusaurus-plugin/client/doc-frame';
import { useInterfaceLanguage } from '@lectern/docusaurus-plugin/client/messages';
import { shownText } from '@lectern/docusaurus-plugin/client/segments/segment-renderer';
import type { ReactNode } from 'react';
import type { ChapterFacts, ChapterSummary } from '../data/chapter-facts.ts';
import { Badge } from './badge.tsx';
import { useChapterIndex } from './chapter-index.ts';
import { Icon, type IconName } from './icon.tsx';

interface ChapterHeaderProps {
  chapterId: string;
  description: string;
  facts: ChapterFacts;
}

/** Under the title: the promise, the quiet row of facts, what the reader will be able to do and needs to know. */
export function ChapterHeader({ chapterId, description, facts }: ChapterHeaderProps): ReactNode {
  return (
    <div className="chapter-facts">
      <p className="chapter-promise">{shownText(description)}</p>
      <FactRow facts={facts} />
      <div data-lectern-slot="chapter-tools" data-chapter-id={chapterId} />
      {facts.objectives.length > 0 && <Aims facts={facts} />}
    </div>
  );
}

function Fact({ icon, children }: { icon: IconName; children: ReactNode }): ReactNode {
  return (
    <li>
      <Icon name={icon} />
      {children}
    </li>
  );
}

function FactRow({ facts }: { facts: ChapterFacts }): ReactNode {
  const { i18n } = useDocusaurusContext();
  const list = new Intl.ListFormat(useInterfaceLanguage() ?? i18n.currentLocale);
  return (
    <ul className="chapter-row" aria-label={translate({ id: 'book.chapter.facts', message: 'About this chapter' })}>
      {facts.minutes !== undefined && <Fact icon="time">{durationLabel(facts.minutes)}</Fact>}
      {facts.week && (
        <Fact icon="week">
          <Translate id="book.chapter.week" values={{ week: facts.week }}>
            {'week {week}'}
          </Translate>
        </Fact>
      )}
      {facts.difficulty && <Fact icon="level">{levelLabel(facts.difficulty)}</Fact>}
      {facts.hardware.length > 0 && <Fact icon="machine">{list.format(facts.hardware.map(hardwareLabel))}</Fact>}
      {facts.tested.length > 0 && (
        <Fact icon="tested">
          <span>
            <Translate id="book.chapter.checked">code checked:</Translate>
          </span>
          {facts.tested.map((badge) => (
            <Badge key={badge} name={badge} />
          ))}
        </Fact>
      )}
      {facts.distros.length > 0 && <li>ROS 2 {list.format(facts.distros.map(capitalize))}</li>}
    </ul>
  );
}

function Aims({ facts }: { facts: ChapterFacts }): ReactNode {
  const chapters = useChapterIndex();
  return (
    <div className="chapter-aims">
      <section>
        <h2>
          <Translate id="book.chapter.objectives">After this chapter you can</Translate>
        </h2>
        <ul>
          {facts.objectives.map((objective) => (
            <li key={objective}>{shownText(lowerFirst(objective))}</li>
          ))}
        </ul>
      </section>
      {facts.prerequisites.length > 0 && (
        <section>
          <h2>
            <Translate id="book.chapter.prerequisites">Read before</Translate>
          </h2>
          <ul>
            {facts.prerequisites.map((id) => (
              <Prerequisite key={id} id={id} chapter={chapters.find((chapter) => chapter.id === id)} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Prerequisite({ id, chapter }: { id: string; chapter: ChapterSummary | undefined }): ReactNode {
  const translator = useFrameTranslator();
  return (
    <li>
      {chapter ? (
        <Link to={chapter.permalink}>{translator?.chapter(chapter.permalink).title ?? chapter.title}</Link>
      ) : (
        id
      )}
      <span data-lectern-slot="prerequisite" data-chapter-id={id} />
    </li>
  );
}

function durationLabel(minutes: number): string {
  return minutes < 120
    ? translate({ id: 'book.chapter.minutes', message: '{minutes} min' }, { minutes })
    : translate({ id: 'book.chapter.hours', message: '{hours} h' }, { hours: Math.round(minutes / 30) / 2 });
}

function levelLabel(level: string): string {
  switch (level) {
    case 'none':
      return translate({ id: 'book.level.none', message: 'no experience needed' });
    case 'beginner':
      return translate({ id: 'book.level.beginner', message: 'beginner' });
    case 'intermediate':
      return translate({ id: 'book.level.intermediate', message: 'intermediate' });
    case 'advanced':
      return translate({ id: 'book.level.advanced', message: 'advanced' });
    default:
      return level;
  }
}

function hardwareLabel(hardware: string): string {
  switch (hardware) {
    case 'laptop':
      return translate({ id: 'book.hardware.laptop', message: 'any laptop' });
    case 'rtx':
      return translate({ id: 'book.hardware.rtx', message: 'RTX workstation' });
    case 'jetson':
      return translate({ id: 'book.hardware.jetson', message: 'Jetson' });
    case 'robot':
      return translate({ id: 'book.hardware.robot', message: 'robot' });
    default:
      return hardware;
  }
}

const capitalize = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
// “After this chapter you can” begins the sentence; acronyms keep their capitals.
const lowerFirst = (text: string) => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);
