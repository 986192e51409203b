import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { Bar, BarLegend, useResultParts } from '../../components/StatusBar.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './OverviewPage.module.css';

/** How much of what should be judged could be, with unknown and manual apart. */
export function Coverage({ counts }: { counts: Schema['StatusCounts'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = useResultParts(counts);
  const judged = counts.pass + counts.fail;
  const all = judged + counts.unknown + counts.manual + counts.error;
  return (
    <section className={classes.card} aria-labelledby="coverage">
      <header>
        <h2 id="coverage">{t('overview.coverage.title')}</h2>
        <Link to="/controls">{t('overview.coverage.judged', { share: format.share(judged, all) })}</Link>
      </header>
      <Bar parts={parts} height={10} />
      <p>
        <BarLegend parts={parts} />
      </p>
    </section>
  );
}
