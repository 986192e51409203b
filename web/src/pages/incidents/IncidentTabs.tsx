import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageTabs } from '../../components/PageTabs.tsx';

/** The two lists of what happened: worked by people, and as detections raised it. */
export function IncidentTabs() {
  const { t } = useTranslation();
  return (
    <PageTabs label={t('frame.page.incidents')}>
      <Link to="/incidents" search={{}} activeOptions={{ includeSearch: false, exact: true }}>
        {t('incidents.tab.incidents')}
      </Link>
      <Link to="/alerts" search={{}} activeOptions={{ includeSearch: false }}>
        {t('incidents.tab.alerts')}
      </Link>
    </PageTabs>
  );
}
