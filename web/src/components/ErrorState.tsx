import { Button } from '@mantine/core';
import { IconMapQuestion, IconPlugConnectedX } from '@tabler/icons-react';
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
  // What is not there does not come by asking again.
  const missing = error instanceof ApiError && error.status === 404;
  const state = (
    <EmptyState
      icon={missing ? IconMapQuestion : IconPlugConnectedX}
      title={t(missing ? 'frame.notFound' : 'frame.failed')}
      action={
        retry &&
        !missing && (
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
