import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindingDetail } from '../../api/client.ts';
import { findingQuery } from '../../api/queries.ts';
import { AssetLink } from '../../components/AssetLink.tsx';
import { DetailPanel } from '../../components/DetailPanel.tsx';
import { ExceptAction } from '../../components/ExceptAction.tsx';
import { FrameworkChips } from '../../components/FrameworkChips.tsx';
import { ExceptionDialog } from '../../components/lazyDialogs.ts';
import { PanelLink } from '../../components/PanelLink.tsx';
import { Prose } from '../../components/Prose.tsx';
import { RemediationTabs } from '../../components/RemediationTabs.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { PanelSection } from '../../components/SidePanel.tsx';
import { StatusChip } from '../../components/StatusChip.tsx';
import classes from '../../components/story.module.css';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import { loadFurther } from '../../i18n/index.ts';
import { ExceptionNote } from './ExceptionNote.tsx';
import { FindingHistory } from './FindingHistory.tsx';
import { FindingRelated } from './FindingRelated.tsx';
import { Proof } from './Proof.tsx';

/** Few findings are vulnerabilities where no image is scanned: their part comes when it is needed, with its texts. */
const VulnerabilityStory = lazy(async () => {
  const [file] = await Promise.all([import('../vulnerabilities/VulnerabilityStory.tsx'), loadFurther()]);
  return { default: file.VulnerabilityStory };
});

/** One finding: what, why it matters, proof, fix, history, related. */
export function FindingPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <DetailPanel
      label={t('findings.one')}
      id={id}
      onClose={onClose}
      query={useQuery(findingQuery(id))}
      actions={({ status, exception, title, asset }) =>
        status === 'open' &&
        exception === null && (
          <ExceptAction
            dialog={(close) => (
              <ExceptionDialog targets={[{ finding: id }]} subject={`${text(title)} — ${asset.name}`} onClose={close} />
            )}
          >
            {t('findings.except')}
          </ExceptAction>
        )
      }
    >
      {(finding) => <FindingStory finding={finding} />}
    </DetailPanel>
  );
}

function FindingStory({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const vulnerability = finding.class === 'vulnerability';
  return (
    <article>
      <div className={classes.badges}>
        <SeverityBadge severity={finding.severity} />
        <StatusChip
          status={finding.status}
          {...(finding.resolution ? { title: t(`findings.resolution.${finding.resolution}`) } : {})}
        />
        {finding.stale && <StatusChip status="stale" />}
        {finding.excepted && <StatusChip status="excepted" />}
        <span className={classes.risk} title={t('findings.riskHint')}>
          {t('findings.risk', { n: format.number(Math.round(finding.risk)) })}
        </span>
      </div>
      <p className={classes.kicker}>{vulnerability ? finding.rule : t('findings.notMet')}</p>
      <h2 className={classes.title}>{text(finding.title)}</h2>
      <div className={classes.what}>
        <AssetLink asset={finding.asset} full />
        {finding.discriminator && !vulnerability && <code className="mono">{finding.discriminator}</code>}
      </div>
      {finding.exception && <ExceptionNote exception={finding.exception} />}
      {finding.stale && (
        <p className={classes.stale}>
          {finding.unknown
            ? t('findings.staleBecause', { operation: finding.unknown.operation, code: finding.unknown.code })
            : t('findings.staleText')}
          {finding.unknown?.permission && (
            <>
              {' '}
              {t('findings.missingPermission')} <code className="mono">{finding.unknown.permission}</code>
            </>
          )}
        </p>
      )}
      {vulnerability && (
        <Suspense fallback={null}>
          <VulnerabilityStory finding={finding} />
        </Suspense>
      )}
      {vulnerability && <RemediationTabs remediation={finding.remediation} />}
      <PanelSection title={t('findings.why')}>
        <Prose text={text(finding.why)} />
      </PanelSection>
      {!vulnerability && <Proof finding={finding} />}
      {!vulnerability && <RemediationTabs remediation={finding.remediation} />}
      {finding.maps.length > 0 && (
        <PanelSection title={t('findings.frameworks')}>
          <FrameworkChips mappings={finding.maps} />
        </PanelSection>
      )}
      <FindingHistory finding={finding} />
      <FindingRelated finding={finding} />
      <footer className={classes.footer}>
        <span>
          {t(vulnerability ? 'findings.class.vulnerability' : 'findings.control')}{' '}
          <PanelLink kind={vulnerability ? 'vulnerability' : 'control'} id={finding.rule}>
            {finding.rule}
          </PanelLink>
        </span>
        {finding.judgedAt && (
          <span>
            {t('findings.judged')} <Time at={finding.judgedAt} />
          </span>
        )}
      </footer>
    </article>
  );
}
