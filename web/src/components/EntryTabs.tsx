import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useTitle } from '../app/title.ts';
import { PageTabs } from './PageTabs.tsx';

/** Entries of the rail that have several pages, each with its title. */
const entries = {
  incidents: { '/incidents': 'incidents.tab.incidents', '/alerts': 'incidents.tab.alerts' },
  images: {
    '/images': 'images.tab.images',
    '/vulnerabilities': 'images.tab.vulnerabilities',
    '/packages': 'images.tab.packages',
    '/hosts': 'images.tab.hosts',
    '/registries': 'images.tab.registries',
  },
  events: { '/events': 'events.tab.search', '/events/live': 'events.tab.live', '/events/sql': 'events.tab.sql' },
  detections: {
    '/detections': 'detections.tab.detections',
    '/detections/attack': 'detections.tab.attack',
    '/detections/watches': 'detections.tab.watches',
    '/detections/lists': 'detections.tab.lists',
  },
} as const;

type Entry = keyof typeof entries;
type Tabs<Of extends Entry> = Of extends Entry ? (typeof entries)[Of] : never;
type To<Of extends Entry> = Of extends Entry ? keyof Tabs<Of> : never;
type Title = { [Of in Entry]: Tabs<Of>[keyof Tabs<Of>] }[Entry];

/** The pages of one entry of the rail. */
export function EntryTabs({ of }: { of: Entry }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const tabs = Object.entries(entries[of]) as [To<Entry>, Title][];
  const here = tabs.find(([to]) => to === pathname);
  useTitle(here && t(here[1]));
  return (
    <PageTabs label={t(`frame.page.${of}`)}>
      {tabs.map(([to, title]) => (
        <Link key={to} to={to} search={{}} activeOptions={{ includeSearch: false, exact: true }}>
          {t(title)}
        </Link>
      ))}
    </PageTabs>
  );
}
