import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageTabs } from '../../components/PageTabs.tsx';

/** Three ways to look at events: stored, passing, and by SQL. */
export function EventTabs() {
  const { t } = useTranslation();
  const exact = { includeSearch: false, exact: true };
  return (
    <PageTabs label={t('frame.page.events')}>
      <Link to="/events" search={{}} activeOptions={exact}>
        {t('events.tab.search')}
      </Link>
      <Link to="/events/live" search={{}} activeOptions={exact}>
        {t('events.tab.live')}
      </Link>
      <Link to="/events/sql" search={{}} activeOptions={exact}>
        {t('events.tab.sql')}
      </Link>
    </PageTabs>
  );
}
