import { useTranslation } from 'react-i18next';
import type { InventorySearch } from '../../app/addresses.ts';
import { ClearFilters } from '../../components/ClearFilters.tsx';
import { FilterMenu } from '../../components/FilterMenu.tsx';
import { useText } from '../../i18n/format.ts';
import { hasFilters } from './filters.ts';
import classes from './InventoryPage.module.css';
import type { KindCount } from './KindList.tsx';
import type { Region } from './regions.ts';

interface Props {
  search: InventorySearch;
  regions: readonly Region[];
  kinds: readonly KindCount[];
  change: (search: InventorySearch) => void;
}

/** Filters over the list of assets; the map and the list of kinds set the same ones. */
export function InventoryFilters({ search, regions, kinds, change }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const list = (value: string | undefined) => (value === undefined ? [] : [value]);
  return (
    <>
      <FilterMenu
        label={t('column.region')}
        single
        choices={[
          { value: 'global', label: t('inventory.global') },
          ...regions.map(({ name, location, assets }) => ({
            value: name,
            label: location ? `${name} · ${text(location.city)}` : name,
            count: assets,
          })),
        ]}
        chosen={list(search.region)}
        onChange={([region]) => change({ region })}
      />
      <span className={search.kind ? undefined : classes.narrowOnly}>
        <FilterMenu
          label={t('column.kind')}
          single
          choices={kinds.map(({ kind, title, count }) => ({ value: kind, label: text(title), detail: kind, count }))}
          chosen={list(search.kind)}
          onChange={([kind]) => change({ kind })}
        />
      </span>
      {search.tag && (
        <FilterMenu
          label={t('inventory.tag')}
          single
          choices={[{ value: search.tag, label: search.tag }]}
          chosen={[search.tag]}
          onChange={([tag]) => change({ tag })}
        />
      )}
      <FilterMenu
        label={t('inventory.presence')}
        single
        choices={[{ value: 'gone', label: t('inventory.goneOnly') }]}
        chosen={search.gone ? ['gone'] : []}
        onChange={([gone]) => change({ gone: gone === undefined ? undefined : true })}
      />
      {hasFilters(search) && (
        <ClearFilters
          onClear={() =>
            change({
              kind: undefined,
              region: undefined,
              category: undefined,
              q: undefined,
              tag: undefined,
              gone: undefined,
            })
          }
        />
      )}
    </>
  );
}
