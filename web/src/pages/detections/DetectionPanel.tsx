import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client.ts';
import { detectionQuery } from '../../api/event-queries.ts';
import type { operations } from '../../api/schema.ts';
import { useMay } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { DetailPanel } from '../../components/DetailPanel.tsx';
import { Prose } from '../../components/Prose.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { PanelSection } from '../../components/SidePanel.tsx';
import { useSourceTitle } from '../../components/SourceFilter.tsx';
import panel from '../../components/story.module.css';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import { DetectionState } from './DetectionState.tsx';
import classes from './Detections.module.css';
import { ExceptionList } from './ExceptionList.tsx';
import { ReplayTrial } from './Replay.tsx';
import { useSwitchDetection } from './switch.ts';

type Detail = operations['getDetection']['responses'][200]['content']['application/json'];

/** One detection: why, what to do, whether it fires, where it is silent, its text, and a trial on stored events. */
export function DetectionPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const maySwitch = useMay('analyst');
  const mayRemove = useMay('admin');
  const { turn, pending } = useSwitchDetection();
  const remove = useRemove(onClose);
  return (
    <DetailPanel
      label={t('detections.one')}
      id={id}
      onClose={onClose}
      query={useQuery(detectionQuery(id))}
      actions={(detection) => (
        <>
          {mayRemove && detection.origin === 'user' && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate(detection)}
            >
              {t('detections.remove')}
            </Button>
          )}
          {maySwitch && (
            <Button size="compact-sm" variant="default" loading={pending !== undefined} onClick={() => turn(detection)}>
              {t(detection.enabled ? 'detections.switchOff' : 'detections.switchOn')}
            </Button>
          )}
        </>
      )}
    >
      {(detection) => <DetectionStory key={detection.id} detection={detection} />}
    </DetailPanel>
  );
}

/** Removes an imported detection; undo imports its text again, switched as it was. */
function useRemove(onClose: () => void) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: ({ sigma, enabled }: Detail) =>
      take(api.POST('/api/v1/detections/import', { body: { yaml: sigma, enabled, dryRun: false } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['detections'] }),
  });
  return useMutation({
    mutationFn: ({ id }: Detail) => take(api.DELETE('/api/v1/detections/{id}', { params: { path: { id } } })),
    onSuccess: (_, detection) => {
      onClose();
      tellDone(t('detections.removed', { name: text(detection.title) }), () => again.mutate(detection));
    },
    // All but the one that is gone: its panel may still be there for a moment.
    onSettled: (_done, _error, { id }) =>
      client.invalidateQueries({ predicate: ({ queryKey: [name, , of] }) => name === 'detections' && of !== id }),
  });
}

function DetectionStory({ detection }: { detection: Detail }) {
  const { t } = useTranslation();
  const text = useText();
  const source = useSourceTitle();
  const mayReplay = useMay('analyst');
  return (
    <article>
      <div className={panel.badges}>
        <SeverityBadge severity={detection.severity} />
        <DetectionState state={detection.state} />
        {detection.kind === 'correlation' && <span className="faint">{t('detections.correlation')}</span>}
        {detection.origin === 'user' && <span className="faint">{t('detections.origin.user')}</span>}
      </div>
      <h2 className={panel.title}>{text(detection.title)}</h2>
      <Fired detection={detection} />
      <PanelSection title={t('detections.why')}>
        <Prose text={text(detection.why)} />
        {detection.techniques.length > 0 && (
          <p>
            {detection.techniques.map((technique) => (
              <Link key={technique} to="/detections" search={{ technique }} className={classes.chip}>
                {technique}
              </Link>
            ))}
          </p>
        )}
      </PanelSection>
      {detection.respond && (
        <PanelSection title={t('detections.respond')}>
          <Prose text={text(detection.respond)} />
        </PanelSection>
      )}
      <PanelSection title={t('detections.logs')}>
        <p>{detection.sources.map(source).join(', ')}</p>
        {detection.state === 'no-events' && (
          <p className={panel.stale}>
            {t('detections.stateText.no-events')}{' '}
            <Link to="/settings/{-$section}" params={{ section: 'feeds' }}>
              {t('detections.connect')}
            </Link>
          </p>
        )}
      </PanelSection>
      {mayReplay && (
        <PanelSection title={t('detections.replay.title')}>
          <ReplayTrial subject={{ detection: detection.id }} />
        </PanelSection>
      )}
      <PanelSection title={t('detections.exceptions')}>
        <ExceptionList exceptions={detection.exceptions} />
      </PanelSection>
      {detection.falsePositives.length > 0 && (
        <PanelSection title={t('detections.falsePositives')}>
          <ul className={classes.points}>
            {detection.falsePositives.map((one) => (
              <li key={one.en}>{text(one)}</li>
            ))}
          </ul>
        </PanelSection>
      )}
      {detection.references.length > 0 && (
        <PanelSection title={t('detections.references')}>
          <ul className={classes.points}>
            {detection.references.map((reference) => (
              <li key={reference}>
                <Reference address={reference} />
              </li>
            ))}
          </ul>
        </PanelSection>
      )}
      <PanelSection title={t('detections.sigma')}>
        <Grouping detection={detection} />
        <CodeBlock code={detection.sigma} label={t('detections.sigma')} />
      </PanelSection>
      <footer className={panel.footer}>
        <code className="mono">{detection.id}</code>
        {detection.author && <span>{detection.author}</span>}
      </footer>
    </article>
  );
}

/** Only web addresses are links: references of imported rules are what strangers wrote. */
function Reference({ address }: { address: string }) {
  if (!/^https?:\/\//.test(address)) return address;
  return (
    <a href={address} target="_blank" rel="noreferrer noopener" className={classes.address}>
      {address}
    </a>
  );
}

function Fired({ detection }: { detection: Detail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, alertsLastMonth, lastAlert } = detection;
  return (
    <p>
      {t('detections.alerts', { count: alertsLastMonth, n: format.number(alertsLastMonth) })}
      {lastAlert && (
        <>
          {' · '}
          {t('detections.last')} <Time at={lastAlert} />
        </>
      )}
      {alertsLastMonth > 0 && (
        <>
          {' · '}
          <Link to="/alerts" search={{ detection: id, excepted: 'all' }}>
            {t('detections.toAlerts')} →
          </Link>
        </>
      )}
    </p>
  );
}

function Grouping({ detection }: { detection: Detail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const minutes = Math.round(detection.periodSeconds / 60);
  const period =
    minutes % 60 === 0 ? t('detections.hours', { count: minutes / 60 }) : t('detections.minutes', { count: minutes });
  return (
    <p className="faint">
      {detection.groupBy.length === 0
        ? t('detections.groupingNone', { period })
        : t('detections.grouping', { period, fields: format.list(detection.groupBy) })}
    </p>
  );
}
