import { Button, Switch } from '@mantine/core';
import { IconMoodSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Detection } from '../../api/client.ts';
import { detectionExceptionsQuery, detectionsQuery } from '../../api/event-queries.ts';
import { type DetectionsSearch, detectionStates } from '../../app/addresses.ts';
import { useMay } from '../../app/session.tsx';
import { ClearFilters } from '../../components/ClearFilters.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { FilterMenu } from '../../components/FilterMenu.tsx';
import { PageHeader, Toolbar } from '../../components/PageHeader.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { usePanelOf } from '../../components/QueryTable.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { SeverityFilter } from '../../components/SeverityFilter.tsx';
import { SourceFilter, useSourceTitle } from '../../components/SourceFilter.tsx';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import { DetectionState } from './DetectionState.tsx';
import classes from './Detections.module.css';
import { chosenDetections, countBySource, inOrder, type Order } from './filters.ts';
import { RejectedRules } from './RejectedRules.tsx';
import { useSwitchDetection } from './switch.ts';

const route = getRouteApi('/detections');

/** Everything that judges events, whether it fires, and whether it can. */
export function DetectionsPage() {
  const { t } = useTranslation();
  const { account, panel: _panel, tab: _tab, ...search } = route.useSearch();
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useQuery(detectionsQuery);
  const exceptions = useQuery(detectionExceptionsQuery).data?.items ?? [];
  const [order, setOrder] = useState<Order>('severity');
  const columns = useColumns(order, setOrder);
  const { open, openId } = usePanelOf('detection');
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;

  const items = data?.items ?? [];
  const excepted = new Set(exceptions.filter(({ expired }) => !expired).map(({ detection }) => detection));
  const rows = inOrder(chosenDetections(items, search, excepted), order);
  const change = (next: DetectionsSearch) =>
    void navigate({ to: '/detections', search: (before) => ({ ...before, panel: undefined, ...next }), replace: true });
  const clear = () => void navigate({ to: '/detections', search: { account } });
  return (
    <>
      <Header items={data?.items} />
      <EntryTabs of="detections" />
      {data !== undefined && data.rejected.length > 0 && (
        <details className={classes.rejected}>
          <summary>{t('detections.rejected', { count: data.rejected.length, n: data.rejected.length })}</summary>
          <p>{t('detections.rejectedText')}</p>
          <RejectedRules rejected={data.rejected} />
        </details>
      )}
      <Toolbar search={<SearchBox label={t('detections.search')} value={search.q} onSearch={(q) => change({ q })} />}>
        <SeverityFilter chosen={search.severity} onChange={(severity) => change({ severity })} />
        <FilterMenu
          label={t('detections.filter.state')}
          choices={detectionStates.map((value) => ({
            value,
            label: t(`detections.state.${value}`),
            count: items.filter(({ state }) => state === value).length,
          }))}
          chosen={search.condition ?? []}
          onChange={(given) =>
            change({
              condition: given.length === 0 ? undefined : (given as NonNullable<DetectionsSearch['condition']>),
            })
          }
        />
        <SourceFilter chosen={search.source} onChange={(source) => change({ source })} counts={countBySource(items)} />
        {search.technique !== undefined && (
          <FilterMenu
            single
            label={t('detections.filter.technique')}
            choices={[{ value: search.technique, label: search.technique }]}
            chosen={[search.technique]}
            onChange={() => change({ technique: undefined })}
          />
        )}
        <FilterMenu
          single
          label={t('detections.filter.origin')}
          choices={(['product', 'user'] as const).map((value) => ({ value, label: t(`detections.origin.${value}`) }))}
          chosen={search.origin === undefined ? [] : [search.origin]}
          onChange={([value]) => change({ origin: value as DetectionsSearch['origin'] })}
        />
        <FilterMenu
          single
          label={t('detections.filter.excepted')}
          choices={[{ value: 'true', label: t('detections.filter.exceptedOnly'), count: excepted.size }]}
          chosen={search.exceptions ? ['true'] : []}
          onChange={([value]) => change({ exceptions: value === undefined ? undefined : true })}
        />
        {Object.keys(search).length > 0 && <ClearFilters onClear={clear} />}
      </Toolbar>
      <DataTable
        label={t('frame.page.detections')}
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        card={(detection) => <DetectionCard detection={detection} />}
        onOpen={({ id }) => open(id)}
        openId={openId}
        pending={isPending}
        empty={
          <EmptyState
            icon={IconMoodSearch}
            title={t('detections.none')}
            action={
              <Button variant="default" onClick={clear}>
                {t('filter.clearAll')}
              </Button>
            }
          />
        }
      />
    </>
  );
}

