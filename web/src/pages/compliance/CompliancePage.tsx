import { Skeleton } from '@mantine/core';
import { IconClipboardOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { frameworksQuery } from '../../api/queries.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Bar, BarLegend, useStateParts } from '../../components/StatusBar.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './CompliancePage.module.css';

/** How every framework stands. */
export function CompliancePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(frameworksQuery);
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={360} />;
  if (data.items.length === 0) {
    return (
      <EmptyState icon={IconClipboardOff} title={t('compliance.none')}>
        {t('compliance.noneText')}
      </EmptyState>
    );
  }
  const failing = data.items.reduce((sum, { counts }) => sum + counts.failing, 0);
  const unknown = data.items.reduce((sum, { counts }) => sum + counts.unknown, 0);
  const waiting = data.items.reduce((sum, { counts }) => sum + counts.manual, 0);
  return (
    <>
      <PageHeader
        answer={t('compliance.answer', {
          count: failing,
          n: format.number(failing),
          frameworks: format.number(data.items.length),
        })}
        note={t('compliance.rest', { unknown: format.number(unknown), waiting: format.number(waiting) })}
      />
      <ul className={classes.frameworks}>
        {data.items.map((framework) => (
          <FrameworkRow key={framework.id} framework={framework} />
        ))}
      </ul>
    </>
  );
}

function FrameworkRow({ framework }: { framework: Schema['Framework'] }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const parts = useStateParts(framework.counts);
  const { passing, judged } = framework.score;
  return (
    <li className={classes.framework}>
      <div className={classes.frameworkName}>
        <Link to="/compliance/$framework" params={{ framework: framework.id }} search={{}}>
          {text(framework.title)}
        </Link>
        <span className="faint">
          {framework.publisher} · {framework.version} ·{' '}
          {t('compliance.requirements', { count: framework.requirements })}
          {framework.extent === 'touched' && ` · ${t('compliance.touched')}`}
        </span>
      </div>
      <div className={classes.frameworkBar}>
        <Bar parts={parts} height={10} />
        <BarLegend parts={parts} />
      </div>
      <div className={classes.score}>
        <b>{format.share(passing, judged)}</b>
        <span className="faint">
          {t('compliance.score', { passing: format.number(passing), judged: format.number(judged) })}
        </span>
      </div>
    </li>
  );
}
