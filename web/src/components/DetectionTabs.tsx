import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageTabs } from './PageTabs.tsx';

/** What judges events: detections, the techniques they speak to, watches, and the lists they ask. */
export function DetectionTabs() {
  const { t } = useTranslation();
  const exact = { includeSearch: false, exact: true };
  return (
    <PageTabs label={t('frame.page.detections')}>
      <Link to="/detections" search={{}} activeOptions={exact}>
        {t('detections.tab.detections')}
      </Link>
      <Link to="/detections/attack" search={{}} activeOptions={exact}>
        {t('detections.tab.attack')}
      </Link>
      <Link to="/detections/watches" search={{}} activeOptions={exact}>
        {t('detections.tab.watches')}
      </Link>
      <Link to="/detections/lists" search={{}} activeOptions={exact}>
        {t('detections.tab.lists')}
      </Link>
    </PageTabs>
  );
}
