import { Modal, useMantineColorScheme } from '@mantine/core';
import {
  IconBell,
  IconBox,
  IconBroadcast,
  IconBug,
  IconBuildingWarehouse,
  IconDatabaseSearch,
  IconEye,
  IconFileImport,
  IconGridDots,
  IconHelp,
  IconLanguage,
  IconList,
  IconListCheck,
  IconMoon,
  IconPackage,
  IconPlus,
  IconSearch,
  IconServer2,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { type ComponentType, type KeyboardEvent, useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { searchQuery } from '../api/queries.ts';
import { SeverityMark } from '../components/SeverityBadge.tsx';
import { useLanguage, useText } from '../i18n/format.ts';
import classes from './CommandPalette.module.css';
import { useChooseLanguage } from './language.ts';
import { pages } from './pages.ts';

/** Pages that stand behind a tab of another. */
const innerPages = [
  { name: 'alerts', to: '/alerts', icon: IconBell },
  { name: 'live', to: '/events/live', icon: IconBroadcast },
  { name: 'sql', to: '/events/sql', icon: IconDatabaseSearch },
  { name: 'attack', to: '/detections/attack', icon: IconGridDots },
  { name: 'watches', to: '/detections/watches', icon: IconEye },
  { name: 'lists', to: '/detections/lists', icon: IconList },
  { name: 'import', to: '/detections/import', icon: IconFileImport },
  { name: 'vulnerabilities', to: '/vulnerabilities', icon: IconBug },
  { name: 'packages', to: '/packages', icon: IconPackage },
  { name: 'hosts', to: '/hosts', icon: IconServer2 },
  { name: 'registries', to: '/registries', icon: IconBuildingWarehouse },
] as const;

interface Entry {
  id: string;
  group: string;
  label: string;
  detail?: string;
  mark: React.ReactNode;
  run: () => void;
}

const icon = (Icon: ComponentType<{ size?: number; stroke?: number }>) => <Icon size={16} stroke={1.7} aria-hidden />;

/** One box for pages, actions, and whatever the server finds among assets, findings and controls. */
export function CommandPalette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const asked = words.trim();
  const entries = useEntries(asked, onClose, onHelp);
  const active = entries[Math.min(at, entries.length - 1)];

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((before) => (Math.min(before, entries.length - 1) + step + entries.length) % Math.max(entries.length, 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      active?.run();
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      size={620}
      padding={0}
      yOffset="12dvh"
      centered={false}
      title={null}
      aria-label={t('frame.search')}
      data-modal
    >
      <div className={classes.box}>
        <IconSearch size={17} aria-hidden />
        <input
          className={classes.input}
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={active && `${listId}-${active.id}`}
          aria-label={t('frame.search')}
          placeholder={t('palette.placeholder')}
          value={words}
          // The dialog is opened by the wish to type.
          data-autofocus
          onChange={(event) => {
            setWords(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          spellCheck={false}
          autoComplete="off"
        />
      </div>
      <div id={listId} role="listbox" aria-label={t('frame.search')} className={classes.list}>
        {entries.length === 0 && <p className={classes.nothing}>{t('palette.nothing', { words: asked })}</p>}
        {entries.map((entry, position) => (
          <div key={entry.id}>
            {entry.group !== entries[position - 1]?.group && <div className={classes.group}>{entry.group}</div>}
            <div
              id={`${listId}-${entry.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={entry === active}
              className={classes.entry}
              onPointerMove={() => setAt(position)}
              onClick={entry.run}
              onKeyDown={onKeyDown}
              ref={entry === active ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
            >
              {entry.mark}
              <span className="clip">{entry.label}</span>
              {entry.detail && <span className={`clip ${classes.detail}`}>{entry.detail}</span>}
            </div>
          </div>
        ))}
      </div>
    </Modal>
  );
}

function useEntries(asked: string, onClose: () => void, onHelp: () => void): Entry[] {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const router = useRouter();
  const language = useLanguage();
  const chooseLanguage = useChooseLanguage();
  const { toggleColorScheme } = useMantineColorScheme();
  // The server may be asked a little later; what is chosen by Enter is what the words say now.
  const found = useQuery(searchQuery(useDeferredValue(asked))).data;
  const matches = (label: string) => label.toLowerCase().includes(asked.toLowerCase());
  const then = (run: () => void) => () => {
    onClose();
    run();
  };

  const fixed: Entry[] = [
    ...pages.map(({ name, to, icon: Icon }) => ({
      id: `page-${name}`,
      group: t('palette.pages'),
      label: t(`frame.page.${name}`),
      mark: icon(Icon),
      run: then(() => void navigate({ to })),
    })),
    ...innerPages.map(({ name, to, icon: Icon }) => ({
      id: `page-${name}`,
      group: t('palette.pages'),
      label: t(`palette.page.${name}`),
      mark: icon(Icon),
      run: then(() => void navigate({ to })),
    })),
    {
      id: 'connect',
      group: t('palette.actions'),
      label: t('connections.add'),
      mark: icon(IconPlus),
      run: then(() => void navigate({ to: '/connections/new' })),
    },
    {
      id: 'language',
      group: t('palette.actions'),
      label: language === 'en' ? '한국어로 보기' : 'Show in English',
      mark: icon(IconLanguage),
      run: then(() => chooseLanguage(language === 'en' ? 'ko' : 'en')),
    },
    {
      id: 'theme',
      group: t('palette.actions'),
      label: t('palette.theme'),
      mark: icon(IconMoon),
      run: then(toggleColorScheme),
    },
    { id: 'help', group: t('palette.actions'), label: t('frame.help'), mark: icon(IconHelp), run: onHelp },
  ].filter(({ label }) => asked === '' || matches(label));
  if (asked === '' || found === undefined) return fixed;

  /** Opens the panel over the page at hand where that page has lists, else over the page it belongs to. */
  const open = (panel: string, to: '/findings' | '/inventory' | '/controls') =>
    then(() => void navigate({ to: router.state.location.pathname === to ? '.' : to, search: { panel } }));
  return [
    ...fixed,
    ...found.findings.map(({ id, title, severity, asset }) => ({
      id: `finding-${id}`,
      group: t('frame.page.findings'),
      label: text(title),
      detail: asset,
      mark: <SeverityMark severity={severity} size={13} />,
      run: open(`finding:${id}`, '/findings'),
    })),
    ...found.assets.map(({ id, name, kindTitle, account, region }) => ({
      id: `asset-${id}`,
      group: t('palette.assets'),
      label: name,
      detail: `${text(kindTitle)} · ${account} · ${region}`,
      mark: icon(IconBox),
      run: open(`asset:${id}`, '/inventory'),
    })),
    ...found.controls.map(({ id, title }) => ({
      id: `control-${id}`,
      group: t('frame.page.controls'),
      label: text(title),
      mark: icon(IconListCheck),
      run: open(`control:${id}`, '/controls'),
    })),
  ];
}
