import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { useMay } from '../../app/session.tsx';
import classes from '../../components/story.module.css';
import { Time } from '../../components/Time.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useEndException } from './endException.ts';

/** Why a finding is accepted, by whom and until when. */
export function ExceptionNote({ exception }: { exception: Schema['Exception'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const end = useEndException();
  const mayWrite = useMay('analyst');
  return (
    <div className={classes.note}>
      <div>
        {exception.reason}
        <br />
        <small>
          {t('exception.by', { by: exception.createdBy })} <Time at={exception.createdAt} />
          {exception.owner && ` · ${t('exception.ownedBy', { owner: exception.owner })}`}
          {exception.expiresAt && ` · ${t('exception.untilDay', { day: format.date(exception.expiresAt) })}`}
        </small>
      </div>
      {mayWrite && (
        <Button size="compact-sm" variant="default" loading={end.isPending} onClick={() => end.mutate(exception)}>
          {t('exception.end')}
        </Button>
      )}
    </div>
  );
}
