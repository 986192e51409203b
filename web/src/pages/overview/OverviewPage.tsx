import { Button, Skeleton } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { overviewQuery } from '../../api/queries.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Time } from '../../components/Time.tsx';
import { useFormat } from '../../i18n/format.ts';
import { loadFurther } from '../../i18n/index.ts';
import { Coverage } from './Coverage.tsx';
import { Freshness } from './Freshness.tsx';
import classes from './OverviewPage.module.css';
import { SampleBanner } from './SampleBanner.tsx';
import { SeverityTiles } from './SeverityTiles.tsx';
import { TopRisks } from './TopRisks.tsx';
import { TrendSection } from './TrendSection.tsx';

/** Comes after the page it stands on, with its texts. */
const IncidentStrip = lazy(async () => {
  const [file] = await Promise.all([import('./IncidentStrip.tsx'), loadFurther()]);
  return { default: file.IncidentStrip };
});

const route = getRouteApi('/');

/** What matters today, and how far it can be trusted. */
export function OverviewPage() {
  const { t } = useTranslation();
  const { account } = useSearch({ strict: false });
  const days = Number(route.useSearch().days ?? '30');
  const { data, error, refetch } = useQuery(overviewQuery(account, days));

  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <OverviewSkeleton />;
  if (data.connections === 0 && data.assets === 0) {
    return (
      <>
        <Happening />
        <EmptyState
          icon={IconPlugConnected}
          title={t('overview.empty.title')}
          action={
            <Button renderRoot={(props) => <Link to="/connections/new" {...props} />}>{t('connections.add')}</Button>
          }
        >
          {t('overview.empty.text')}
        </EmptyState>
      </>
    );
  }
  return (
    <>
      {data.sample && <SampleBanner coming={!judgedAny(data.coverage)} />}
      <PageHeader answer={<Answer overview={data} />} note={<Trust overview={data} />} />
      <SeverityTiles open={data.open} fresh={data.new24h} />
      <Happening />
      <div className={classes.columns}>
        <TopRisks findings={data.top} />
        <div className={classes.side}>
          <TrendSection trend={data.trend} days={days} resolved={data.resolved7d} />
          <Coverage counts={data.coverage} />
          <Freshness places={data.staleness} />
        </div>
      </div>
    </>
  );
}

/** Events may come in before anything is connected. */
function Happening() {
  return (
    <Suspense fallback={<div className={classes.strip} />}>
      <IncidentStrip />
    </Suspense>
  );
}

/** The one sentence: what an attacker can use today, and what of it is new. */
function Answer({ overview }: { overview: Schema['Overview'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const grave = overview.open.critical + overview.open.high;
  const fresh = overview.new24h.critical + overview.new24h.high;
  const rest = overview.open.medium + overview.open.low + overview.open.info;
  if (!judgedAny(overview.coverage)) return t('overview.answer.nothing');
  if (grave === 0 && rest === 0) return t('overview.answer.clean');
  if (grave === 0) {
    return (
      <Trans
        i18nKey="overview.answer.minor"
        count={rest}
        values={{ n: format.number(rest) }}
        components={{ all: <Link to="/findings" search={{}} /> }}
      />
    );
  }
  return (
    <>
      <Trans
        i18nKey="overview.answer.grave"
        count={grave}
        values={{ n: format.number(grave) }}
        components={{ all: <Link to="/findings" search={{ severity: ['critical', 'high'] }} /> }}
      />{' '}
      {fresh > 0 ? (
        <Trans
          i18nKey="overview.answer.fresh"
          count={fresh}
          values={{ n: format.number(fresh) }}
          components={{
            new: (
              <Link
                to="/findings"
                search={{ severity: ['critical', 'high'], since: '24h', status: 'all', excepted: 'all' }}
              />
            ),
          }}
        />
      ) : (
        t('overview.answer.noneFresh')
      )}
    </>
  );
}

/** Without a single judgement, no finding means nothing. */
function judgedAny({ pass, fail }: Schema['StatusCounts']): boolean {
  return pass + fail > 0;
}

/** What bounds the sentence: how much was judged, how old the oldest answer is, what could not be told. */
function Trust({ overview }: { overview: Schema['Overview'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pass, fail, unknown } = overview.coverage;
  const judged = pass + fail;
  if (overview.running.length > 0 && judged === 0) {
    return <Link to="/connections">{t('overview.trust.running')}</Link>;
  }
  const oldest = overview.staleness.map((place) => place.oldest).sort()[0];
  return (
    <>
      {t('overview.trust.judged', { share: format.share(judged, judged + unknown), n: format.number(overview.assets) })}
      {overview.running.length > 0 && (
        <>
          {' · '}
          <Link to="/connections">{t('overview.trust.running')}</Link>
        </>
      )}
      {oldest !== undefined && (
        <>
          {' · '}
          {t('overview.trust.oldest')} <Time at={oldest} />
        </>
      )}
      {overview.stale > 0 && (
        <>
          {' · '}
          <Link to="/findings" search={{ stale: true }}>
            {t('overview.trust.stale', { count: overview.stale, n: format.number(overview.stale) })}
          </Link>
        </>
      )}
      {overview.excepted > 0 && (
        <>
          {' · '}
          <Link to="/findings" search={{ excepted: 'only' }}>
            {t('overview.trust.excepted', { count: overview.excepted, n: format.number(overview.excepted) })}
          </Link>
        </>
      )}
    </>
  );
}

function OverviewSkeleton() {
  return (
    <div aria-busy="true">
      <Skeleton height={28} width="min(520px, 80%)" mb={10} />
      <Skeleton height={16} width="min(380px, 60%)" mb={20} />
      <Skeleton height={76} mb={20} />
      <div className={classes.columns}>
        <Skeleton height={480} />
        <Skeleton height={480} />
      </div>
    </div>
  );
}
