import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { controlQuery } from '../../api/queries.ts';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { DetailPanel } from '../../components/DetailPanel.tsx';
import { FrameworkChips } from '../../components/FrameworkChips.tsx';
import { Prose } from '../../components/Prose.tsx';
import { RemediationTabs } from '../../components/RemediationTabs.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { PanelSection } from '../../components/SidePanel.tsx';
import { Bar, BarLegend, useResultParts } from '../../components/StatusBar.tsx';
import panel from '../../components/story.module.css';
import { useText } from '../../i18n/format.ts';
import { ControlParams } from './ControlParams.tsx';
import classes from './ControlsPage.module.css';

/** One control: what ought to be true, why, how it is judged, how to set it right, what can be adjusted. */
export function ControlPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <DetailPanel label={t('controls.one')} id={id} onClose={onClose} query={useQuery(controlQuery(id))}>
      {(control) => <ControlStory key={control.id} control={control} />}
    </DetailPanel>
  );
}

function ControlStory({ control }: { control: Schema['ControlDetail'] }) {
  const { t } = useTranslation();
  const text = useText();
  const parts = useResultParts(control.results);
  return (
    <article>
      <div className={panel.badges}>
        <SeverityBadge severity={control.severity} />
        <span className="faint">{text(control.kindTitle)}</span>
      </div>
      <h2 className={panel.title}>{text(control.title)}</h2>
      <Bar parts={parts} height={10} />
      <p>
        <BarLegend parts={parts} />
      </p>
      <Link to="/findings" search={{ rule: control.id, status: 'all' }}>
        {t('controls.findings')}
      </Link>
      <PanelSection title={t('findings.why')}>
        <Prose text={text(control.why)} />
      </PanelSection>
      {control.params.length > 0 && <ControlParams control={control} />}
      <RemediationTabs remediation={control.remediation} />
      {control.maps.length > 0 && (
        <PanelSection title={t('findings.frameworks')}>
          <FrameworkChips mappings={control.maps} />
        </PanelSection>
      )}
      <PanelSection title={t('controls.how')}>
        <dl className={classes.expression}>
          {(['each', 'when', 'pass'] as const).map((part) => {
            const code = control.expression[part];
            return code === null ? null : (
              <div key={part}>
                <dt>{t(`controls.expression.${part}`)}</dt>
                <dd>
                  <CodeBlock code={code} label={t(`controls.expression.${part}`)} />
                </dd>
              </div>
            );
          })}
          <dt>{t('controls.reads')}</dt>
          <dd className={classes.uses}>
            {control.uses.map((operation) => (
              <code key={operation} className="mono">
                {operation}
              </code>
            ))}
          </dd>
        </dl>
      </PanelSection>
      <footer className={panel.footer}>
        <code className="mono">{control.id}</code>
      </footer>
    </article>
  );
}
