import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { affectedPackagesQuery, hostQuery } from '../../api/image-queries.ts';
import { DetailPanel } from '../../components/DetailPanel.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { RelationList } from '../../components/RelationList.tsx';
import { SeverityBar } from '../../components/SeverityBar.tsx';
import { PanelSection } from '../../components/SidePanel.tsx';
import story from '../../components/story.module.css';
import { Time } from '../../components/Time.tsx';
import { useFormat } from '../../i18n/format.ts';
import { ControlFindings } from '../images/ImageConfiguration.tsx';
import { Unknown } from '../images/ImageOverview.tsx';
import { AdvisoryAge, DistributionName } from '../images/marks.tsx';
import { SbomMenu } from '../images/SbomMenu.tsx';
import classes from '../vulnerabilities/Vulnerabilities.module.css';

type Detail = Schema['HostDetail'];

/** Updates named before a reader asks for all. */
const most = 10;

/** One host: its packages and its configuration, and what to do first. */
export function HostPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <DetailPanel
      label={t('hosts.one')}
      id={id}
      onClose={onClose}
      query={useQuery(hostQuery(id))}
      actions={() => <SbomMenu asset={id} />}
    >
      {(host) => <Story host={host} />}
    </DetailPanel>
  );
}

function Story({ host }: { host: Detail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = Object.values(host.open).reduce((sum, one) => sum + one, 0);
  return (
    <article>
      <h2 className={story.title}>{host.name}</h2>
      <dl className={classes.facts}>
        <div>
          <dt>{t('images.column.distribution')}</dt>
          <dd>
            <DistributionName distribution={host.distribution} />
          </dd>
        </div>
        {host.kernel && (
          <div>
            <dt>{t('hosts.column.kernel')}</dt>
            <dd>{[host.kernel, host.architecture].filter(Boolean).join(' · ')}</dd>
          </div>
        )}
        <div>
          <dt>{t('images.column.scanned')}</dt>
          <dd>
            <Time at={host.scannedAt} />
          </dd>
        </div>
        <div>
          <dt>{t('images.column.judged')}</dt>
          <dd>
            <AdvisoryAge judgedAt={host.judgedAt} advisories={host.advisories} />
          </dd>
        </div>
      </dl>
      <PanelSection
        title={t('images.overview.answer', {
          count: total,
          n: format.number(total),
          fixable: format.number(host.fixable),
        })}
        aside={
          <Link to="/findings" search={{ asset: host.id, class: 'vulnerability' }}>
            {t('hosts.vulnerabilities')}
          </Link>
        }
      >
        {total > 0 && <SeverityBar open={host.open} wide />}
      </PanelSection>
      <Unknown image={host} />
      <Updates asset={host.id} />
      <PanelSection title={t('hosts.configuration')}>
        {host.findings.length === 0 ? (
          <p>{t('images.configuration.allFine')}</p>
        ) : (
          <ControlFindings findings={host.findings} />
        )}
      </PanelSection>
      {host.relations.length > 0 && (
        <PanelSection title={t('images.relations')}>
          <RelationList relations={host.relations} />
        </PanelSection>
      )}
      <footer className={story.footer}>
        <PanelLink kind="asset" id={host.id}>
          {t('hosts.all')}
        </PanelLink>
      </footer>
    </article>
  );
}

function Updates({ asset }: { asset: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(affectedPackagesQuery({ asset, status: 'open', excepted: 'false', fixable: 'true' }));
  const updates = (data?.groups ?? []).filter(({ update }) => update !== null).slice(0, most);
  if (updates.length === 0) return null;
  return (
    <PanelSection title={t('hosts.updates')}>
      <ul className={story.links}>
        {updates.map(({ purl, name, installed, update, mends }) => (
          <li key={purl}>
            <PanelLink kind="package" id={purl}>
              {t('images.overview.update', { name, from: installed, to: update ?? '' })}
            </PanelLink>
            <span className={classes.update}>{t('images.overview.mends', { count: mends })}</span>
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}
