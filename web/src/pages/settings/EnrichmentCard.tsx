import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { enrichmentQuery } from '../../api/event-queries.ts';
import { Time } from '../../components/Time.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './Settings.module.css';

/** The files that tell places, networks and threats of addresses: what each holds, how old it is, and what is wrong with it. */
export function EnrichmentCard() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(enrichmentQuery);
  if (!data) return null;
  return (
    <section className={classes.card}>
      <h2>{t('feeds.enrichment.title')}</h2>
      <p>{t('feeds.enrichment.about')}</p>
      {data.items.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th>{t('feeds.enrichment.file')}</th>
                <th>{t('feeds.kind')}</th>
                <th>{t('feeds.enrichment.entries')}</th>
                <th>{t('feeds.enrichment.madeAt')}</th>
                <th>{t('feeds.enrichment.readAt')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map(({ name, kind, entries, malformed, madeAt, readAt, problem, kept }) => (
                <tr key={name}>
                  <td className={classes.wrap}>
                    {name}
                    {problem && (
                      <div className="faint">
                        {t(`feeds.enrichment.problem.${problem}`)}
                        {kept && ` ${t('feeds.enrichment.kept')}`}
                      </div>
                    )}
                  </td>
                  <td>{t(`feeds.enrichment.kind.${kind}`)}</td>
                  <td className={classes.wrap}>
                    {entries === null ? <span className="faint">–</span> : format.number(entries)}
                    {malformed > 0 && (
                      <div className="faint">{t('feeds.enrichment.malformed', { n: format.number(malformed) })}</div>
                    )}
                  </td>
                  <td>
                    <Time at={madeAt} />
                  </td>
                  <td>
                    <Time at={readAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
