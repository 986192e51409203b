import { ActionIcon, Kbd } from '@mantine/core';
import { IconHelp, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { AccountMenu } from './AccountMenu.tsx';
import { ScopeMenu } from './ScopeMenu.tsx';
import classes from './TopBar.module.css';

export const modKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

/** Scope at the left, the way to everything in the middle, who is signed in at the right. */
export function TopBar({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const { t } = useTranslation();
  return (
    <header className={classes.bar}>
      <ScopeMenu />
      <button type="button" className={classes.search} onClick={onSearch} aria-label={t('frame.search')}>
        <IconSearch size={15} aria-hidden />
        <span className={classes.searchText}>{t('frame.search')}</span>
        <span className={classes.keys} aria-hidden>
          <Kbd size="xs">{modKey}</Kbd>
          <Kbd size="xs">K</Kbd>
        </span>
      </button>
      <div className={classes.end}>
        <ActionIcon
          variant="subtle"
          color="gray"
          className={classes.help}
          onClick={onHelp}
          aria-label={t('frame.help')}
          title={`${t('frame.help')} (?)`}
        >
          <IconHelp size={18} stroke={1.7} />
        </ActionIcon>
        <AccountMenu />
      </div>
    </header>
  );
}
