import { useTranslation } from 'react-i18next';
import type { AssetDetail } from '../../api/client.ts';
import { PanelSection } from '../../components/SidePanel.tsx';
import { Time } from '../../components/Time.tsx';
import classes from './AssetPanel.module.css';

/** Versions of an asset, newest first, with what changed in each. */
export function AssetHistory({ history }: { history: AssetDetail['history'] }) {
  const { t } = useTranslation();
  if (history.length === 0) return null;
  return (
    <PanelSection title={t('findings.history')}>
      <ol className={classes.history}>
        {history
          .toSorted((a, b) => b.at.localeCompare(a.at))
          .map(({ at, changed }) => (
            <li key={at}>
              <p>
                {changed.length === 0 ? t('inventory.appeared') : t('inventory.changed', { count: changed.length })}{' '}
                <span className="faint">
                  <Time at={at} />
                </span>
              </p>
              {changed.length > 0 && (
                <table className={classes.changes}>
                  <tbody>
                    {changed.map(({ path, before, after }) => (
                      <tr key={path}>
                        <th>{path}</th>
                        <td className={classes.before}>{before === undefined ? '' : JSON.stringify(before)}</td>
                        <td className={classes.after}>{after === undefined ? '' : JSON.stringify(after)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
            </li>
          ))}
      </ol>
    </PanelSection>
  );
}
