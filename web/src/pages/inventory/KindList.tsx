import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { categories } from '../../api/words.ts';
import type { InventorySearch } from '../../app/addresses.ts';
import { categoryIcons } from '../../components/kinds.ts';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './InventoryPage.module.css';

export type KindCount = Schema['Category'] extends infer C
  ? { kind: string; title: Schema['Text']; category: C; provider: string; count: number }
  : never;

interface Props {
  kinds: readonly KindCount[] | undefined;
  search: InventorySearch;
  change: (search: InventorySearch) => void;
}

/** Kinds of assets under their categories, counted; each narrows the list. */
export function KindList({ kinds, search, change }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  if (kinds === undefined) return <Skeleton className={classes.kinds} height={360} />;
  return (
    <nav className={classes.kinds} aria-label={t('inventory.kinds')}>
      {categories.map((category) => {
        const members = kinds.filter((kind) => kind.category === category && kind.count > 0);
        if (members.length === 0) return null;
        const Icon = categoryIcons[category];
        return (
          <div key={category}>
            <button
              type="button"
              className={classes.category}
              aria-pressed={search.category === category}
              onClick={() => change({ category: search.category === category ? undefined : category, kind: undefined })}
            >
              <Icon size={16} stroke={1.7} aria-hidden />
              <span>{t(`category.${category}`)}</span>
              <span>{format.number(members.reduce((sum, { count }) => sum + count, 0))}</span>
            </button>
            {members
              .toSorted((a, b) => b.count - a.count)
              .map(({ kind, title, count }) => (
                <button
                  key={kind}
                  type="button"
                  className={classes.kind}
                  aria-pressed={search.kind === kind}
                  onClick={() => change({ kind: search.kind === kind ? undefined : kind, category: undefined })}
                >
                  <span>{text(title)}</span>
                  <span>{format.number(count)}</span>
                </button>
              ))}
          </div>
        );
      })}
    </nav>
  );
}
