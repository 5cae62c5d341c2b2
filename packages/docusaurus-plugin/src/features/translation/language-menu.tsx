/** The menu of languages and of the text's look. Loaded with its first opening. */
import {
  Menu,
  MenuGroup,
  MenuGroupLabel,
  MenuItem,
  MenuItemCheck,
  MenuItemCheckbox,
  MenuItemRadio,
  MenuSeparator,
  useMenuStore,
} from '@ariakit/react/menu';
import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import { t } from '../../client/messages.ts';
import { READING_LANGUAGES, type ReadingLanguage } from './languages.ts';
import { TRANSLATION_MESSAGES as WORDS } from './translation.messages.ts';
import { chooseLanguage, knowLanguages } from './translation-actions.ts';
import { keepLook, LOOK_LIMITS, type TextLook, textLook } from './translation-choice.ts';
import { percentOf } from './translation-words.ts';
import { useTranslation } from './use-translation.ts';

/** Props of {@link LanguageMenu}. */
export interface LanguageMenuProps {
  /** The button that it belongs to; the focus returns there. */
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** How much of the book there is in a language, as far as the server has said. */
function useCoverage(): ReadonlyMap<string, number> {
  const { languages } = useTranslation();
  useEffect(() => void knowLanguages().catch(() => undefined), []);
  return new Map(languages?.languages.map(({ code, coverage }) => [code, coverage]));
}

function LanguageItem(props: {
  language: ReadingLanguage;
  isSource: boolean;
  coverage: number | undefined;
}): ReactNode {
  const { language, isSource, coverage } = props;
  const { code, label, dir } = language;
  const shown = coverage === 0 ? t(WORDS.nothingYet) : t(WORDS.coverageOfBook, { percent: percentOf(coverage ?? 0) });
  return (
    <MenuItemRadio className="lectern-menu-item" name="language" value={code} hideOnClick>
      <MenuItemCheck />
      <span className="lectern-endonym" lang={code} dir={dir}>
        {isSource ? t(WORDS.inSource, { language: label }) : label}
      </span>
      {!isSource && coverage !== undefined && <small>{shown}</small>}
    </MenuItemRadio>
  );
}

/** The look of the text: the menu stays open, so that one sees what a step does. */
function LookItems({ look, change }: { look: TextLook; change: (look: TextLook) => void }): ReactNode {
  const step = (name: 'size' | 'spacing', by: number, label: string) => {
    const [least, most] = LOOK_LIMITS[name];
    const next = look[name] + by;
    return (
      <MenuItem
        className="lectern-menu-item"
        hideOnClick={false}
        disabled={next < least || next > most}
        accessibleWhenDisabled
        onClick={() => change({ ...look, [name]: next })}
      >
        {label}
      </MenuItem>
    );
  };
  return (
    <>
      {step('size', 1, t(WORDS.larger))}
      {step('size', -1, t(WORDS.smaller))}
      {step('spacing', 1, t(WORDS.looser))}
      {step('spacing', -1, t(WORDS.tighter))}
      {(['nastaliq', 'naskh'] as const).map((face) => (
        <MenuItemRadio key={face} className="lectern-menu-item" name="face" value={face}>
          <MenuItemCheck />
          {t(WORDS[face])}
        </MenuItemRadio>
      ))}
    </>
  );
}

/** The menu. */
export function LanguageMenu({ anchor, open, onOpenChange }: LanguageMenuProps): ReactNode {
  const { source, language, beside, setBeside } = useTranslation();
  const [look, setLook] = useState(textLook);
  const coverage = useCoverage();
  const change = (next: TextLook) => {
    setLook(next);
    keepLook(next);
  };
  const values = {
    language: language ?? source,
    face: look.face,
    originals: [...(beside ? ['beside'] : []), ...(look.hover ? ['hover'] : [])],
  };
  const take = (next: typeof values) => {
    if (next.language !== values.language) chooseLanguage(next.language);
    if (next.face !== values.face) change({ ...look, face: next.face });
    const hover = next.originals.includes('hover');
    if (hover !== look.hover) change({ ...look, hover });
    if (next.originals.includes('beside') !== beside) setBeside(!beside);
  };
  const menu = useMenuStore({ open, setOpen: onOpenChange, values, setValues: take, placement: 'bottom-start' });
  // There is no button of the library's that would ask for the focus: the one that opens the menu is there before it.
  useEffect(() => {
    if (!open) return;
    menu.setAutoFocusOnShow(true);
    menu.setInitialFocus('first');
  }, [open, menu]);
  return (
    <Menu
      store={menu}
      className="lectern-menu"
      aria-label={t(WORDS.menu)}
      getAnchorRect={() => anchor.current?.getBoundingClientRect() ?? null}
      finalFocus={anchor}
      gutter={6}
      fitViewport
      unmountOnHide
    >
      <MenuGroup>
        <MenuGroupLabel className="lectern-menu-label">{t(WORDS.language)}</MenuGroupLabel>
        {READING_LANGUAGES.map((one) => (
          <LanguageItem
            key={one.code}
            language={one}
            isSource={one.code === source}
            coverage={coverage.get(one.code)}
          />
        ))}
      </MenuGroup>
      <MenuSeparator className="lectern-menu-line" />
      <MenuGroup>
        <MenuGroupLabel className="lectern-menu-label">{t(WORDS.looks)}</MenuGroupLabel>
        {(['beside', 'hover'] as const).map((name) => (
          <MenuItemCheckbox
            key={name}
            className={`lectern-menu-item lectern-menu-${name}`}
            name="originals"
            value={name}
          >
            <MenuItemCheck />
            {t(WORDS[name])}
          </MenuItemCheckbox>
        ))}
        <LookItems look={look} change={change} />
      </MenuGroup>
    </Menu>
  );
}
