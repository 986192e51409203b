import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/session.tsx';
import { useTitle } from '../../app/title.ts';
import { useShownInSight } from '../../components/PageTabs.tsx';
import { AccountSection } from './AccountSection.tsx';
import { AdvisoriesSection } from './AdvisoriesSection.tsx';
import { AuditSection } from './AuditSection.tsx';
import { ChannelsSection } from './ChannelsSection.tsx';
import { FeedsSection } from './FeedsSection.tsx';
import { OrganizationSection } from './OrganizationSection.tsx';
import classes from './Settings.module.css';
import { TokensSection } from './TokensSection.tsx';
import { TrustSection } from './TrustSection.tsx';
import { UsersSection } from './UsersSection.tsx';

const route = getRouteApi('/settings/{-$section}');

const sections = {
  organization: { body: OrganizationSection, admin: false },
  channels: { body: ChannelsSection, admin: false },
  feeds: { body: FeedsSection, admin: false },
  advisories: { body: AdvisoriesSection, admin: false },
  trust: { body: TrustSection, admin: false },
  users: { body: UsersSection, admin: true },
  tokens: { body: TokensSection, admin: true },
  audit: { body: AuditSection, admin: true },
  account: { body: AccountSection, admin: false },
} as const;
type Section = keyof typeof sections;
const names = Object.keys(sections) as Section[];

/** The organisation, its people, and one's own account. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { section } = route.useParams();
  const admin = useMay('admin');
  const visible = names.filter((name) => admin || !sections[name].admin);
  const shown = visible.find((name) => name === section) ?? 'organization';
  const Body = sections[shown].body;
  const nav = useShownInSight();
  useTitle(t(`settings.section.${shown}`));
  return (
    <div className={classes.page}>
      <nav ref={nav} className={classes.nav} aria-label={t('frame.page.settings')}>
        {visible.map((name) => (
          <Link
            key={name}
            to="/settings/{-$section}"
            params={{ section: name }}
            className={classes.entry}
            aria-current={name === shown ? 'page' : undefined}
            activeProps={{}}
          >
            {t(`settings.section.${name}`)}
          </Link>
        ))}
      </nav>
      <div className={classes.body}>
        <h1>{t(`settings.section.${shown}`)}</h1>
        <Body />
      </div>
    </div>
  );
}
