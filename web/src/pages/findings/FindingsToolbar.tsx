import { Button, Checkbox, Menu } from '@mantine/core';
import { IconColumns3, IconDownload, IconStack2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../api/client.ts';
import type { FindingFilters } from '../../api/queries.ts';
import { type FindingsSearch, groupings } from '../../app/addresses.ts';
import { ClearFilters } from '../../components/ClearFilters.tsx';
import type { Column } from '../../components/DataTable.tsx';
import { Toolbar } from '../../components/PageHeader.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { useLanguage } from '../../i18n/format.ts';
import { FindingFilterMenus } from './FindingFilterMenus.tsx';
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
      search={<SearchBox label={t('findings.search')} value={search.q} onSearch={(q) => change({ q })} />}
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
      <FindingFilterMenus search={search} change={change} />
      {filterCount(search) > 0 && (
        <ClearFilters
          onClear={() =>
            change(Object.fromEntries(Object.keys(search).map((name) => [name, undefined])) as FindingsSearch)
          }
        />
      )}
    </Toolbar>
  );
}
