import { useTranslation } from 'react-i18next';
import type { Affected, Schema } from '../../api/client.ts';
import type { Column } from '../../components/DataTable.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { StatusChip } from '../../components/StatusChip.tsx';
import { useText } from '../../i18n/format.ts';
import { EpssShare, ExploitedBadge, FixedIn, Risk } from '../images/marks.tsx';
import classes from './Vulnerabilities.module.css';

/** Vulnerabilities of one image at a glance. */
export function useAffectedColumns(layers: readonly Schema['ImageLayer'][]): Column<Affected>[] {
  const { t } = useTranslation();
  const layerName = (diffId: string | undefined) => {
    const position = layers.findIndex((layer) => layer.diffId === diffId);
    return position < 0 ? '–' : t('images.layers.layer', { n: position + 1 });
  };
  return [
    {
      id: 'severity',
      header: t('column.severity'),
      width: '104px',
      cell: ({ severity }) => <SeverityBadge severity={severity} />,
    },
    {
      id: 'vulnerability',
      header: t('vulnerabilities.column.id'),
      width: 'minmax(190px, 2.2fr)',
      cell: (affected) => <AffectedName affected={affected} />,
    },
    {
      id: 'package',
      header: t('vulnerabilities.column.package'),
      width: 'minmax(140px, 1.2fr)',
      cell: ({ package: { name }, installed }) => (
        <span className={classes.name}>
          <span className="clip">{name}</span>
          <code className={`mono clip ${classes.below}`}>{installed}</code>
        </span>
      ),
    },
    {
      id: 'fixed',
      header: t('vulnerabilities.column.fixed'),
      width: 'minmax(110px, 0.9fr)',
      cell: ({ fixed, fixStatus }) => <FixedIn fixed={fixed} status={fixStatus} />,
    },
    {
      id: 'risk',
      header: t('column.risk'),
      width: '92px',
      from: 820,
      cell: ({ risk }) => <Risk risk={risk} />,
    },
    {
      id: 'epss',
      header: t('vulnerabilities.column.epss'),
      width: '72px',
      from: 900,
      cell: ({ vulnerability }) => <EpssShare epss={vulnerability.epss} />,
    },
    {
      id: 'layer',
      header: t('vulnerabilities.column.layer'),
      width: '96px',
      from: 980,
      cell: ({ layers: of }) => <span className="clip">{layerName(of[0])}</span>,
    },
  ];
}

function AffectedName({ affected }: { affected: Affected }) {
  const text = useText();
  const { vulnerability, finding, excepted, stale } = affected;
  const title = text(vulnerability.title);
  return (
    <span className={classes.name}>
      <span className={classes.idLine}>
        <PanelLink kind="finding" id={finding} className="clip">
          {vulnerability.id}
        </PanelLink>
        <ExploitedBadge exploited={vulnerability.exploited} />
        {excepted && <StatusChip status="excepted" />}
        {stale && <StatusChip status="stale" />}
      </span>
      {title !== vulnerability.id && (
        <span className={`clip ${classes.below}`} title={title}>
          {title}
        </span>
      )}
    </span>
  );
}

/** The same where there is no room for columns. */
export function AffectedCard({ affected }: { affected: Affected }) {
  const { package: found, installed, fixed, fixStatus, severity } = affected;
  return (
    <>
      <span className={classes.cardTop}>
        <SeverityBadge severity={severity} />
        <span className="clip">{`${found.name} ${installed}`}</span>
        <FixedIn fixed={fixed} status={fixStatus} />
      </span>
      <AffectedName affected={affected} />
    </>
  );
}
