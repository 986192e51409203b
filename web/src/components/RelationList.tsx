import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../api/client.ts';
import { AssetLink } from './AssetLink.tsx';
import classes from './RelationList.module.css';

/** Relations shown at once. */
const batch = 20;

/** How an asset belongs together with others, read from it or towards it. */
export function RelationList({ relations }: { relations: readonly Schema['RelatedAsset'][] }) {
  const { t, i18n } = useTranslation();
  const [shown, setShown] = useState(batch);
  return (
    <>
      <ul className={classes.list}>
        {relations.slice(0, shown).map((relation) => (
          <li key={`${relation.direction} ${relation.type} ${relation.id}`}>
            <span className={classes.type}>
              {relation.direction === 'out' ? (
                <IconArrowRight size={13} aria-label={t('inventory.outward')} />
              ) : (
                <IconArrowLeft size={13} aria-label={t('inventory.inward')} />
              )}
              {i18n.exists(`inventory.relation.${relation.type}`)
                ? t(`inventory.relation.${relation.type as 'uses'}`)
                : relation.type}
            </span>
            {relation.asset ? (
              <AssetLink asset={relation.asset} />
            ) : (
              <code className="mono clip" title={t('inventory.notCollected')}>
                {relation.id}
              </code>
            )}
          </li>
        ))}
      </ul>
      {relations.length > shown && (
        <button type="button" className={classes.more} onClick={() => setShown(shown + batch * 5)}>
          {t('act.showMore', { count: relations.length - shown })}
        </button>
      )}
    </>
  );
}
