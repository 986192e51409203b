import { Button } from '@mantine/core';
import { IconMoodSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState.tsx';

interface Props {
  title: string;
  onClear: () => void;
  children?: ReactNode;
}

/** There is something, but nothing that fits the filters. */
export function NoMatch({ title, onClear, children }: Props) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={IconMoodSearch}
      title={title}
      action={
        <Button variant="default" onClick={onClear}>
          {t('filter.clearAll')}
        </Button>
      }
    >
      {children}
    </EmptyState>
  );
}
