import { useLocalStorage } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../api/client.ts';
import type { FindingFilters } from '../../api/queries.ts';
import { AssetLink } from '../../components/AssetLink.tsx';
import type { Column } from '../../components/DataTable.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { shortDiscriminator } from '../../components/packageName.ts';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { StatusChip } from '../../components/StatusChip.tsx';
import { Time } from '../../components/Time.tsx';
import { useAccountName } from '../../components/useAccountName.ts';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './FindingsPage.module.css';

type Sort = NonNullable<FindingFilters['sort']>;

/** Columns shown until a person chooses; the title is always there. */
const usual = ['severity', 'title', 'asset', 'account', 'region', 'firstSeen'];

/** The chosen columns, remembered on this machine. */
export function useColumns(): [string[], (columns: string[]) => void] {
  const [shown, setShown] = useLocalStorage({ key: 'hwaseong.findings.columns', defaultValue: usual });
  return [shown.includes('title') ? shown : [...shown, 'title'], setShown];
}

/** What can be known of a finding at a glance. */
export function useFindingColumns(sorted: Sort, onSort: (sort: Sort) => void): Column<Finding>[] {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const accountName = useAccountName();
  const by = (sort: Sort) => ({ active: sorted === sort, by: () => onSort(sort) });
  return [
    {
      id: 'severity',
      header: t('column.severity'),
      width: '104px',
      cell: ({ severity }) => <SeverityBadge severity={severity} />,
      sort: by('severity'),
    },
    {
      id: 'title',
      header: t('column.finding'),
      width: 'minmax(240px, 2.8fr)',
      cell: (finding) => <FindingTitle finding={finding} />,
    },
    {
      id: 'risk',
      header: t('column.risk'),
      width: '96px',
      from: 720,
      cell: ({ risk }) => (
        <span className={classes.risk} style={{ '--share': `${risk}%` } as React.CSSProperties}>
          <i aria-hidden />
          {format.number(Math.round(risk))}
        </span>
      ),
      sort: by('risk'),
    },
    {
      id: 'asset',
      header: t('column.asset'),
      width: 'minmax(140px, 1.6fr)',
      cell: ({ asset }) => <AssetLink asset={asset} />,
    },
    {
      id: 'kind',
      header: t('column.kind'),
      width: 'minmax(110px, 1fr)',
      from: 1100,
      cell: ({ asset }) => <span className="clip">{text(asset.kindTitle)}</span>,
    },
    {
      id: 'account',
      header: t('column.account'),
      width: 'minmax(134px, 0.9fr)',
      from: 980,
      cell: ({ asset }) => (
        <span className="clip" title={asset.account}>
          {accountName(asset.account)}
        </span>
      ),
    },
    {
      id: 'region',
      header: t('column.region'),
      width: '146px',
      from: 700,
      cell: ({ asset }) => (
        <span className="clip">{asset.region === 'global' ? t('inventory.global') : asset.region}</span>
      ),
    },
    {
      id: 'firstSeen',
      header: t('column.firstSeen'),
      width: '112px',
      from: 820,
      cell: ({ firstSeen }) => <Time at={firstSeen} />,
      sort: by('firstSeen'),
    },
    {
      id: 'lastSeen',
      header: t('column.lastSeen'),
      width: '112px',
      from: 1060,
      cell: ({ lastSeen }) => <Time at={lastSeen} />,
      sort: by('lastSeen'),
    },
  ];
}

function FindingTitle({ finding }: { finding: Finding }) {
  const text = useText();
  return (
    <span className={classes.title}>
      <PanelLink kind="finding" id={finding.id} className="clip" title={text(finding.title)}>
        {text(finding.title)}
      </PanelLink>
      {finding.discriminator && (
        <span className={`clip mono ${classes.discriminator}`} title={finding.discriminator}>
          {shortDiscriminator(finding)}
        </span>
      )}
      <FindingFlags finding={finding} />
    </span>
  );
}

/** What sets a finding apart from a plain open one. */
export function FindingFlags({ finding }: { finding: Pick<Finding, 'status' | 'stale' | 'excepted'> }) {
  if (finding.status === 'open' && !finding.stale && !finding.excepted) return null;
  return (
    <span className={classes.flags}>
      {finding.status === 'resolved' && <StatusChip status="resolved" />}
      {finding.stale && <StatusChip status="stale" />}
      {finding.excepted && <StatusChip status="excepted" />}
    </span>
  );
}
