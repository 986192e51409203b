import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { controlsQuery, kindsQuery, regionsQuery } from '../../api/queries.ts';
import { categories } from '../../api/words.ts';
import { type FindingsSearch, findingClasses } from '../../app/addresses.ts';
import { type Choice, FilterMenu } from '../../components/FilterMenu.tsx';
import { SeverityFilter } from '../../components/SeverityFilter.tsx';
import { useText } from '../../i18n/format.ts';

interface Props {
  search: FindingsSearch;
  change: (search: FindingsSearch) => void;
}

/** Filters that are not always on screen: those in use, and those a person asked for. */
const rarer = ['category', 'excepted', 'stale'] as const;
type Rarer = (typeof rarer)[number];

/** Filters that only a link from elsewhere sets. */
const linked = ['asset', 'requirement'] as const;

/** What narrows the list of findings. */
export function FindingFilterMenus({ search, change }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<readonly Rarer[]>([]);
  const choices = useChoices();
  const single = (
    name: 'status' | 'class' | 'rule' | 'kind' | 'region' | 'since' | 'category' | 'excepted',
  ): ReactNode => (
    <FilterMenu
      key={name}
      single
      label={t(`column.${name}`)}
      choices={choices[name]}
      chosen={search[name] === undefined ? [] : [search[name]]}
      onChange={([value]) => change({ [name]: value })}
    />
  );
  const rare: Record<Rarer, () => ReactNode> = {
    category: () => single('category'),
    excepted: () => single('excepted'),
    stale: () => (
      <FilterMenu
        key="stale"
        label={t('column.stale')}
        single
        choices={[{ value: 'true', label: t('findings.staleOnly') }]}
        chosen={search.stale ? ['true'] : []}
        onChange={([value]) => change({ stale: value === undefined ? undefined : true })}
      />
    ),
  };
  const shown = rarer.filter((name) => search[name] !== undefined || asked.includes(name));
  const hidden = rarer.filter((name) => !shown.includes(name));

  return (
    <>
      <SeverityFilter chosen={search.severity} onChange={(severity) => change({ severity })} />
      {single('status')}
      {single('class')}
      {single('rule')}
      {single('kind')}
      {single('region')}
      {single('since')}
      {shown.map((name) => rare[name]())}
      {linked.map((name) => {
        const value = search[name];
        return value === undefined ? null : (
          <FilterMenu
            key={name}
            single
            label={t(`column.${name}`)}
            choices={[{ value, label: value }]}
            chosen={[value]}
            onChange={() => change({ [name]: undefined })}
          />
        );
      })}
      {hidden.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconPlus size={13} />}>
              {t('filter.add')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {hidden.map((name) => (
              <Menu.Item key={name} onClick={() => setAsked([...asked, name])}>
                {t(`column.${name}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

function useChoices() {
  const { t } = useTranslation();
  const text = useText();
  const kinds = useQuery(kindsQuery()).data?.kinds ?? [];
  const regions = useQuery(regionsQuery).data?.regions ?? [];
  const controls = useQuery(controlsQuery).data?.items ?? [];
  return {
    status: (['open', 'resolved', 'all'] as const).map((value) => ({ value, label: t(`findings.status.${value}`) })),
    class: findingClasses.map((value) => ({ value, label: t(`findings.class.${value}`) })),
    rule: controls.map(({ id, title }) => ({ value: id, label: text(title), detail: id })),
    kind: kinds.map(({ kind, title, count }) => ({ value: kind, label: text(title), detail: kind, count })),
    region: [
      { value: 'global', label: t('inventory.global') },
      ...regions.map(({ name, location }) => ({
        value: name,
        label: location ? `${name} · ${text(location.city)}` : name,
      })),
    ],
    since: (['24h', '7d', '30d'] as const).map((value) => ({ value, label: t(`findings.since.${value}`) })),
    category: categories.map((value) => ({ value, label: t(`category.${value}`) })),
    excepted: (['only', 'all'] as const).map((value) => ({ value, label: t(`findings.excepted.${value}`) })),
  } satisfies Record<string, Choice[]>;
}
