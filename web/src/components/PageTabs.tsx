import type { ReactNode } from 'react';
import classes from './PageTabs.module.css';

/** Links between the pages of one entry of the rail. */
export function PageTabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {children}
    </nav>
  );
}
