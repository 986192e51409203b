import { useTranslation } from 'react-i18next';

/** Schedules offered by name; any other cron expression stays as it is. */
const schedules = { hourly: '0 * * * *', sixHourly: '0 */6 * * *', daily: '0 3 * * *', weekly: '0 3 * * 0' } as const;
const names = Object.keys(schedules) as (keyof typeof schedules)[];

/** When a connection may look, by name; a cron expression that has none is offered as it stands. */
export function useScheduleChoices(chosen: string): { value: string; label: string }[] {
  const { t } = useTranslation();
  const choices = [
    { value: '', label: t('connections.schedule.manual') },
    ...names.map((one) => ({ value: schedules[one] as string, label: t(`connections.schedule.${one}`) })),
  ];
  return choices.some(({ value }) => value === chosen) ? choices : [...choices, { value: chosen, label: chosen }];
}
