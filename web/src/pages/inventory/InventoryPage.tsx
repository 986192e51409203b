import { Skeleton } from '@mantine/core';
import { IconBoxOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { assetsQuery, kindsQuery, regionsQuery } from '../../api/queries.ts';
import type { InventorySearch } from '../../app/addresses.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { NoMatch } from '../../components/NoMatch.tsx';
import { PageHeader, Toolbar } from '../../components/PageHeader.tsx';
import { QueryTable, usePanelOf } from '../../components/QueryTable.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { useFormat } from '../../i18n/format.ts';
import { AssetCard, useAssetColumns } from './columns.tsx';
import { assetFilters, hasFilters } from './filters.ts';
import { InventoryFilters } from './InventoryFilters.tsx';
import classes from './InventoryPage.module.css';
import { KindList } from './KindList.tsx';
import { inRegion, unwanted } from './regions.ts';

const WorldMap = lazy(() => import('./WorldMap.tsx').then((file) => ({ default: file.WorldMap })));
const route = getRouteApi('/inventory');

/** Everything there is, over every region: where it is, and where there should be nothing. */
export function InventoryPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { account, panel: _panel, tab: _tab, ...search } = route.useSearch();
  const navigate = useNavigate();
  const regions = useQuery(regionsQuery);
  const kinds = useQuery(
    kindsQuery({ ...(account ? { account } : {}), ...(search.region ? { region: search.region } : {}) }),
  );
  const list = useInfiniteQuery(assetsQuery(assetFilters(search, account)));
  const { open, openId } = usePanelOf('asset');
  const columns = useAssetColumns();

  const change = (next: InventorySearch) =>
    void navigate({
      to: '/inventory',
      search: (before) => ({ ...before, panel: undefined, ...next }),
      replace: true,
      resetScroll: false,
    });
  const all = regions.data?.regions ?? [];
  const total = kinds.data?.kinds.reduce((sum, { count }) => sum + count, 0);
  const bad = all.filter(unwanted);

  return (
    <>
      <PageHeader
        answer={
          total === undefined
            ? ' '
            : t('inventory.answer', {
                count: total,
                n: format.number(total),
                regions: format.number(all.filter(({ assets }) => assets > 0).length),
              })
        }
        note={
          bad.length > 0 ? (
            <span className={classes.warning}>
              {t('inventory.unwanted', { count: bad.length })}{' '}
              {bad.map(({ name }, position) => (
                <span key={name}>
                  {position > 0 && ', '}
                  <Link to="/inventory" search={(before) => ({ ...before, region: name })}>
                    {name}
                  </Link>
                </span>
              ))}
            </span>
          ) : (
            t('inventory.note')
          )
        }
      />
      <section className={classes.map} aria-label={t('inventory.map.title')}>
        <Suspense fallback={<Skeleton className={classes.mapGhost} />}>
          {regions.error && !regions.data ? (
            <ErrorState error={regions.error} retry={() => void regions.refetch()} />
          ) : (
            <WorldMap
              regions={all}
              chosen={search.region}
              onChoose={(region) => change({ region: region === search.region ? undefined : region })}
            />
          )}
        </Suspense>
      </section>
      <div className={classes.columns}>
        <KindList kinds={kinds.data?.kinds} search={search} change={change} />
        <div className={classes.assets}>
          <Toolbar
            search={<SearchBox label={t('inventory.search')} value={search.q} onSearch={(q) => change({ q })} />}
          >
            <InventoryFilters search={search} regions={all} kinds={kinds.data?.kinds ?? []} change={change} />
          </Toolbar>
          <QueryTable
            label={t('frame.page.inventory')}
            columns={columns}
            list={list}
            rowId={(asset) => asset.id}
            card={(asset) => <AssetCard asset={asset} />}
            cardHeight={72}
            onOpen={(asset) => open(asset.id)}
            openId={openId}
            empty={
              hasFilters(search) ? (
                <NoMatch
                  title={t('inventory.none.filtered')}
                  onClear={() => void navigate({ to: '/inventory', search: { account }, resetScroll: false })}
                >
                  {search.region && inRegion(all, search.region)?.optIn === 'not-enabled'
                    ? t('inventory.none.notEnabled')
                    : t('inventory.none.filteredText')}
                </NoMatch>
              ) : (
                <EmptyState
                  icon={IconBoxOff}
                  title={t('inventory.none.title')}
                  action={<Link to="/connections/new">{t('connections.add')}</Link>}
                >
                  {t('inventory.none.text')}
                </EmptyState>
              )
            }
          />
        </div>
      </div>
    </>
  );
}
