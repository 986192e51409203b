import { Button, Skeleton } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { controlsQuery, exceptionsQuery, findingQuery } from '../../api/queries.ts';
import { useMay } from '../../app/session.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { useAccountName } from '../../components/useAccountName.ts';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './ExceptionsPage.module.css';
import { useEndException } from './endException.ts';

/** Every accepted risk, with its reason, its owner and its end. */
export function ExceptionsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(exceptionsQuery);
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={320} />;
  const running = data.items.filter(({ expired }) => !expired);
  return (
    <>
      <PageHeader
        answer={t('exception.answer', { count: running.length })}
        note={t('exception.note')}
        actions={<Link to="/findings">{t('exception.back')}</Link>}
      />
      {data.items.length === 0 ? (
        <EmptyState
          icon={IconShieldCheck}
          title={t('exception.none')}
          action={<Link to="/findings">{t('exception.back')}</Link>}
        >
          {t('exception.noneText')}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {data.items.map((exception) => (
            <ExceptionRow key={exception.id} exception={exception} />
          ))}
        </ul>
      )}
    </>
  );
}

function ExceptionRow({ exception }: { exception: Schema['Exception'] }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const accountName = useAccountName();
  const controls = useQuery(controlsQuery).data?.items;
  const end = useEndException();
  const mayWrite = useMay('analyst');
  const finding = useQuery({ ...findingQuery(exception.finding ?? ''), enabled: exception.finding !== null }).data;
  const control = controls?.find(({ id }) => id === exception.rule);
  return (
    <li className={classes.row} data-expired={exception.expired || undefined}>
      <div className={classes.what}>
        {exception.finding ? (
          <PanelLink kind="finding" id={exception.finding}>
            {finding ? text(finding.title) : t('exception.oneFinding')}
          </PanelLink>
        ) : (
          <PanelLink kind="control" id={exception.rule ?? ''}>
            {control ? text(control.title) : exception.rule}
          </PanelLink>
        )}
        <span className="faint">
          {finding?.asset.name}
          {exception.account && accountName(exception.account)}
          {exception.assetPattern && <code className="mono"> {exception.assetPattern}</code>}
        </span>
        <p>{exception.reason}</p>
      </div>
      <div className={classes.facts}>
        <span>{t('exception.covers', { count: exception.covers, n: format.number(exception.covers) })}</span>
        <span>
          {exception.owner
            ? t('exception.ownedBy', { owner: exception.owner })
            : t('exception.by', { by: exception.createdBy })}
        </span>
        {exception.expiresAt && (
          <span className={exception.expired ? classes.over : undefined}>
            {exception.expired ? t('exception.expired') : t('exception.expires')} {format.date(exception.expiresAt)}
          </span>
        )}
      </div>
      {mayWrite && (
        <Button size="compact-sm" variant="default" loading={end.isPending} onClick={() => end.mutate(exception)}>
          {exception.expired ? t('exception.remove') : t('exception.end')}
        </Button>
      )}
    </li>
  );
}
