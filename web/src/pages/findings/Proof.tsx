import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FindingDetail, Schema } from '../../api/client.ts';
import { JsonTree } from '../../components/JsonTree.tsx';
import { PanelSection } from '../../components/SidePanel.tsx';
import classes from '../../components/story.module.css';
import { Time } from '../../components/Time.tsx';

/** What the judgement rests on: the values it names, and below each the raw answer it came from. */
export function Proof({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation();
  const evidence = Object.entries(finding.evidence);
  return (
    <PanelSection title={t('findings.proof')}>
      {evidence.length > 0 && (
        <dl className={classes.evidence}>
          {evidence.map(([name, value]) => (
            <Evidence key={name} name={name} value={value} />
          ))}
        </dl>
      )}
      {finding.facts.map((fact, position) => (
        <UsedFact
          // biome-ignore lint/suspicious/noArrayIndexKey: the list comes whole from the server and never changes order
          key={position}
          fact={fact}
          open={position === 0 && evidence.length === 0}
        />
      ))}
      {finding.facts.length === 0 && <JsonTree value={finding.assetData} />}
    </PanelSection>
  );
}

function Evidence({ name, value }: { name: string; value: unknown }) {
  const simple = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {simple ? (
          <code className="mono">{typeof value === 'string' ? value : JSON.stringify(value)}</code>
        ) : (
          <JsonTree value={value} path={name} open={3} />
        )}
      </dd>
    </>
  );
}

function UsedFact({ fact, open }: { fact: Schema['UsedFact']; open: boolean }) {
  const { t } = useTranslation();
  const params = Object.keys(fact.params).length > 0;
  return (
    <details className={classes.fact} open={open}>
      <summary>
        <IconChevronRight size={14} aria-hidden />
        <code className="mono">{fact.operation}</code>
        {fact.error && <span className={classes.failed}>{fact.error.code}</span>}
        {!fact.complete && !fact.error && <span className={classes.failed}>{t('findings.incomplete')}</span>}
        <span>
          {t('findings.collected')} <Time at={fact.collectedAt} />
        </span>
      </summary>
      <div className={classes.factBody}>
        <p className="faint">
          {fact.account} · {fact.region}
          {fact.field && (
            <>
              {' · '}
              <code className="mono">{fact.field}</code>
            </>
          )}
        </p>
        {fact.error && (
          <p className={classes.failed}>
            {fact.error.message}
            {fact.error.permission && (
              <>
                {' '}
                {t('findings.missingPermission')} <code className="mono">{fact.error.permission}</code>
              </>
            )}
          </p>
        )}
        {params && <JsonTree value={fact.params} path="params" open={0} />}
        <JsonTree value={fact.data} path={fact.field ?? ''} open={2} />
      </div>
    </details>
  );
}
