import { Skeleton } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type FindingFilters, type FindingGrouping, findingGroupsQuery } from '../../api/queries.ts';
import type { Severity } from '../../api/words.ts';
import type { FindingsSearch } from '../../app/addresses.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { useAccountName } from '../../components/useAccountName.ts';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './FindingsPage.module.css';

interface Props {
  filters: FindingFilters;
  by: FindingGrouping;
  change: (search: FindingsSearch & { account?: string }) => void;
}

/** The same findings counted; a group opens as the list it stands for. */
export function FindingGroups({ filters, by, change }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const accountName = useAccountName();
  const { data, error, refetch } = useQuery(findingGroupsQuery(filters, by));
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={320} />;
  if (data.groups.length === 0) return <EmptyState icon={IconChecks} title={t('findings.none.filtered')} />;
  const open = (key: string) =>
    change({ by: undefined, ...(by === 'severity' ? { severity: [key as Severity] } : { [by]: key }) });
  const name = (key: string) => {
    if (by === 'severity') return t(`severity.${key as Severity}`);
    if (by === 'account') return accountName(key);
    return key === 'global' ? t('inventory.global') : key;
  };
  return (
    <ul className={classes.groups}>
      {data.groups.map(({ key, title, severity, count, stale }) => (
        <li key={key}>
          <button type="button" className={classes.group} onClick={() => open(key)}>
            <span>
              <SeverityBadge severity={severity} />
            </span>
            <span className={classes.groupName}>{title ? text(title) : name(key)}</span>
            <span className="faint">{stale > 0 && t('findings.groupStale', { n: format.number(stale) })}</span>
            <span className={classes.groupCount}>{format.number(count)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
