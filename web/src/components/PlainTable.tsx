import type { ReactNode } from 'react';
import classes from './PlainTable.module.css';

export interface PlainColumn<Row> {
  title: string;
  cell: (row: Row) => ReactNode;
  /** Long words break rather than push the others aside. */
  wrap?: boolean;
  /** What can be done with a row: the title is for those who hear it. */
  acts?: boolean;
}

interface Props<Row> {
  columns: readonly PlainColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
}

/** A short table, drawn as a whole. On a phone every row is a list of its cells with their titles. */
export function PlainTable<Row>({ columns, rows, rowId }: Props<Row>) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {columns.map(({ title, acts }) => (
            <th key={title}>{acts ? <span className="sr-only">{title}</span> : title}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowId(row)}>
            {columns.map(({ title, cell, wrap, acts }) => (
              <td key={title} data-title={acts ? undefined : title} data-wrap={wrap}>
                <div>{cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
