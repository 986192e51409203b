import { useTranslation } from 'react-i18next';
import type { Asset, Schema } from '../../api/client.ts';
import { severities } from '../../api/words.ts';
import { AssetLink } from '../../components/AssetLink.tsx';
import type { Column } from '../../components/DataTable.tsx';
import { SeverityMark } from '../../components/SeverityBadge.tsx';
import { Time } from '../../components/Time.tsx';
import { useAccountName } from '../../components/useAccountName.ts';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './InventoryPage.module.css';

/** What can be known of an asset at a glance. */
export function useAssetColumns(): Column<Asset>[] {
  const { t } = useTranslation();
  const text = useText();
  const accountName = useAccountName();
  return [
    {
      id: 'name',
      header: t('column.asset'),
      width: 'minmax(180px, 2.4fr)',
      cell: (asset) => <AssetLink asset={asset} />,
    },
    {
      id: 'kind',
      header: t('column.kind'),
      width: 'minmax(120px, 1.6fr)',
      cell: ({ kindTitle }) => <span className="clip">{text(kindTitle)}</span>,
    },
    {
      id: 'account',
      header: t('column.account'),
      width: 'minmax(134px, 1fr)',
      from: 820,
      cell: ({ account }) => (
        <span className="clip" title={account}>
          {accountName(account)}
        </span>
      ),
    },
    {
      id: 'region',
      header: t('column.region'),
      width: '128px',
      from: 620,
      cell: ({ region }) => <span className="clip">{region === 'global' ? t('inventory.global') : region}</span>,
    },
    { id: 'open', header: t('column.open'), width: '116px', cell: ({ open }) => <OpenCounts open={open} /> },
    {
      id: 'lastSeen',
      header: t('column.lastSeen'),
      width: '108px',
      from: 920,
      cell: ({ lastSeen }) => <Time at={lastSeen} />,
    },
  ];
}

/** Open findings of an asset: the two worst severities. */
export function OpenCounts({ open }: { open: Schema['SeverityCounts'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const worst = severities.filter((severity) => open[severity] > 0).slice(0, 2);
  if (worst.length === 0) return <span className="faint">–</span>;
  return (
    <span className={classes.open}>
      {worst.map((severity) => (
        <span key={severity} title={t(`severity.${severity}`)}>
          <SeverityMark severity={severity} size={11} />
          {format.number(open[severity])}
        </span>
      ))}
    </span>
  );
}

/** An asset where there is no room for columns. */
export function AssetCard({ asset }: { asset: Asset }) {
  return (
    <span className={classes.cardFoot}>
      <AssetLink asset={asset} full />
      <OpenCounts open={asset.open} />
    </span>
  );
}
