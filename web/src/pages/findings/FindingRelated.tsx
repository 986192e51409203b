import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FindingDetail } from '../../api/client.ts';
import { PanelLink } from '../../components/PanelLink.tsx';
import { RelationList } from '../../components/RelationList.tsx';
import { SeverityMark } from '../../components/SeverityBadge.tsx';
import { PanelSection } from '../../components/SidePanel.tsx';
import classes from '../../components/story.module.css';
import { useText } from '../../i18n/format.ts';

/** Other findings of the asset, and the assets it belongs together with. */
export function FindingRelated({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation();
  const text = useText();
  if (finding.others.length === 0 && finding.related.length === 0) return null;
  return (
    <PanelSection
      title={t('findings.related')}
      aside={
        <Link to="/findings" search={{ asset: finding.asset.id }}>
          {t('findings.allOfAsset')}
        </Link>
      }
    >
      {finding.others.length > 0 && (
        <>
          <h4 className={classes.sub}>{t('findings.others')}</h4>
          <ul className={classes.links}>
            {finding.others.map((other) => (
              <li key={other.id}>
                <SeverityMark severity={other.severity} />
                <PanelLink kind="finding" id={other.id} className="clip">
                  {text(other.title)}
                </PanelLink>
              </li>
            ))}
          </ul>
        </>
      )}
      {finding.related.length > 0 && (
        <>
          <h4 className={classes.sub}>{t('findings.relatedAssets')}</h4>
          <RelationList relations={finding.related} />
        </>
      )}
    </PanelSection>
  );
}
