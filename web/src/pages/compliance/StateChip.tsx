import { IconCheck, IconFileCheck, IconHandStop, IconMinus, IconQuestionMark, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RequirementState } from '../../api/words.ts';
import badges from '../../components/badges.module.css';

const looks = {
  passing: { icon: IconCheck, tone: 'pass' },
  evidenced: { icon: IconFileCheck, tone: 'pass' },
  failing: { icon: IconX, tone: 'fail' },
  unknown: { icon: IconQuestionMark, tone: 'unknown' },
  manual: { icon: IconHandStop, tone: 'manual' },
  'not-applicable': { icon: IconMinus, tone: 'neutral' },
  'not-covered': { icon: IconMinus, tone: 'neutral' },
} as const satisfies Record<RequirementState, unknown>;

/** Icon and word of how a requirement stands. */
export function StateChip({ state }: { state: RequirementState }) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = looks[state];
  return (
    <span className={badges.badge} data-tone={tone}>
      <Icon size={12} stroke={2.4} aria-hidden />
      {t(`compliance.state.${state}`)}
    </span>
  );
}
