import { useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Hotkeys, useHotkeys } from './hotkeys.ts';
import { Panel } from './Panel.tsx';
import { pageAt, pages } from './pages.ts';
import { Rail } from './Rail.tsx';
import { Reachability } from './Reachability.tsx';
import classes from './Shell.module.css';
import { TopBar } from './TopBar.tsx';
import { useDocumentTitle } from './title.ts';

const CommandPalette = lazy(() => import('./CommandPalette.tsx').then((file) => ({ default: file.CommandPalette })));
const HelpDialog = lazy(() => import('./HelpDialog.tsx').then((file) => ({ default: file.HelpDialog })));

/** The frame: rail, top bar, the page, the side panel over it, palette and help. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const page = pageAt(pathname);
  useDocumentTitle(page && t(`frame.page.${page}`));
  const [dialog, setDialog] = useState<'palette' | 'help'>();
  const close = () => setDialog(undefined);

  const hotkeys: Hotkeys = {
    'mod+k': () => setDialog('palette'),
    '/': () => setDialog('palette'),
    '?': () => setDialog('help'),
  };
  for (const page of pages) hotkeys[`g ${page.key}`] = () => void navigate({ to: page.to });
  useHotkeys(hotkeys);

  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {t('frame.skip')}
      </a>
      <Rail />
      <div className={classes.column}>
        <TopBar onSearch={() => setDialog('palette')} onHelp={() => setDialog('help')} />
        <Reachability />
        <main id="content" tabIndex={-1} className={classes.content}>
          {children}
        </main>
      </div>
      <Panel />
      <Suspense fallback={null}>
        {dialog === 'palette' && <CommandPalette onClose={close} onHelp={() => setDialog('help')} />}
        {dialog === 'help' && <HelpDialog onClose={close} />}
      </Suspense>
    </div>
  );
}

/** The frame's outline while it is not known yet who is signed in. */
export function ShellSkeleton() {
  return (
    <div className={classes.shell} aria-busy="true">
      <div className={classes.railGhost} />
      <div className={classes.column}>
        <div className={classes.topGhost} />
      </div>
    </div>
  );
}
