import { Button, Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, api, type Replay, take } from '../../api/client.ts';
import { replayQuery } from '../../api/event-queries.ts';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './Detections.module.css';

/** What is tried: a detection that is there, or rules that are not yet. */
type Subject = { detection: string } | { yaml: string };

const spans = ['1', '7', '30', '90'] as const;
const dayLength = 86_400_000;

/** Tries a rule on stored events: time, progress, and what it would have raised. */
export function ReplayTrial({ subject }: { subject: Subject }) {
  const { t } = useTranslation();
  const [days, setDays] = useState<(typeof spans)[number]>('7');
  const start = useMutation({
    mutationFn: () => {
      const now = Date.now();
      const body = {
        ...subject,
        since: new Date(now - Number(days) * dayLength).toISOString(),
        until: new Date(now).toISOString(),
      };
      return take(api.POST('/api/v1/replays', { body }));
    },
  });
  const id = start.data?.id;
  const progress = useQuery({ ...replayQuery(id ?? ''), enabled: id !== undefined });
  const replay = progress.data ?? start.data;
  const running = replay?.state === 'running' && !progress.isError;
  const cancel = useMutation({
    mutationFn: (replayId: string) => take(api.DELETE('/api/v1/replays/{id}', { params: { path: { id: replayId } } })),
    onSettled: () => progress.refetch(),
  });
  return (
    <div>
      <p className="faint">{t('detections.replay.text')}</p>
      <div className={classes.line}>
        <Select
          size="xs"
          w={150}
          aria-label={t('detections.replay.span')}
          data={spans.map((value) => ({ value, label: t(`detections.replay.spans.${value}`) }))}
          value={days}
          onChange={(chosen) => chosen && setDays(chosen as typeof days)}
          allowDeselect={false}
          disabled={running}
        />
        {running ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={cancel.isPending}
            onClick={() => cancel.mutate(replay.id)}
          >
            {t('detections.replay.cancel')}
          </Button>
        ) : (
          <Button size="compact-sm" loading={start.isPending} onClick={() => start.mutate()}>
            {t('detections.replay.start')}
          </Button>
        )}
      </div>
      {progress.error instanceof ApiError && progress.error.status === 404 ? (
        <p role="alert">{t('detections.replay.gone')}</p>
      ) : (
        replay && <Outcome replay={replay} />
      )}
    </div>
  );
}

function Outcome({ replay }: { replay: Replay }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const { state, read, total, alerts, error } = replay;
  const counts = { count: alerts, n: format.number(alerts) };
  const done = state === 'done';
  return (
    <div className={classes.replay} role="status">
      {state === 'running' && (
        <progress
          className={classes.progress}
          aria-label={t('detections.replay.state.running')}
          {...(total === null ? {} : { value: read, max: Math.max(1, total) })}
        />
      )}
      <p>
        <span className="faint">{t(`detections.replay.state.${state}`)}</span>{' '}
        {state !== 'failed' && <b>{t(done ? 'detections.replay.alerts' : 'detections.replay.soFar', counts)}</b>}{' '}
        <span className="faint">
          {done && read === 0
            ? t('detections.replay.noEvents')
            : t(total === null || done ? 'detections.replay.read' : 'detections.replay.readOf', {
                read: format.number(read),
                total: format.number(total ?? 0),
              })}
        </span>
      </p>
      {error && <p role="alert">{text(error)}</p>}
      {replay.byDay.length > 0 && <AlertsByDay days={replay.byDay} />}
      {replay.samples.length > 0 && <Samples samples={replay.samples} />}
    </div>
  );
}

/** Days with alerts, each with a bar beside its number. */
function AlertsByDay({ days }: { days: Replay['byDay'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(...days.map(({ count }) => count));
  return (
    <table className={classes.days}>
      <caption>{t('detections.replay.byDay')}</caption>
      <tbody>
        {days.map(({ day, count }) => (
          <tr key={day}>
            <th scope="row">{format.shortDate(`${day}T12:00:00Z`)}</th>
            <td>
              <i style={{ width: `${(100 * count) / most}%` }} aria-hidden />
            </td>
            <td className="figures">{format.number(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Samples({ samples }: { samples: Replay['samples'] }) {
  const { t } = useTranslation();
  return (
    <>
      <h4 className={classes.sub}>{t('detections.replay.samples')}</h4>
      <ul className={classes.samples}>
        {samples.slice(0, 20).map(({ at, group, events }, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: samples have no ids, and only grow at the end
          <li key={position}>
            <Time at={at} exact />
            <span className="faint">{t('detections.replay.events', { count: events })}</span>
            <span className={classes.group}>
              {Object.entries(group).map(([field, value]) => (
                <code key={field} className="mono">
                  {field} = {value}
                </code>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
