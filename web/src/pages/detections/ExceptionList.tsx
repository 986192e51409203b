import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DetectionException } from '../../api/client.ts';
import { useMay } from '../../app/session.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './Detections.module.css';
import { useEndDetectionException } from './switch.ts';

/** Where a detection is silent, why and until when; each can be ended, and that undone. */
export function ExceptionList({ exceptions }: { exceptions: readonly DetectionException[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayWrite = useMay('analyst');
  const end = useEndDetectionException();
  if (exceptions.length === 0) return <p className="faint">{t('detections.noExceptions')}</p>;
  return (
    <ul className={classes.exceptions}>
      {exceptions.map((exception) => (
        <li key={exception.id} data-expired={exception.expired || undefined}>
          <div>
            <span className="faint">{t('detections.exceptionSilent')}</span>
            {exception.fields.map(({ field, value }) => (
              <code key={field} className="mono">
                {field} = {value}
              </code>
            ))}
            <p>{exception.reason}</p>
            <small className="faint">
              {t('detections.exceptionBy', { by: exception.createdBy })}
              {' · '}
              {t(exception.expired ? 'detections.exceptionEnded' : 'detections.exceptionEnds', {
                day: format.date(exception.expiresAt),
              })}
            </small>
          </div>
          {mayWrite && (
            <Button
              size="compact-sm"
              variant="default"
              loading={end.isPending && end.variables.id === exception.id}
              onClick={() => end.mutate(exception)}
            >
              {t('detections.endException')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
