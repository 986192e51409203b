import { IconBellRinging, IconEar, IconEyeOff, IconMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Detection } from '../../api/client.ts';
import classes from './Detections.module.css';

const marks = { firing: IconBellRinging, silent: IconEar, 'no-events': IconEyeOff, off: IconMinus };

/** Whether a detection fires, listens, cannot hear anything, or is off: a mark and a word. */
export function DetectionState({ state }: { state: Detection['state'] }) {
  const { t } = useTranslation();
  const Mark = marks[state];
  return (
    <span className={classes.state} data-state={state} title={t(`detections.stateText.${state}`)}>
      <Mark size={14} stroke={1.9} aria-hidden />
      {t(`detections.state.${state}`)}
    </span>
  );
}
