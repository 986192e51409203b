import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageDetail, Schema } from '../../api/client.ts';
import { PanelLink } from '../../components/PanelLink.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { useText } from '../../i18n/format.ts';
import classes from './Images.module.css';

/** How an image is made: what the controls hold against it, and its configuration as it stands. */
export function ImageConfiguration({ image }: { image: ImageDetail }) {
  const { t } = useTranslation();
  const { config, annotations, mediaType } = image;
  const words = (list: readonly string[]) => (list.length === 0 ? undefined : list.join(' '));
  return (
    <>
      <section className={classes.section}>
        <h2>{t('images.configuration.findings')}</h2>
        {image.findings.length === 0 ? (
          <p>{t('images.configuration.allFine')}</p>
        ) : (
          <ControlFindings findings={image.findings} />
        )}
      </section>
      <section className={classes.section}>
        <h2>{t('images.configuration.config')}</h2>
        <dl className={classes.config}>
          <Setting name={t('images.configuration.user')}>
            {config.user ?? <span className={classes.old}>{t('images.configuration.noUser')}</span>}
          </Setting>
          <Setting name={t('images.configuration.entrypoint')}>{words(config.entrypoint)}</Setting>
          <Setting name={t('images.configuration.command')}>{words(config.command)}</Setting>
          <Setting name={t('images.configuration.workingDirectory')}>{config.workingDirectory}</Setting>
          <Setting name={t('images.configuration.ports')}>{words(config.ports)}</Setting>
          <Setting name={t('images.configuration.volumes')}>{words(config.volumes)}</Setting>
          <Setting name={t('images.configuration.healthcheck')}>{words(config.healthcheck ?? [])}</Setting>
          <Setting name={t('images.configuration.stopSignal')}>{config.stopSignal}</Setting>
          <Setting name={t('images.configuration.environment')}>{lines(config.environment)}</Setting>
          <Setting name={t('images.configuration.labels')}>{lines(pairs(config.labels))}</Setting>
          <Setting name={t('images.configuration.annotations')}>{lines(pairs(annotations))}</Setting>
          <Setting name={t('images.configuration.mediaType')}>{mediaType}</Setting>
        </dl>
      </section>
    </>
  );
}

/** What controls found, worst first. */
export function ControlFindings({ findings }: { findings: readonly Schema['Finding'][] }) {
  const text = useText();
  return (
    <ul className={classes.findings}>
      {findings.map((finding) => (
        <li key={finding.id}>
          <SeverityBadge severity={finding.severity} />
          <PanelLink kind="finding" id={finding.id}>
            {text(finding.title)}
          </PanelLink>
          {finding.discriminator && <code className="mono faint clip">{finding.discriminator}</code>}
        </li>
      ))}
    </ul>
  );
}

function pairs(map: Record<string, string>): string[] {
  return Object.entries(map).map(([name, value]) => `${name}=${value}`);
}

function lines(list: readonly string[]): ReactNode {
  if (list.length === 0) return undefined;
  return list.map((line) => <div key={line}>{line}</div>);
}

function Setting({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children ? <code className="mono">{children}</code> : <span className="faint">–</span>}</dd>
    </>
  );
}
