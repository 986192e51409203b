import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { DataTable, type TableProps } from './DataTable.tsx';
import { ErrorState } from './ErrorState.tsx';
import type { PanelKind } from './PanelLink.tsx';

interface Props<Row> extends Omit<TableProps<Row>, 'rows' | 'pending' | 'outdated' | 'more'> {
  list: UseInfiniteQueryResult<InfiniteData<{ items: Row[] }>>;
}

/** The list of what a query gives page by page. */
export function QueryTable<Row>({ list, ...table }: Props<Row>) {
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  if (list.error && rows.length === 0) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  return (
    <DataTable
      {...table}
      rows={rows}
      pending={list.isPending}
      outdated={list.isPlaceholderData}
      more={{ there: list.hasNextPage, loading: list.isFetchingNextPage, load: () => void list.fetchNextPage() }}
    />
  );
}

/** Opens rows of a list in the side panel. Walking from one to the next adds nothing to the history. */
export function usePanelOf(kind: PanelKind): { open: (id: string) => void; openId: string | undefined } {
  const { panel } = useSearch({ strict: false });
  const navigate = useNavigate();
  return {
    open: (id) =>
      void navigate({
        to: '.',
        search: (before) => ({ ...before, panel: `${kind}:${id}`, tab: undefined }),
        replace: panel !== undefined,
        resetScroll: false,
      }),
    openId: panel?.startsWith(`${kind}:`) ? panel.slice(kind.length + 1) : undefined,
  };
}
