import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client.ts';
import { useText } from '../i18n/format.ts';
import { EmptyState } from './EmptyState.tsx';
import classes from './states.module.css';

interface Props {
  error: unknown;
  retry?: () => void;
  /** Fills the window: nothing else is there yet. */
  page?: boolean;
}

/** What went wrong in the server's own words, and the way on. */
export function ErrorState({ error, retry, page = false }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const state = (
    <EmptyState
      icon={IconPlugConnectedX}
      title={t('frame.failed')}
      action={
        retry && (
          <Button variant="default" onClick={retry}>
            {t('act.retry')}
          </Button>
        )
      }
    >
      {error instanceof ApiError ? text(error.text) : String(error)}
    </EmptyState>
  );
  return page ? <div className={classes.page}>{state}</div> : state;
}
