import { IconPackages } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Package } from '../../api/client.ts';
import { type PackageFilters, packagesQuery } from '../../api/image-queries.ts';
import { packageTypes } from '../../api/words.ts';
import type { PackagesSearch } from '../../app/addresses.ts';
import { ClearFilters } from '../../components/ClearFilters.tsx';
import type { Column } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FilterMenu } from '../../components/FilterMenu.tsx';
import { NoMatch } from '../../components/NoMatch.tsx';
import { Toolbar } from '../../components/PageHeader.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { QueryTable, usePanelOf } from '../../components/QueryTable.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { useFormat } from '../../i18n/format.ts';
import { cleared, filterCount } from '../images/filters.ts';
import classes from '../vulnerabilities/Vulnerabilities.module.css';

interface Props {
  /** Only those of one image or host. */
  asset?: string;
  search: PackagesSearch;
  change: (search: PackagesSearch) => void;
}

/** Packages by name, over everything or of one image. */
export function PackageList({ asset, search, change }: Props) {
  const { t } = useTranslation();
  const filters: PackageFilters = {
    ...(search.q ? { q: search.q } : {}),
    ...(search.type ? { type: search.type } : {}),
    ...(asset ? { asset } : {}),
  };
  const list = useInfiniteQuery(packagesQuery(filters));
  const columns = useColumns();
  const { open, openId } = usePanelOf('package');
  const filtered = filterCount(search) > 0;
  const clear = () => change(cleared(search));
  return (
    <>
      <Toolbar search={<SearchBox label={t('packages.search')} value={search.q} onSearch={(q) => change({ q })} />}>
        <FilterMenu
          single
          label={t('packages.column.type')}
          choices={packageTypes.map((value) => ({ value, label: value }))}
          chosen={search.type === undefined ? [] : [search.type]}
          onChange={([type]) => change({ type: type as PackagesSearch['type'] })}
        />
        {filtered && <ClearFilters onClear={clear} />}
      </Toolbar>
      <QueryTable
        label={t('images.tab.packages')}
        columns={columns}
        list={list}
        rowId={({ purl }) => purl}
        card={(one) => <PackageCard found={one} />}
        cardHeight={72}
        onOpen={({ purl }) => open(purl)}
        openId={openId}
        empty={
          filtered ? (
            <NoMatch title={t('packages.filtered')} onClear={clear}>
              {t('packages.filteredText')}
            </NoMatch>
          ) : (
            <EmptyState icon={IconPackages} title={t('packages.none')}>
              {t('packages.noneText')}
            </EmptyState>
          )
        }
      />
    </>
  );
}

function useColumns(): Column<Package>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      id: 'name',
      header: t('packages.column.name'),
      width: 'minmax(180px, 2fr)',
      cell: ({ name, purl }) => (
        <PanelLink kind="package" id={purl} className="clip" title={purl}>
          {name}
        </PanelLink>
      ),
    },
    {
      id: 'version',
      header: t('packages.column.version'),
      width: 'minmax(120px, 1fr)',
      cell: ({ version }) => <code className="mono clip">{version}</code>,
    },
    { id: 'type', header: t('packages.column.type'), width: '110px', cell: ({ type }) => type },
    {
      id: 'assets',
      header: t('packages.column.assets'),
      width: '150px',
      from: 480,
      cell: ({ assets }) => <span className="figures">{format.number(assets)}</span>,
    },
  ];
}

function PackageCard({ found }: { found: Package }) {
  const format = useFormat();
  return (
    <>
      <span className={classes.cardTop}>
        <PanelLink kind="package" id={found.purl} className="clip">
          {found.name}
        </PanelLink>
        <span className="figures">{format.number(found.assets)}</span>
      </span>
      <code className={`mono ${classes.below}`}>
        {found.type} · {found.version}
      </code>
    </>
  );
}
