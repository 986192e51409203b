import { ActionIcon } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Takes every filter away. Small, so that the toolbar keeps its lines when it appears. */
export function ClearFilters({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <ActionIcon
      variant="subtle"
      size={30}
      onClick={onClear}
      aria-label={t('filter.clearAll')}
      title={t('filter.clearAll')}
    >
      <IconFilterOff size={16} stroke={1.8} />
    </ActionIcon>
  );
}
