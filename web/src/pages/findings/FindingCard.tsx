import type { Finding } from '../../api/client.ts';
import { AssetLink, usePlace } from '../../components/AssetLink.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { Time } from '../../components/Time.tsx';
import { useText } from '../../i18n/format.ts';
import { FindingFlags } from './columns.tsx';
import classes from './FindingsPage.module.css';

/** A finding where there is no room for columns. */
export function FindingCard({ finding }: { finding: Finding }) {
  const text = useText();
  const place = usePlace(finding.asset);
  return (
    <>
      <span className={classes.cardTop}>
        <SeverityBadge severity={finding.severity} />
        <FindingFlags finding={finding} />
        <Time at={finding.firstSeen} />
      </span>
      <PanelLink kind="finding" id={finding.id} className={`clip ${classes.cardTitle}`}>
        {text(finding.title)}
      </PanelLink>
      <span className={classes.cardTop}>
        <AssetLink asset={finding.asset} plain />
        <span className="clip">{place}</span>
      </span>
    </>
  );
}
