import { Menu } from '@mantine/core';
import { IconBuilding, IconCheck, IconCloud, IconSelector } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { accountsQuery, settingsQuery } from '../api/queries.ts';
import { useSession } from './session.tsx';
import classes from './TopBar.module.css';

/** The account every page is narrowed to, or the whole organisation. It lives in the address and goes along. */
export function ScopeMenu() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { sample } = useSession();
  const { account } = useSearch({ strict: false });
  const accounts = useQuery(accountsQuery).data?.accounts ?? [];
  const organization = useQuery(settingsQuery).data?.organization || t('frame.organization');
  const chosen = accounts.find(({ id }) => id === account);
  const choose = (id: string | undefined) =>
    void navigate({ to: '.', search: (before) => ({ ...before, account: id, panel: undefined }) });

  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <button type="button" className={classes.trigger} aria-label={t('frame.scope')}>
          {account ? <IconCloud size={16} aria-hidden /> : <IconBuilding size={16} aria-hidden />}
          <span className="clip">{account ? (chosen?.name ?? account) : organization}</span>
          {sample && <span className={classes.sample}>{t('connections.sample')}</span>}
          <IconSelector size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={420} className={classes.scopes}>
        <Menu.Item
          leftSection={<IconBuilding size={16} aria-hidden />}
          rightSection={account ? null : <IconCheck size={14} aria-hidden />}
          onClick={() => choose(undefined)}
        >
          {organization}
        </Menu.Item>
        <Menu.Label>{t('frame.accounts')}</Menu.Label>
        {accounts.length === 0 && <Menu.Item disabled>{t('frame.noAccounts')}</Menu.Item>}
        {accounts.map(({ id, name }) => (
          <Menu.Item
            key={id}
            leftSection={<IconCloud size={16} aria-hidden />}
            rightSection={id === account ? <IconCheck size={14} aria-hidden /> : null}
            onClick={() => choose(id)}
          >
            <div className="clip">{name}</div>
            {name !== id && <div className="mono faint">{id}</div>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