function Header({ items }: { items: readonly Detection[] | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayImport = useMay('admin');
  const on = items?.filter(({ enabled }) => enabled) ?? [];
  const firing = on.filter(({ state }) => state === 'firing');
  const blind = on.filter(({ state }) => state === 'no-events');
  return (
    <PageHeader
      answer={
        items === undefined
          ? ' '
          : t('detections.answer', { on: format.number(on.length), firing: format.number(firing.length) })
      }
      note={
        blind.length > 0 && (
          <Link to="/detections" search={{ condition: ['no-events'] }}>
            {t('detections.blind', { n: format.number(blind.length) })}
          </Link>
        )
      }
      actions={
        mayImport && (
          <Button
            variant="default"
            renderRoot={(props: object) => <Link to="/detections/import" search={{}} {...props} />}
          >
            {t('detections.import.act')}
          </Button>
        )
      }
    />
  );
}

function useColumns(order: Order, onOrder: (order: Order) => void): Column<Detection>[] {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const source = useSourceTitle();
  const mayWrite = useMay('analyst');
  const { turn, pending } = useSwitchDetection();
  const sort = (by: Order) => ({ active: order === by, by: () => onOrder(by) });
  return [
    {
      id: 'severity',
      header: t('column.severity'),
      width: '104px',
      sort: sort('severity'),
      cell: ({ severity }) => <SeverityBadge severity={severity} />,
    },
    {
      id: 'title',
      header: t('detections.column.detection'),
      width: 'minmax(240px, 2.4fr)',
      cell: ({ id, title }) => (
        <PanelLink kind="detection" id={id} className={`clip ${classes.title}`} title={text(title)}>
          {text(title)}
        </PanelLink>
      ),
    },
    {
      id: 'state',
      header: t('detections.column.state'),
      width: '128px',
      cell: ({ state }) => <DetectionState state={state} />,
    },
    {
      id: 'logs',
      header: t('detections.column.logs'),
      width: 'minmax(120px, 1fr)',
      from: 900,
      cell: ({ sources }) => (
        <span className="clip" title={sources.map(source).join('\n')}>
          {sources.map(source).join(', ')}
        </span>
      ),
    },
    {
      id: 'techniques',
      header: t('detections.column.techniques'),
      width: '124px',
      from: 1060,
      cell: ({ techniques }) => (
        <span className="clip faint" title={techniques.join('\n')}>
          {techniques.length > 1 ? `${techniques[0]} +${techniques.length - 1}` : techniques[0]}
        </span>
      ),
    },
    {
      id: 'alerts',
      header: t('detections.column.alerts'),
      sort: sort('alerts'),
      width: '116px',
      from: 760,
      cell: ({ id, alertsLastMonth }) =>
        alertsLastMonth === 0 ? (
          <span className="figures faint">0</span>
        ) : (
          <Link
            to="/alerts"
            search={{ detection: id, excepted: 'all' }}
            className="figures"
            onClick={(event) => event.stopPropagation()}
          >
            {format.number(alertsLastMonth)}
          </Link>
        ),
    },
    {
      id: 'last',
      header: t('detections.column.last'),
      sort: sort('last'),
      width: '116px',
      from: 980,
      cell: ({ lastAlert }) => (lastAlert ? <Time at={lastAlert} /> : <span className="faint">–</span>),
    },
    {
      id: 'on',
      header: t('detections.column.on'),
      width: '68px',
      cell: ({ id, title, enabled }) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the switch itself takes the keyboard; this only keeps the row shut
        <span onClick={(event) => event.stopPropagation()}>
          <Switch
            size="xs"
            aria-label={t('detections.turn', { name: text(title) })}
            checked={enabled}
            disabled={!mayWrite || pending === id}
            onChange={() => turn({ id, enabled })}
          />
        </span>
      ),
    },
  ];
}

function DetectionCard({ detection }: { detection: Detection }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const { severity, state, title, alertsLastMonth, lastAlert } = detection;
  return (
    <>
      <span className={classes.cardTop}>
        <SeverityBadge severity={severity} />
        <DetectionState state={state} />
        {lastAlert && <Time at={lastAlert} />}
      </span>
      <span className={`clip ${classes.cardTitle}`}>{text(title)}</span>
      <span className={classes.cardTop}>
        {t('detections.alerts', { count: alertsLastMonth, n: format.number(alertsLastMonth) })}
      </span>
    </>
  );
}
