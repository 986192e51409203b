import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { CopyLink } from '../../components/DetailPanel.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { Prose } from '../../components/Prose.tsx';
import { SeverityMark } from '../../components/SeverityBadge.tsx';
import { PanelSection, SidePanel } from '../../components/SidePanel.tsx';
import { Bar, BarLegend, useResultParts } from '../../components/StatusBar.tsx';
import panel from '../../components/story.module.css';
import { useText } from '../../i18n/format.ts';
import classes from './CompliancePage.module.css';
import { EvidenceSection } from './EvidenceSection.tsx';
import { StateChip } from './StateChip.tsx';
import type { Requirement } from './tree.ts';

interface Props {
  framework: string;
  requirement: Requirement;
  onClose: () => void;
}

/** One requirement: what it asks, which controls answer it, what was handed in. */
export function RequirementPanel({ framework, requirement, onClose }: Props) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <SidePanel
      label={t('compliance.requirement', { id: requirement.id })}
      shown={requirement.id}
      onClose={onClose}
      actions={<CopyLink />}
    >
      <div className={panel.badges}>
        <StateChip state={requirement.state} />
        {requirement.assessment && (
          <span className="faint">{t(`compliance.assessment.${requirement.assessment}`)}</span>
        )}
      </div>
      <h2 className={panel.title}>{text(requirement.title)}</h2>
      {requirement.text && <Prose text={text(requirement.text)} />}
      {requirement.answeredBy.length > 0 && (
        <p className={classes.text}>
          {t('compliance.answeredBy')}{' '}
          {requirement.answeredBy.map((id, position) => (
            <span key={id}>
              {position > 0 && ', '}
              <Link to="/compliance/$framework" params={{ framework }} search={{ requirement: id }} resetScroll={false}>
                {id}
              </Link>
            </span>
          ))}
        </p>
      )}
      {requirement.controls.length > 0 && (
        <PanelSection
          title={t('compliance.controls', { count: requirement.controls.length })}
          aside={
            <Link to="/findings" search={{ requirement: `${framework}/${requirement.id}` }}>
              {t('compliance.findings')}
            </Link>
          }
        >
          <ul className={classes.controls}>
            {requirement.controls.map((control) => (
              <ControlRow key={control.id} control={control} />
            ))}
          </ul>
        </PanelSection>
      )}
      {(requirement.assessment === null ? requirement.evidence.length > 0 : requirement.assessment !== 'automated') && (
        <EvidenceSection framework={framework} requirement={requirement} />
      )}
    </SidePanel>
  );
}

function ControlRow({ control }: { control: Schema['RequirementControl'] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <li>
      <div className={classes.controlName}>
        <SeverityMark severity={control.severity} />
        <PanelLink kind="control" id={control.id}>
          {text(control.title)}
        </PanelLink>
      </div>
      {control.results === null ? (
        <span className="faint">{t('compliance.notRun')}</span>
      ) : (
        <ControlResults control={control.id} results={control.results} />
      )}
    </li>
  );
}

function ControlResults({ control, results }: { control: string; results: Schema['StatusCounts'] }) {
  const { t } = useTranslation();
  const parts = useResultParts(results).filter(({ count }) => count > 0);
  return (
    <div className={classes.controlBar}>
      <Bar parts={parts} />
      {parts.length === 0 ? (
        <span className="faint">{t('compliance.nothingToJudge')}</span>
      ) : (
        <BarLegend parts={parts} />
      )}
      {results.fail > 0 && (
        <Link to="/findings" search={{ rule: control }}>
          {t('compliance.showAssets')}
        </Link>
      )}
    </div>
  );
}
