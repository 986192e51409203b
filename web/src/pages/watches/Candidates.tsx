import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { candidatesQuery } from '../../api/event-queries.ts';
import { Time } from '../../components/Time.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './Watches.module.css';

interface Props {
  /** What is on the list: it goes at once, before it is asked again who is not. */
  listed: readonly string[];
  /** Absent for whoever may change nothing. */
  onAdd: ((value: string, name: string) => void) | undefined;
  busy: boolean;
}

/** Who may be automation, by what was seen: each is added to the list by one click. */
export function Candidates({ listed, onAdd, busy }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(candidatesQuery);
  if (!data) return null;
  const items = data.items.filter(({ value }) => !listed.includes(value));
  if (items.length === 0) return <p className="faint">{t('lists.candidates.none')}</p>;
  return (
    <section className={classes.candidates} aria-label={t('lists.candidates.title')}>
      <h3>{t('lists.candidates.title')}</h3>
      <p className="faint">{t('lists.candidates.about')}</p>
      <ul className={classes.list}>
        {items.map(({ value, name, tool, deploys, changes, addresses, alerts, last }) => (
          <li key={value} className={classes.row}>
            <div className={classes.what}>
              <b>{name || value}</b>
              <p className="mono">{value}</p>
              <p className="faint">
                {t(deploys ? 'lists.candidates.deploys' : 'lists.candidates.tool', { tool })}
                {' · '}
                {t('lists.candidates.changes', { count: changes, n: format.number(changes) })}
                {' · '}
                {t('lists.candidates.addresses', { count: addresses, n: format.number(addresses) })}
                {' · '}
                {t('lists.candidates.alerts', { count: alerts, n: format.number(alerts) })}
              </p>
            </div>
            <Time at={last} />
            {onAdd && (
              <Button
                size="compact-sm"
                variant="default"
                disabled={busy}
                aria-label={t('lists.candidates.addNamed', { name: name || value })}
                onClick={() => onAdd(value, name || value)}
              >
                {t('lists.candidates.add')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
