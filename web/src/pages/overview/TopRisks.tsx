import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../api/client.ts';
import { AssetLink } from '../../components/AssetLink.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { Time } from '../../components/Time.tsx';
import { useText } from '../../i18n/format.ts';
import classes from './OverviewPage.module.css';

/** The list that proves the sentence. */
export function TopRisks({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <section className={classes.card} aria-labelledby="top-risks">
      <header>
        <h2 id="top-risks">
          {t('overview.top')} <small className="faint">{t('overview.topNote')}</small>
        </h2>
        <Link to="/findings" search={{}}>
          {t('overview.allFindings')}
        </Link>
      </header>
      {findings.length === 0 && <p>{t('overview.topNone')}</p>}
      {findings.length > 0 && (
        <ol className={classes.risks}>
          {findings.map((finding) => (
            <li key={finding.id} className={classes.risk}>
              <span>
                <SeverityBadge severity={finding.severity} />
              </span>
              <div className={classes.riskWords}>
                <PanelLink kind="finding" id={finding.id} className={classes.riskTitle}>
                  {text(finding.title)}
                </PanelLink>
                <div className="faint">
                  <AssetLink asset={finding.asset} plain full={false} />
                </div>
              </div>
              <span className={classes.riskAge}>
                <Time at={finding.firstSeen} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
