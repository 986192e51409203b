import { Button } from '@mantine/core';
import { IconPackages, IconScan } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { imageSummaryQuery, imagesQuery } from '../../api/image-queries.ts';
import { trusts } from '../../api/words.ts';
import type { ImagesSearch } from '../../app/addresses.ts';
import { useMay } from '../../app/session.tsx';
import { ClearFilters } from '../../components/ClearFilters.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { FilterMenu } from '../../components/FilterMenu.tsx';
import { NoMatch } from '../../components/NoMatch.tsx';
import { PageHeader, Toolbar } from '../../components/PageHeader.tsx';
import { QueryTable } from '../../components/QueryTable.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { SeverityFilter } from '../../components/SeverityFilter.tsx';
import { useFormat } from '../../i18n/format.ts';
import { ImageCard, useImageColumns } from './columns.tsx';
import { cleared, filterCount, imageFilters } from './filters.ts';
import classes from './Images.module.css';
import { ScanImageDialog } from './ScanImageDialog.tsx';

const route = getRouteApi('/images');

/** Container images, of highest risk first. */
export function ImagesPage() {
  const { t } = useTranslation();
  const { account: _account, panel: _panel, tab: _tab, ...search } = route.useSearch();
  const navigate = useNavigate({ from: '/images' });
  const list = useInfiniteQuery(imagesQuery(imageFilters(search)));
  const change = (next: ImagesSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false });
  const columns = useImageColumns(search.order ?? 'risk', (order) =>
    change({ order: order === 'risk' ? undefined : order }),
  );
  const clear = () => change({ ...cleared(search), order: search.order });
  return (
    <>
      <Header />
      <EntryTabs of="images" />
      <Toolbar search={<SearchBox label={t('images.search')} value={search.q} onSearch={(q) => change({ q })} />}>
        <ImageFilterMenus search={search} change={change} />
        {filterCount(search) > 0 && <ClearFilters onClear={clear} />}
      </Toolbar>
      <QueryTable
        label={t('frame.page.images')}
        columns={columns}
        list={list}
        rowId={({ id }) => id}
        rowHeight={56}
        card={(image) => <ImageCard image={image} />}
        cardHeight={118}
        onOpen={({ id }) => void navigate({ to: '/images/$id/{-$section}', params: { id }, search: {} })}
        empty={<NoImages filtered={filterCount(search) > 0} onClear={clear} />}
      />
    </>
  );
}

function Header() {
  const { t } = useTranslation();
  const format = useFormat();
  const mayScan = useMay('analyst');
  const [scanning, setScanning] = useState(false);
  const { data } = useQuery(imageSummaryQuery);
  const notes = data && [
    data.endOfLife > 0 && (
      <Link key="ended" to="/images" search={{ endOfLife: true }}>
        {t('images.endedCount', { count: data.endOfLife, n: format.number(data.endOfLife) })}
      </Link>
    ),
    data.unjudged > 0 && (
      <span key="unjudged">{t('images.unjudgedCount', { count: data.unjudged, n: format.number(data.unjudged) })}</span>
    ),
  ];
  const shown = notes?.filter((note) => note !== false) ?? [];
  return (
    <>
      <PageHeader
        answer={
          data === undefined
            ? ' '
            : t('images.answer', {
                count: data.images,
                n: format.number(data.images),
                exploited: format.number(data.exploited),
              })
        }
        note={shown.length > 0 && <span className={classes.notes}>{shown}</span>}
        actions={
          mayScan && (
            <Button variant="default" leftSection={<IconScan size={15} />} onClick={() => setScanning(true)}>
              {t('images.scan')}
            </Button>
          )
        }
      />
      {scanning && <ScanImageDialog onClose={() => setScanning(false)} />}
    </>
  );
}

interface FilterProps {
  search: ImagesSearch;
  change: (search: ImagesSearch) => void;
}

const switches = ['exploited', 'fixable', 'endOfLife', 'running'] as const;

function ImageFilterMenus({ search, change }: FilterProps) {
  const { t } = useTranslation();
  const registries = useQuery(imageSummaryQuery).data?.registries ?? [];
  return (
    <>
      <SeverityFilter chosen={search.severity} onChange={(severity) => change({ severity })} />
      {switches.map((name) => (
        <SwitchFilter
          key={name}
          label={t(`images.filter.${name}`)}
          on={search[name]}
          onChange={(on) => change({ [name]: on })}
        />
      ))}
      <FilterMenu
        single
        label={t('images.filter.trust')}
        choices={trusts.map((value) => ({ value, label: t(`images.trust.${value}`) }))}
        chosen={search.trust === undefined ? [] : [search.trust]}
        onChange={([value]) => change({ trust: value as ImagesSearch['trust'] })}
      />
      <FilterMenu
        single
        label={t('images.filter.registry')}
        choices={registries.map(({ registry, images }) => ({
          value: registry,
          label: registry === 'local' ? t('registries.local') : registry,
          count: images,
        }))}
        chosen={search.registry === undefined ? [] : [search.registry]}
        onChange={([registry]) => change({ registry })}
      />
      {search.repository && (
        <FilterMenu
          single
          label={t('images.filter.repository')}
          choices={[{ value: search.repository, label: search.repository }]}
          chosen={[search.repository]}
          onChange={() => change({ repository: undefined })}
        />
      )}
    </>
  );
}

interface SwitchProps {
  label: string;
  on: boolean | undefined;
  onChange: (on: true | undefined) => void;
}

/** A filter that is on or off: one button, no menu behind it. */
export function SwitchFilter({ label, on = false, onChange }: SwitchProps) {
  return (
    <button type="button" className={classes.switch} aria-pressed={on} onClick={() => onChange(on ? undefined : true)}>
      {label}
    </button>
  );
}

function NoImages({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  const admin = useMay('admin');
  if (filtered) {
    return (
      <NoMatch title={t('images.filtered')} onClear={onClear}>
        {t('images.filteredText')}
      </NoMatch>
    );
  }
  const code = `hwaseong scan image registry.example/team/app:1.2 \\\n  --server ${window.location.origin} --token TOKEN`;
  return (
    <EmptyState
      icon={IconPackages}
      title={t('images.empty.title')}
      action={
        <>
          <div className={classes.command}>
            <CodeBlock code={code} label={t('images.empty.command')} />
          </div>
          {admin && (
            <p className={classes.ways}>
              <Link to="/connections/new" search={{ to: 'registry' }}>
                {t('images.empty.connect')}
              </Link>
              <Link to="/settings/{-$section}" params={{ section: 'tokens' }}>
                {t('images.empty.token')}
              </Link>
            </p>
          )}
        </>
      }
    >
      {t('images.empty.text')}
    </EmptyState>
  );
}
