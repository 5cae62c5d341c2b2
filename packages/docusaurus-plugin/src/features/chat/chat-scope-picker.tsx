/** The chip that shows where answers are looked for, and changes it. A native select: every phone knows how. */
import type { ReactNode } from 'react';
import { t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { CHAT_MESSAGES } from './chat.messages.ts';
import type { ScopeChoice } from './chat-panel.store.ts';
import { effectiveChoice } from './chat-scope.ts';
import type { Page } from './use-page.ts';

interface ScopeOption {
  readonly choice: ScopeChoice;
  readonly label: string;
}

/** The scopes that can be chosen on a page, narrowest last. */
export function scopeOptions(
  { path, page, section }: Pick<Page, 'path' | 'page' | 'section'>,
  current: ScopeChoice,
  modules: readonly { id: string; title: string }[],
): ScopeOption[] {
  const options: ScopeOption[] = [{ choice: { type: 'book' }, label: t(CHAT_MESSAGES.scopeBook) }];
  const module = modules.find(({ id }) => id === page?.module);
  if (module) {
    options.push({ choice: { type: 'module' }, label: t(CHAT_MESSAGES.scopeModule, { title: module.title }) });
  }
  if (page) {
    options.push({ choice: { type: 'chapter' }, label: t(CHAT_MESSAGES.scopeChapter, { title: page.title }) });
  }
  // A chosen section stays in the list when the reader scrolls on.
  const chosen = current.type === 'section' ? current : null;
  const reading =
    page && section ? { type: 'section' as const, path, sectionId: section.id, title: section.title } : null;
  for (const choice of [chosen, reading?.sectionId === chosen?.sectionId ? null : reading]) {
    if (choice) options.push({ choice, label: t(CHAT_MESSAGES.scopeSection, { title: choice.title }) });
  }
  if (current.type === 'selection') options.push({ choice: current, label: t(CHAT_MESSAGES.scopeSelection) });
  return options;
}

const keyOf = (choice: ScopeChoice) => (choice.type === 'section' ? `section#${choice.sectionId}` : choice.type);

/** The scope chip. */
export function ChatScopePicker(props: {
  readonly page: Page;
  readonly scope: ScopeChoice;
  readonly onChange: (scope: ScopeChoice) => void;
}): ReactNode {
  const { page, onChange } = props;
  const current = effectiveChoice(props.scope, page);
  const options = scopeOptions(page, current, siteSettings().modules);
  return (
    <label className="lectern-scope">
      <span className="lectern-visually-hidden">{t(CHAT_MESSAGES.scopeLabel)}</span>
      <select
        value={keyOf(current)}
        onChange={(event) => {
          const option = options.find(({ choice }) => keyOf(choice) === event.target.value);
          if (option) onChange(option.choice);
        }}
      >
        {options.map(({ choice, label }) => (
          <option key={keyOf(choice)} value={keyOf(choice)}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
