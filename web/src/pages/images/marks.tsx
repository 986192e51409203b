import {
  IconAlertTriangle,
  IconFlame,
  IconHelpCircle,
  IconRosetteDiscountCheck,
  IconRosetteDiscountCheckOff,
  IconSignatureOff,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import type { Trust } from '../../api/words.ts';
import badges from '../../components/badges.module.css';
import { useNow } from '../../components/now.ts';
import { Time } from '../../components/Time.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './Images.module.css';

const trustIcons = {
  trusted: IconRosetteDiscountCheck,
  untrusted: IconRosetteDiscountCheckOff,
  unsigned: IconSignatureOff,
  unknown: IconHelpCircle,
} satisfies Record<Trust, unknown>;

const trustTones = { trusted: 'pass', untrusted: 'fail', unsigned: 'neutral', unknown: 'unknown' } as const;

/** Whether somebody whom the policy trusts signed an image. */
export function TrustBadge({ trust }: { trust: Trust }) {
  const { t } = useTranslation();
  const Icon = trustIcons[trust];
  return (
    <span className={badges.badge} data-tone={trustTones[trust]} title={t(`images.trustText.${trust}`)}>
      <Icon size={13} stroke={2} aria-hidden />
      {t(`images.trust.${trust}`)}
    </span>
  );
}

/** That a vulnerability is known to be exploited. */
export function ExploitedBadge({ exploited }: { exploited: Schema['Exploited'] | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (exploited === null) return null;
  return (
    <span
      className={badges.badge}
      data-severity="critical"
      title={t('vulnerabilities.exploitedHint', { day: format.date(exploited.added) })}
    >
      <IconFlame size={12} stroke={2.2} aria-hidden />
      {t('vulnerabilities.exploited')}
    </span>
  );
}

/** How likely it is exploited soon. */
export function EpssShare({ epss }: { epss: Schema['Epss'] | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (epss === null) return <span className="faint">–</span>;
  return (
    <span className="figures" title={t('vulnerabilities.epssHint', { share: format.share(epss.percentile, 1) })}>
      {format.share(epss.probability, 1)}
    </span>
  );
}

interface DistributionProps {
  distribution: Schema['Distribution'] | null;
  /** In a column: "Debian 10" says what "Debian GNU/Linux 10 (buster)" does. */
  short?: boolean;
}

/** The distribution with the end of its life, warned of where it is past. */
export function DistributionName({ distribution, short = false }: DistributionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (distribution === null) return <span className="faint">{t('images.noDistribution')}</span>;
  const { name, endOfLife, ended } = distribution;
  const until =
    endOfLife === null
      ? t('images.endUnknown')
      : t(ended ? 'images.ended' : 'images.endsAt', { day: format.date(endOfLife) });
  return (
    <span className={classes.distribution} title={`${name} · ${until}`}>
      <span className="clip">{short ? name.replace(/ GNU\/Linux| \([^)]*\)$/g, '') : name}</span>
      {ended && (
        <span className={classes.ended}>
          <IconAlertTriangle size={12} stroke={2.2} aria-hidden />
          {until}
        </span>
      )}
    </span>
  );
}

/** Advisories older than this are warned of, in days. */
const oldDays = 7;
const day = 86_400_000;

/** The date of the advisories that something was compared with: never is told as unknown, old ones are warned of. */
export function AdvisoryAge({ judgedAt, advisories }: { judgedAt: string | null; advisories: string | null }) {
  const { t } = useTranslation();
  const now = useNow();
  if (judgedAt === null || advisories === null) {
    return (
      <span className={classes.unknown} title={t('images.neverJudgedText')}>
        {t('images.neverJudged')}
      </span>
    );
  }
  const days = Math.floor((now - Date.parse(advisories)) / day);
  if (days < oldDays) return <Time at={advisories} />;
  return (
    <span className={classes.old} title={t('images.old', { count: days })}>
      <IconAlertTriangle size={12} stroke={2.2} aria-hidden />
      <Time at={advisories} />
    </span>
  );
}

/** Risk as a number with a short bar. */
export function Risk({ risk }: { risk: number }) {
  const format = useFormat();
  return (
    <span className={classes.risk} style={{ '--share': `${risk}%` } as React.CSSProperties}>
      <i aria-hidden />
      {format.number(Math.round(risk))}
    </span>
  );
}

/** Versions that mend something, the nearest first; none is said so. */
export function FixedIn({ fixed, status }: { fixed: readonly string[]; status: Schema['FixStatus'] }) {
  const { t } = useTranslation();
  const [nearest] = fixed;
  if (nearest === undefined) return <span className="faint">{t(`vulnerabilities.fixStatus.${status}`)}</span>;
  return (
    <code className="mono clip" title={fixed.join('\n')}>
      {nearest}
    </code>
  );
}
