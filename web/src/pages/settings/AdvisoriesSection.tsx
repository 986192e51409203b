import { Button, FileButton, Skeleton } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { advisoriesQuery } from '../../api/image-queries.ts';
import { useMay } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PlainTable } from '../../components/PlainTable.tsx';
import { Time } from '../../components/Time.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './Settings.module.css';

type Advisories = Schema['Advisories'];

/** What is known of vulnerabilities: how old it is, where it comes from, and how it gets here without a network. */
export function AdvisoriesSection() {
  const { data, error, refetch } = useQuery(advisoriesQuery);
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={360} />;
  return (
    <>
      <State advisories={data} />
      {data.feeds.length > 0 && <Feeds feeds={data.feeds} />}
      <AirGap />
    </>
  );
}

function State({ advisories }: { advisories: Advisories }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const admin = useMay('admin');
  const { present, date, stale, size, rejudged, updating } = advisories;
  const update = useMutation({
    mutationFn: () => take(api.POST('/api/v1/advisories/update')),
    onSuccess: () => tellDone(t('advisories.started')),
    onSettled: () => client.invalidateQueries({ queryKey: ['advisories'] }),
  });
  return (
    <section className={classes.card}>
      <h2>
        {date === null ? t('advisories.missing') : t('advisories.answer', { date: format.dateTime(date) })}
        {size !== null && <span className="faint"> · {format.bytes(size)}</span>}
      </h2>
      <p>{present ? t('advisories.about') : t('advisories.missingText')}</p>
      {present && stale && <p className={classes.warning}>{t('advisories.stale')}</p>}
      {rejudged && (
        <p>
          {t('advisories.rejudged')} <Time at={rejudged.at} />:{' '}
          {t('advisories.rejudgedText', {
            boms: format.number(rejudged.boms),
            seconds: format.number(Math.round(rejudged.seconds * 10) / 10),
            opened: format.number(rejudged.opened),
            resolved: format.number(rejudged.resolved),
          })}
        </p>
      )}
      {admin && (
        <Button loading={update.isPending || updating} onClick={() => update.mutate()}>
          {t('advisories.update')}
        </Button>
      )}
      {updating && (
        <span role="status" className="faint">
          {' '}
          {t('advisories.updating')}
        </span>
      )}
    </section>
  );
}

function Feeds({ feeds }: { feeds: Advisories['feeds'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className={classes.card}>
      <PlainTable
        columns={[
          {
            title: t('advisories.feed'),
            wrap: true,
            cell: ({ title, error }) => (
              <>
                {title}
                {error && <div className={classes.warning}>{error}</div>}
              </>
            ),
          },
          {
            title: t('advisories.asOf'),
            cell: ({ updated }) =>
              updated === null ? <span className="faint">{t('advisories.never')}</span> : <Time at={updated} />,
          },
          {
            title: t('advisories.records'),
            cell: ({ records }) => <span className="figures">{format.number(records)}</span>,
          },
        ]}
        rows={feeds}
        rowId={({ id }) => id}
      />
    </section>
  );
}

/** Hands in a database that was made elsewhere. */
function AirGap() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const admin = useMay('admin');
  const reset = useRef<() => void>(null);
  const upload = useMutation({
    mutationFn: (file: File) =>
      take(
        api.PUT('/api/v1/advisories', {
          body: file as unknown as string,
          bodySerializer: (body) => body as unknown as BodyInit,
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      ),
    onSuccess: () => tellDone(t('advisories.uploaded')),
    onSettled: () => {
      // The same file may be handed in again.
      reset.current?.();
      return client.invalidateQueries({ queryKey: ['advisories'] });
    },
  });
  return (
    <section className={classes.card}>
      <h2>{t('advisories.air')}</h2>
      <p>{t('advisories.airText')}</p>
      <CodeBlock
        code={'hwaseong db update\nhwaseong db export hwaseong-advisories.tar.zst'}
        label={t('images.empty.command')}
      />
      {admin && (
        <div className={classes.after}>
          <FileButton resetRef={reset} onChange={(file) => file && upload.mutate(file)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconUpload size={15} />} loading={upload.isPending}>
                {t('advisories.upload')}
              </Button>
            )}
          </FileButton>
        </div>
      )}
    </section>
  );
}
