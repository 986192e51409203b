import { IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import type { Column } from '../../components/DataTable.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { SeverityBar } from '../../components/SeverityBar.tsx';
import { useFormat } from '../../i18n/format.ts';
import { Risk } from '../images/marks.tsx';
import classes from './Vulnerabilities.module.css';

type Group = Schema['AffectedPackage'];

/** Vulnerable packages: what to update, and what that mends. */
export function useGroupColumns(): Column<Group>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      id: 'package',
      header: t('vulnerabilities.column.package'),
      width: 'minmax(180px, 1.6fr)',
      cell: (group) => <GroupName group={group} />,
    },
    {
      id: 'open',
      header: t('images.column.open'),
      width: 'minmax(160px, 1.2fr)',
      cell: ({ open }) => <SeverityBar open={open} />,
    },
    {
      id: 'update',
      header: t('vulnerabilities.column.update'),
      width: 'minmax(130px, 1fr)',
      cell: (group) => <Update group={group} />,
    },
    {
      id: 'mends',
      header: t('vulnerabilities.column.mends'),
      width: '84px',
      from: 620,
      cell: ({ mends }) => <span className="figures">{mends === 0 ? '–' : format.number(mends)}</span>,
    },
    {
      id: 'risk',
      header: t('column.risk'),
      width: '92px',
      from: 760,
      cell: ({ risk }) => <Risk risk={risk} />,
    },
    {
      id: 'type',
      header: t('packages.column.type'),
      width: '84px',
      from: 860,
      cell: ({ type }) => <span className="faint">{type}</span>,
    },
  ];
}

function GroupName({ group }: { group: Group }) {
  const { name, installed, purl, paths } = group;
  return (
    <span className={classes.name} title={[purl, ...paths].join('\n')}>
      <PanelLink kind="package" id={purl} className="clip">
        {name}
      </PanelLink>
      <code className={`mono clip ${classes.below}`}>{installed}</code>
    </span>
  );
}

function Update({ group: { update } }: { group: Group }) {
  const { t } = useTranslation();
  if (update === null) return <span className="faint">{t('vulnerabilities.noFix')}</span>;
  return (
    <span className={classes.update}>
      <IconArrowUp size={13} stroke={2.2} aria-hidden />
      <code className="mono clip">{update}</code>
    </span>
  );
}

/** The same where there is no room for columns. */
export function GroupCard({ group }: { group: Group }) {
  return (
    <>
      <span className={classes.cardTop}>
        <GroupName group={group} />
        <Update group={group} />
      </span>
      <SeverityBar open={group.open} />
    </>
  );
}
