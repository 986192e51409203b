import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { Time } from '../../components/Time.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './OverviewPage.module.css';

/** Places shown: those with gaps first, then the oldest. */
const shown = 6;

/** How old the answers are that everything rests on, and where answers are missing. */
export function Freshness({ places }: { places: readonly Schema['Staleness'][] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const worst = places.toSorted((a, b) => b.incomplete - a.incomplete || a.oldest.localeCompare(b.oldest));
  return (
    <section className={classes.card} aria-labelledby="freshness">
      <header>
        <h2 id="freshness">{t('overview.freshness.title')}</h2>
        <span className="faint">{t('overview.freshness.places', { count: places.length })}</span>
      </header>
      {places.length === 0 ? (
        <p>{t('overview.freshness.none')}</p>
      ) : (
        <table className={classes.places}>
          <thead>
            <tr>
              <th>{t('overview.freshness.place')}</th>
              <th>{t('overview.freshness.missing')}</th>
              <th>{t('overview.freshness.oldest')}</th>
            </tr>
          </thead>
          <tbody>
            {worst.slice(0, shown).map((place) => (
              <tr key={`${place.account}/${place.region}`}>
                <td>
                  {place.accountName || place.account} <span className="faint">{place.region}</span>
                </td>
                <td className={place.incomplete > 0 ? classes.incomplete : 'faint'}>
                  {place.incomplete > 0 ? <Link to="/connections">{format.number(place.incomplete)}</Link> : '0'}
                </td>
                <td>
                  <Time at={place.oldest} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
