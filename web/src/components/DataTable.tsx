import { Checkbox, Skeleton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconArrowDown } from '@tabler/icons-react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useHotkeys } from '../app/hotkeys.ts';
import classes from './DataTable.module.css';
import type { Selection } from './selection.ts';
import { useNarrow } from './useNarrow.ts';

export interface Column<Row> {
  id: string;
  header: string;
  /** Track of the grid: `minmax(200px, 2fr)`, `96px`. */
  width: string;
  /** Narrowest table, in pixels, that has room for it; always shown where absent. */
  from?: number;
  cell: (row: Row) => ReactNode;
  /** Sorts by this column where it is clicked; `active` while it does. */
  sort?: { active: boolean; by: () => void };
}

export interface TableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** A row as a card, where the window is too narrow for columns. */
  card: (row: Row) => ReactNode;
  cardHeight?: number;
  rowHeight?: number;
  onOpen: (row: Row) => void;
  /** The row whose details are open. */
  openId?: string | undefined;
  selection?: Selection;
  /** `e` on the row under the keyboard. */
  onException?: (row: Row) => void;
  /** First page not there yet. */
  pending: boolean;
  /** Rows on screen belong to the filters before these. */
  outdated?: boolean;
  more?: { there: boolean; loading: boolean; load: () => void };
  empty: ReactNode;
}

/**
 * The one list of the console. Pages come from the server as the reader scrolls; only rows in sight are drawn, so that a
 * million is as quick as ten. j and k walk, and the arrows after them, Enter opens, x selects, e makes an exception.
 */
export function DataTable<Row>(props: TableProps<Row>) {
  const { rows, rowId, selection, pending, more, openId } = props;
  const { t } = useTranslation();
  const narrow = useNarrow();
  const { ref, width } = useElementSize<HTMLTableElement>();
  const columns = props.columns.filter(({ from = 0 }) => width === 0 || width >= from);
  const list = useRef<HTMLTableSectionElement>(null);
  const [margin, setMargin] = useState(0);
  const [cursor, setCursor] = useState(-1);
  const size = narrow ? (props.cardHeight ?? 92) : (props.rowHeight ?? 44);

  useLayoutEffect(() => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    setMargin(Math.round(top + window.scrollY));
  });

  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => size,
    getItemKey: (position) => rowId(rows[position] as Row),
    scrollMargin: margin,
    scrollPaddingStart: 96,
    scrollPaddingEnd: 72,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured anew where their height changes
  useEffect(() => virtualizer.measure(), [size]);

  const items = virtualizer.getVirtualItems();
  const lastInSight = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more?.there && !more.loading && rows.length > 0 && lastInSight >= rows.length - 20) more.load();
  }, [more, lastInSight, rows.length]);

  const openAt = openId === undefined ? -1 : rows.findIndex((row) => rowId(row) === openId);
  const at = openAt >= 0 ? openAt : cursor;
  const walk = (step: number) => {
    if (rows.length === 0) return;
    const next = Math.max(0, Math.min(rows.length - 1, at + step));
    // At once: the next key may come before React would draw again.
    flushSync(() => setCursor(next));
    virtualizer.scrollToIndex(next);
    if (openId !== undefined) props.onOpen(rows[next] as Row);
  };
  const withRow = (run: ((row: Row) => void) | undefined) => () => {
    const row = rows[at];
    if (row !== undefined) run?.(row);
  };
  const down = () => walk(1);
  const up = () => walk(-1);
  useHotkeys({
    j: down,
    k: up,
    // Arrows scroll until a row is under the keyboard, and where its panel is read.
    ...(at >= 0 && openId === undefined ? { ArrowDown: down, ArrowUp: up } : {}),
    o: withRow(props.onOpen),
    Enter: withRow(props.onOpen),
    ...(selection ? { x: withRow((row) => selection.toggle(rowId(row))) } : {}),
    ...(props.onException ? { e: withRow(props.onException) } : {}),
  });

  if (!pending && rows.length === 0) return props.empty;

  const template = `${selection ? '36px ' : ''}${columns.map(({ width }) => width).join(' ')}`;
  const ids = rows.map(rowId);
  return (
    <table
      ref={ref}
      className={classes.table}
      aria-label={props.label}
      aria-rowcount={more?.there ? -1 : rows.length + 1}
      aria-busy={pending || props.outdated}
      data-outdated={props.outdated || undefined}
      style={{ '--columns': template } as React.CSSProperties}
    >
      {!narrow && (
        <thead>
          <tr className={classes.header}>
            {selection && (
              <th className={classes.check}>
                <Checkbox
                  size="xs"
                  aria-label={t('act.selectAll')}
                  checked={ids.length > 0 && ids.every((id) => selection.ids.has(id))}
                  indeterminate={selection.ids.size > 0 && !ids.every((id) => selection.ids.has(id))}
                  onChange={() => selection.toggleAll(ids)}
                />
              </th>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} />
            ))}
          </tr>
        </thead>
      )}
      {pending ? (
        <Placeholder height={size} />
      ) : (
        <tbody ref={list} className={classes.list} style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index] as Row;
            const id = rowId(row);
            return (
              <tr
                key={item.key}
                tabIndex={-1}
                aria-rowindex={item.index + 2}
                aria-selected={id === openId}
                className={narrow ? classes.card : classes.row}
                data-cursor={item.index === at || undefined}
                style={{ height: size, transform: `translateY(${item.start - margin}px)` }}
                onClick={(event) => {
                  if (window.getSelection()?.type === 'Range' || event.defaultPrevented) return;
                  setCursor(item.index);
                  props.onOpen(row);
                }}
                onKeyDown={(event) =>
                  event.key === 'Enter' && event.target === event.currentTarget && props.onOpen(row)
                }
              >
                {selection && (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the box itself takes the keyboard; this only keeps the row shut
                  <td className={classes.check} onClick={(event) => event.stopPropagation()}>
                    <Checkbox
                      size="xs"
                      aria-label={t('act.select')}
                      checked={selection.ids.has(id)}
                      onChange={() => selection.toggle(id)}
                    />
                  </td>
                )}
                {narrow ? (
                  <td className={classes.cardBody}>{props.card(row)}</td>
                ) : (
                  columns.map((column) => (
                    <td key={column.id} className={classes.cell}>
                      {column.cell(row)}
                    </td>
                  ))
                )}
              </tr>
            );
          })}
        </tbody>
      )}
      {more?.loading && <Placeholder height={size} rows={3} />}
    </table>
  );
}

function HeaderCell<Row>({ column }: { column: Column<Row> }) {
  const { sort } = column;
  if (sort === undefined) {
    return <th className={classes.head}>{column.header}</th>;
  }
  return (
    <th className={classes.head} aria-sort={sort.active ? 'descending' : 'none'}>
      <button type="button" onClick={sort.by} data-active={sort.active || undefined}>
        {column.header}
        <IconArrowDown size={12} aria-hidden />
      </button>
    </th>
  );
}

function Placeholder({ height, rows = 12 }: { height: number; rows?: number }) {
  return (
    <tbody aria-hidden className={classes.ghosts}>
      {Array.from({ length: rows }, (_, position) => position).map((position) => (
        <tr key={position} className={classes.ghost} style={{ height }}>
          <td>
            <Skeleton height={12} width={`${35 + ((position * 37) % 45)}%`} radius="sm" />
          </td>
        </tr>
      ))}
    </tbody>
  );
}
