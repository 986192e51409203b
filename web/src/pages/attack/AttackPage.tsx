import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { attackQuery } from '../../api/event-queries.ts';
import type { attackSearch } from '../../app/addresses.ts';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './Attack.module.css';
import { sorted, standing, type Tactic, type Technique } from './matrix.ts';
import { StateMark } from './StateMark.tsx';

const route = getRouteApi('/detections/attack');
const states = ['seen', 'covered', 'silent', 'none'] as const;

/** ATT&CK: what can be seen, what was seen, and where nobody looks. */
export function AttackPage() {
  const { t } = useTranslation();
  const { days = '30', all = false } = route.useSearch();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(attackQuery(Number(days)));
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  const change = (next: ReturnType<typeof attackSearch>) =>
    void navigate({
      to: '/detections/attack',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      <Header tactics={data?.tactics} days={days} />
      <EntryTabs of="detections" />
      <div className={classes.bar}>
        <ul className={classes.legend}>
          {states.map((state) => (
            <li key={state} title={t(`attack.stateText.${state}`)}>
              <StateMark state={state} />
              {t(`attack.state.${state}`)}
            </li>
          ))}
        </ul>
        <Button size="compact-sm" variant="default" onClick={() => change({ all: all ? undefined : true })}>
          {t(all ? 'attack.allOff' : 'attack.all')}
        </Button>
        <SegmentedControl
          size="xs"
          value={days}
          data={['7', '30', '90'].map((value) => ({ value, label: t('attack.days', { count: Number(value) }) }))}
          onChange={(value) => change({ days: value === '30' ? undefined : (value as '7' | '90') })}
          aria-label={t('attack.range')}
        />
      </div>
      {data === undefined ? (
        <Skeleton height={520} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={classes.matrix} tabIndex={0} aria-label={t('detections.tab.attack')}>
          {data.tactics.map((tactic) => (
            <Column key={tactic.id} tactic={tactic} all={all} />
          ))}
        </section>
      )}
    </>
  );
}

function Header({ tactics, days }: { tactics: readonly Tactic[] | undefined; days: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (tactics === undefined) return <PageHeader answer=" " />;
  const { techniques, covered, seen, blind } = standing(tactics);
  return (
    <PageHeader
      answer={t('attack.answer', {
        count: techniques,
        n: format.number(techniques),
        covered: format.number(covered),
        seen: format.number(seen),
        days,
      })}
      note={t('attack.blind', { count: blind, n: format.number(blind) })}
    />
  );
}

function Column({ tactic, all }: { tactic: Tactic; all: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const { techniques, covered } = standing([tactic]);
  const shown = sorted(tactic.techniques).filter(({ state }) => all || state !== 'none');
  const hidden = tactic.techniques.length - shown.length;
  return (
    <section className={classes.tactic}>
      <header>
        <h2 title={tactic.id}>{text(tactic.name)}</h2>
        <span className="faint">
          {t('attack.tactic', { covered: format.number(covered), n: format.number(techniques) })}
        </span>
      </header>
      <ul>
        {shown.map((technique) => (
          <Cell key={technique.id} technique={technique} />
        ))}
      </ul>
      {hidden > 0 && <p className="faint">{t('attack.hidden', { count: hidden, n: format.number(hidden) })}</p>}
    </section>
  );
}

function Cell({ technique }: { technique: Technique }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const { id, name, state, detections, enabled, blind, alerts } = technique;
  const word = t(`attack.state.${state}`);
  return (
    <li className={classes.cell} data-state={state} title={`${id} · ${word}: ${t(`attack.stateText.${state}`)}`}>
      <StateMark state={state} />
      <div>
        {detections === 0 ? (
          <span>{text(name)}</span>
        ) : (
          <Link to="/detections" search={{ technique: id }} className={classes.name}>
            {text(name)}
          </Link>
        )}
        <p>
          <span className="sr-only">{word}</span>
          <span className="figures">{id}</span>
          {detections > 0 && <span>{t('attack.detections', { count: detections, n: format.number(detections) })}</span>}
          {detections > enabled && <span>{t('attack.off', { n: format.number(detections - enabled) })}</span>}
          {blind > 0 && <span className={classes.blind}>{t('attack.blindCount', { n: format.number(blind) })}</span>}
          {alerts > 0 && (
            <Link to="/alerts" search={{ technique: id, excepted: 'all' }} className={classes.alerts}>
              {t('attack.alerts', { count: alerts, n: format.number(alerts) })}
            </Link>
          )}
        </p>
      </div>
    </li>
  );
}
