import {
  IconAlertTriangle,
  IconCheck,
  IconCircleDashed,
  IconClockPause,
  IconHandStop,
  IconMinus,
  IconQuestionMark,
  IconShieldOff,
  IconX,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './badges.module.css';

const icons = {
  pass: IconCheck,
  fail: IconX,
  unknown: IconQuestionMark,
  manual: IconHandStop,
  'not-applicable': IconMinus,
  error: IconAlertTriangle,
  open: IconCircleDashed,
  resolved: IconCheck,
  stale: IconClockPause,
  excepted: IconShieldOff,
} satisfies Record<string, ComponentType<{ size?: number }>>;

/** What a chip can say: the statuses of a result and of a finding. */
export type ChipStatus = keyof typeof icons;

const tones: Record<ChipStatus, 'pass' | 'fail' | 'unknown' | 'manual' | 'neutral'> = {
  pass: 'pass',
  fail: 'fail',
  unknown: 'unknown',
  manual: 'manual',
  'not-applicable': 'neutral',
  error: 'fail',
  open: 'fail',
  resolved: 'pass',
  stale: 'unknown',
  excepted: 'neutral',
};

/** Icon and word of a status. */
export function StatusChip({ status, title }: { status: ChipStatus; title?: string }) {
  const { t } = useTranslation();
  const Icon = icons[status];
  return (
    <span className={classes.badge} data-tone={tones[status]} title={title}>
      <Icon size={12} stroke={2.4} aria-hidden />
      {t(`status.${status}`)}
    </span>
  );
}
