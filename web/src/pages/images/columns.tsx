import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Host, Image } from '../../api/client.ts';
import type { ImageFilters } from '../../api/image-queries.ts';
import type { Column } from '../../components/DataTable.tsx';
import { SeverityBar } from '../../components/SeverityBar.tsx';
import { Time } from '../../components/Time.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './Images.module.css';
import { AdvisoryAge, DistributionName, Risk, TrustBadge } from './marks.tsx';

type Sort = NonNullable<ImageFilters['sort']>;

/** What images and hosts have in common: what is wrong with their software, and how well that is known. */
export function useSoftwareColumns<Row extends Image | Host>(): Record<
  'open' | 'fixable' | 'exploited' | 'distribution' | 'scanned' | 'judged',
  Column<Row>
> {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = (count: number) => (count === 0 ? <span className="faint">–</span> : format.number(count));
  return {
    open: {
      id: 'open',
      header: t('images.column.open'),
      width: 'minmax(140px, 1fr)',
      cell: ({ open, judgedAt, packages }) =>
        judgedAt === null && packages > 0 ? (
          <span className={classes.unknown} title={t('images.neverJudgedText')}>
            {t('images.neverJudged')}
          </span>
        ) : (
          <SeverityBar open={open} />
        ),
    },
    fixable: {
      id: 'fixable',
      header: t('images.column.fixable'),
      width: '84px',
      from: 1010,
      cell: ({ fixable }) => <span className="figures">{figure(fixable)}</span>,
    },
    exploited: {
      id: 'exploited',
      header: t('images.column.exploited'),
      width: '88px',
      from: 860,
      cell: ({ exploited }) => (
        <span className={`figures ${exploited > 0 ? classes.exploited : ''}`}>{figure(exploited)}</span>
      ),
    },
    distribution: {
      id: 'distribution',
      header: t('images.column.distribution'),
      width: 'minmax(150px, 1.1fr)',
      from: 720,
      cell: ({ distribution }) => <DistributionName distribution={distribution} short />,
    },
    scanned: {
      id: 'scanned',
      header: t('images.column.scanned'),
      width: '104px',
      from: 1120,
      cell: ({ scannedAt }) => <Time at={scannedAt} />,
    },
    judged: {
      id: 'judged',
      header: t('images.column.judged'),
      width: '116px',
      from: 960,
      cell: ({ judgedAt, advisories }) => <AdvisoryAge judgedAt={judgedAt} advisories={advisories} />,
    },
  };
}

/** What can be known of an image at a glance. */
export function useImageColumns(sorted: Sort, onSort: (sort: Sort) => void): Column<Image>[] {
  const { t } = useTranslation();
  const { open, fixable, exploited, distribution, scanned, judged } = useSoftwareColumns<Image>();
  const by = (sort: Sort) => ({ active: sorted === sort, by: () => onSort(sort) });
  return [
    {
      id: 'name',
      header: t('images.column.image'),
      width: 'minmax(220px, 2.6fr)',
      cell: (image) => <ImageName image={image} />,
    },
    {
      id: 'risk',
      header: t('column.risk'),
      width: '92px',
      from: 560,
      cell: ({ risk }) => <Risk risk={risk} />,
      sort: by('risk'),
    },
    ...[open, fixable, exploited, distribution],
    {
      id: 'running',
      header: t('images.column.running'),
      width: '92px',
      from: 1060,
      cell: ({ running, runningCount }) => (
        <span
          className={runningCount === 0 ? 'faint' : undefined}
          title={runningCount === 0 ? t('images.notRunning') : running.map(({ asset }) => asset.name).join('\n')}
        >
          {runningCount === 0 ? '–' : t('images.places', { count: runningCount })}
        </span>
      ),
    },
    {
      id: 'trust',
      header: t('images.column.trust'),
      width: '116px',
      from: 780,
      cell: ({ kind, trust }) =>
        kind === 'oci.image' ? <TrustBadge trust={trust} /> : <span className="faint">–</span>,
    },
    { ...scanned, sort: by('scanned') },
    judged,
  ];
}

/** "team/app:1.2": of a name that has both tag and digest, the tag. */
export function calledName(name: string): string {
  return name.replace(/(:[^/@]+)@sha\d+:[0-9a-f]+$/, '$1');
}

/** Name and tags, as people call it. */
function ImageName({ image }: { image: Image }) {
  const { t } = useTranslation();
  const { registry, name, id, kind, platform } = image;
  // What tells images apart comes first: most are of the same few registries.
  const named = calledName(name);
  const short = named.startsWith(`${registry}/`) ? named.slice(registry.length + 1) : named;
  const version = image.tags.find((tag) => !named.endsWith(tag)) ?? (short.includes(':') ? undefined : shortDigest(id));
  const place = short === named ? undefined : registry;
  return (
    <span className={classes.name}>
      <Link
        to="/images/$id/{-$section}"
        params={{ id }}
        search={{}}
        className="clip"
        title={`${name}\n${id}`}
        onClick={(event) => event.stopPropagation()}
      >
        {short}
      </Link>
      <span className={`clip ${classes.below}`}>
        {kind === 'oci.image'
          ? [place, version, platform].filter(Boolean).join(' · ')
          : t(kind === 'oci.bom' ? 'images.bom' : 'images.folder')}
      </span>
    </span>
  );
}

/** "sha256:3972b23ba246": enough to tell digests apart. */
export function shortDigest(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return hex === '' ? digest : `${algorithm}:${hex.slice(0, 12)}`;
}

/** An image where there is no room for columns. */
export function ImageCard({ image }: { image: Image }) {
  return (
    <>
      <span className={classes.cardTop}>
        <Risk risk={image.risk} />
        <TrustBadge trust={image.trust} />
        <Time at={image.scannedAt} />
      </span>
      <ImageName image={image} />
      <span className={classes.cardFoot}>
        <SeverityBar open={image.open} />
      </span>
    </>
  );
}
