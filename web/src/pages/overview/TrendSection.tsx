import { SegmentedControl } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { useFormat } from '../../i18n/format.ts';
import classes from './OverviewPage.module.css';
import { TrendChart } from './TrendChart.tsx';

interface Props {
  trend: Schema['Overview']['trend'];
  days: number;
  resolved: number;
}

/** Whether it gets better. */
export function TrendSection({ trend, days, resolved }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  return (
    <section className={classes.card} aria-labelledby="trend">
      <header>
        <h2 id="trend">{t('overview.trend.title')}</h2>
        <SegmentedControl
          size="xs"
          value={String(days)}
          data={['7', '30', '90'].map((value) => ({
            value,
            label: t('overview.trend.days', { count: Number(value) }),
          }))}
          onChange={(value) =>
            void navigate({
              to: '/',
              search: (before) => ({ ...before, days: value === '30' ? undefined : (value as '7' | '90') }),
              replace: true,
              resetScroll: false,
            })
          }
          aria-label={t('overview.trend.range')}
        />
      </header>
      <TrendChart trend={trend} />
      <p>{t('overview.trend.resolved', { count: resolved, n: format.number(resolved) })}</p>
    </section>
  );
}
