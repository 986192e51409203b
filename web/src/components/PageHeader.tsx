import type { ReactNode } from 'react';
import classes from './PageHeader.module.css';

interface Props {
  /** The sentence that matters on this page. */
  answer: ReactNode;
  /** What bounds the answer: coverage, age. */
  note?: ReactNode;
  actions?: ReactNode;
}

/** Answer first: the top of every page. */
export function PageHeader({ answer, note, actions }: Props) {
  return (
    <header className={classes.header}>
      <div className={classes.words}>
        <h1>{answer}</h1>
        {note && <div className={classes.note}>{note}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}

interface ToolbarProps {
  search?: ReactNode;
  children?: ReactNode;
  end?: ReactNode;
}

/** A row of search, filters and switches over a list; on a phone the filters scroll sideways. */
export function Toolbar({ search, children, end }: ToolbarProps) {
  return (
    <div className={classes.toolbar}>
      {search}
      <div className={classes.filters}>{children}</div>
      {end && <div className={classes.end}>{end}</div>}
    </div>
  );
}
