import { Button, Checkbox, Menu } from '@mantine/core';
import { IconColumns3, IconDownload, IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../api/client.ts';
import { controlsQuery, type FindingFilters, kindsQuery, regionsQuery } from '../../api/queries.ts';
import { type Category, categories, type Severity, severities } from '../../api/words.ts';
import { type FindingsSearch, groupings } from '../../app/addresses.ts';
import type { Column } from '../../components/DataTable.tsx';
import { FilterMenu } from '../../components/FilterMenu.tsx';
import { Toolbar } from '../../components/PageHeader.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { SeverityMark } from '../../components/SeverityBadge.tsx';
import { useLanguage, useText } from '../../i18n/format.ts';
import { exportAddress, filterCount } from './filters.ts';
import { SavedViews } from './SavedViews.tsx';

interface Props {
  search: FindingsSearch;
  filters: FindingFilters;
  change: (search: FindingsSearch) => void;
  columns: readonly Column<Finding>[];
  shown: readonly string[];
  onShow: (columns: string[]) => void;
}

const formats = ['csv', 'json', 'ocsf', 'sarif', 'html'] as const;

/** Filters, grouping, columns, saved views and export. Everything but the columns is part of the address. */
export function FindingsToolbar({ search, filters, change, columns, shown, onShow }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Toolbar
      end={
        <>
          <SavedViews search={search} />
          <Menu position="bottom-end">
            <Menu.Target>
              <Button size="compact-md" variant="default" leftSection={<IconStack2 size={14} />}>
                {search.by ? t(`findings.by.${search.by}`) : t('findings.group')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => change({ by: undefined })}>{t('findings.by.none')}</Menu.Item>
              {groupings.map((by) => (
                <Menu.Item key={by} onClick={() => change({ by })}>
                  {t(`findings.by.${by}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Menu position="bottom-end" closeOnItemClick={false}>
            <Menu.Target>
              <Button size="compact-md" variant="default" aria-label={t('act.columns')} title={t('act.columns')}>
                <IconColumns3 size={15} />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {columns.map(({ id, header }) => (
                <Menu.Item
                  key={id}
                  disabled={id === 'title'}
                  leftSection={<Checkbox.Indicator size="xs" checked={shown.includes(id)} />}
                  onClick={() => onShow(shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id])}
                >
                  {header}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button size="compact-md" variant="default" aria-label={t('act.export')} title={t('act.export')}>
                <IconDownload size={15} />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('findings.exportLabel')}</Menu.Label>
              {formats.map((format) => (
                <Menu.Item key={format} component="a" href={exportAddress(filters, format, language)} download>
                  {format.toUpperCase()}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <SearchBox label={t('findings.search')} value={search.q} onSearch={(q) => change({ q })} />
      <FindingFilterMenus search={search} change={change} />
      {filterCount(search) > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() =>
            change(Object.fromEntries(Object.keys(search).map((name) => [name, undefined])) as FindingsSearch)
          }
        >
          {t('filter.clearAll')}
        </Button>
      )}
    </Toolbar>
  );
}

function FindingFilterMenus({ search, change }: Pick<Props, 'search' | 'change'>) {
  const { t } = useTranslation();
  const text = useText();
  const kinds = useQuery(kindsQuery()).data?.kinds ?? [];
  const regions = useQuery(regionsQuery).data?.regions ?? [];
  const controls = useQuery(controlsQuery).data?.items ?? [];
  const list = (value: string | undefined) => (value === undefined ? [] : [value]);
  /** Filters that only a link sets show only where one did. */
  const given = (['asset', 'requirement'] as const).filter((name) => search[name] !== undefined);
  const single = <Name extends keyof FindingsSearch>(name: Name) => ({
    single: true,
    label: t(`column.${name as 'kind'}`),
    chosen: list(search[name] as string | undefined),
    onChange: ([value]: string[]) => change({ [name]: value }),
  });
  return (
    <>
      <FilterMenu
        label={t('column.severity')}
        choices={severities.map((value) => ({
          value,
          label: t(`severity.${value}`),
          mark: <SeverityMark severity={value} />,
        }))}
        chosen={search.severity ?? []}
        onChange={(chosen) => change({ severity: chosen.length === 0 ? undefined : (chosen as Severity[]) })}
      />
      <FilterMenu
        {...single('status')}
        choices={(['open', 'resolved', 'all'] as const).map((value) => ({
          value,
          label: t(`findings.status.${value}`),
        }))}
      />
      <FilterMenu
        {...single('rule')}
        choices={controls.map(({ id, title }) => ({ value: id, label: text(title), detail: id }))}
      />
      <FilterMenu
        {...single('category')}
        choices={categories.map((value: Category) => ({ value, label: t(`category.${value}`) }))}
      />
      <FilterMenu
        {...single('kind')}
        choices={kinds.map(({ kind, title, count }) => ({ value: kind, label: text(title), detail: kind, count }))}
      />
      <FilterMenu
        {...single('region')}
        choices={[
          { value: 'global', label: t('inventory.global') },
          ...regions.map(({ name, location }) => ({
            value: name,
            label: location ? `${name} · ${text(location.city)}` : name,
          })),
        ]}
      />
      <FilterMenu
        {...single('since')}
        choices={(['24h', '7d', '30d'] as const).map((value) => ({ value, label: t(`findings.since.${value}`) }))}
      />
      <FilterMenu
        {...single('excepted')}
        choices={(['only', 'all'] as const).map((value) => ({ value, label: t(`findings.excepted.${value}`) }))}
      />
      <FilterMenu
        label={t('column.stale')}
        single
        choices={[{ value: 'true', label: t('findings.staleOnly') }]}
        chosen={search.stale ? ['true'] : []}
        onChange={([value]) => change({ stale: value === undefined ? undefined : true })}
      />
      {given.map((name) => (
        <FilterMenu
          key={name}
          {...single(name)}
          choices={list(search[name]).map((value) => ({ value, label: value }))}
        />
      ))}
    </>
  );
}
