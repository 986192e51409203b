import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { eventSourcesQuery } from '../api/event-queries.ts';
import { useText } from '../i18n/format.ts';
import { FilterMenu } from './FilterMenu.tsx';

/** Words for the kinds of logs; their ids until these are known. */
export function useSourceTitle(): (id: string) => string {
  const text = useText();
  const sources = useQuery(eventSourcesQuery).data?.items;
  return (id) => {
    const source = sources?.find((one) => one.id === id);
    return source === undefined ? id : text(source.title);
  };
}

interface Props {
  chosen: string | undefined;
  onChange: (source: string | undefined) => void;
  /** How many of each there are; by default, the events of the last day. */
  counts?: ReadonlyMap<string, number>;
}

/** The kinds of logs, those that bring events first. */
export function SourceFilter({ chosen, onChange, counts }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const sources = useQuery(eventSourcesQuery).data?.items ?? [];
  const choices = sources
    .map(({ id, title, provider, lastDay }) => ({
      value: id,
      label: text(title),
      detail: `${id} ${provider}`,
      count: counts === undefined ? lastDay : (counts.get(id) ?? 0),
    }))
    .filter(({ count }) => counts === undefined || count > 0)
    .toSorted((a, b) => b.count - a.count);
  return (
    <FilterMenu
      single
      label={t('events.filter.source')}
      choices={choices}
      chosen={chosen === undefined ? [] : [chosen]}
      onChange={([source]) => onChange(source)}
    />
  );
}
