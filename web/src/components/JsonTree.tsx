import { IconCheck, IconChevronRight, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './JsonTree.module.css';
import { childPath, entriesOf, summary } from './json.ts';
import { useCopy } from './useCopy.ts';

/** How many members of one object or list are drawn at once; the rest by a click. */
const batch = 100;

interface Props {
  value: unknown;
  /** Path at which the value lies: `Grants[0].Grantee`. */
  path?: string;
  /** How many levels are open at first. */
  open?: number;
}

/** Raw data as a tree that folds; every value gives its path or itself to the clipboard. */
export function JsonTree({ value, path = '', open = 1 }: Props) {
  const { t } = useTranslation();
  return (
    <section className={classes.tree} aria-label={t('findings.rawData')}>
      <Node name={undefined} value={value} path={path} open={open} />
    </section>
  );
}

function Node({ name, value, path, open }: { name: string | undefined; value: unknown; path: string; open: number }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(batch);
  const [unfolded, setUnfolded] = useState(open > 0);
  const label = name === undefined ? null : <span className={classes.name}>{name}</span>;
  const entries = entriesOf(value);

  if (entries === undefined || entries.length === 0) {
    return (
      <div className={classes.leaf}>
        {label}
        <span className={classes.value} data-type={value === null ? 'null' : typeof value}>
          {JSON.stringify(value) ?? 'undefined'}
        </span>
        <Copy path={path} value={value} />
      </div>
    );
  }
  return (
    <div>
      <div className={classes.leaf}>
        <button type="button" className={classes.fold} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          <IconChevronRight size={13} aria-hidden />
          {label}
          <span className={classes.summary}>{summary(value)}</span>
        </button>
        <Copy path={path} value={value} />
      </div>
      {unfolded && (
        <div className={classes.below}>
          {entries.slice(0, shown).map(([key, below]) => (
            <Node
              key={key}
              name={key}
              value={below}
              path={childPath(path, key, Array.isArray(value))}
              open={open - 1}
            />
          ))}
          {entries.length > shown && (
            <button type="button" className={classes.rest} onClick={() => setShown(shown + batch)}>
              {t('act.showMore', { count: entries.length - shown })}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Copy({ path, value }: { path: string; value: unknown }) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  return (
    <span className={classes.tools}>
      {path !== '' && (
        <button type="button" onClick={() => copy(path)} title={path}>
          {t('act.copyPath')}
        </button>
      )}
      <button
        type="button"
        onClick={() => copy(typeof value === 'string' ? value : JSON.stringify(value, null, 2))}
        aria-label={t('act.copy')}
        title={t('act.copy')}
      >
        {copied ? <IconCheck size={12} aria-hidden /> : <IconCopy size={12} aria-hidden />}
      </button>
    </span>
  );
}
