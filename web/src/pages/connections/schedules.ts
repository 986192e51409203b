import { useTranslation } from 'react-i18next';
import type { Field } from '../../components/Fields.tsx';

/** Schedules offered by name; any other cron expression stays as it is. */
const schedules = { hourly: '0 * * * *', sixHourly: '0 */6 * * *', daily: '0 3 * * *', weekly: '0 3 * * 0' } as const;
const names = Object.keys(schedules) as (keyof typeof schedules)[];

/** When a connection may look, by name; a cron expression that has none is offered as it stands. */
function useScheduleChoices(chosen: string): { value: string; label: string }[] {
  const { t } = useTranslation();
  const choices = [
    { value: '', label: t('connections.schedule.manual') },
    ...names.map((one) => ({ value: schedules[one] as string, label: t(`connections.schedule.${one}`) })),
  ];
  return choices.some(({ value }) => value === chosen) ? choices : [...choices, { value: chosen, label: chosen }];
}

/** What every connection is asked: its name, when it looks, whether it does. */
export function useCommonFields(schedule: string) {
  const { t } = useTranslation();
  const choices = useScheduleChoices(schedule);
  return {
    name: { name: 'name', label: t('connections.name'), required: true, attributes: { maxLength: 100 } },
    schedule: { name: 'schedule', type: 'choice', label: t('connections.scheduleLabel'), choices },
    enabled: { name: 'enabled', type: 'switch', label: t('connections.enabled') },
  } as const satisfies Record<string, Field>;
}
