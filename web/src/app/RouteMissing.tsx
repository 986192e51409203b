import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/EmptyState.tsx';

/** For an address that leads nowhere. */
export function RouteMissing() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={IconMapQuestion}
      title={t('frame.missing.title')}
      action={<Link to="/">{t('frame.missing.act')}</Link>}
    >
      {t('frame.missing.text')}
    </EmptyState>
  );
}
