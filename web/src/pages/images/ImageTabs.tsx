import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageTabs } from '../../components/PageTabs.tsx';

const tabs = [
  { name: 'images', to: '/images' },
  { name: 'vulnerabilities', to: '/vulnerabilities' },
  { name: 'packages', to: '/packages' },
  { name: 'hosts', to: '/hosts' },
  { name: 'registries', to: '/registries' },
] as const;

/** The lists about software: by image, by vulnerability, by package, by host, by where images lie. */
export function ImageTabs() {
  const { t } = useTranslation();
  return (
    <PageTabs label={t('frame.page.images')}>
      {tabs.map(({ name, to }) => (
        <Link key={name} to={to} search={{}} activeOptions={{ includeSearch: false, exact: true }}>
          {t(`images.tab.${name}`)}
        </Link>
      ))}
    </PageTabs>
  );
}
