import { useTranslation } from 'react-i18next';
import { type Severity, severities } from '../api/words.ts';
import { FilterMenu } from './FilterMenu.tsx';
import { SeverityMark } from './SeverityBadge.tsx';

interface Props {
  chosen: readonly Severity[] | undefined;
  onChange: (severity: Severity[] | undefined) => void;
}

/** Severities, each with its mark; none chosen means all. */
export function SeverityFilter({ chosen, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <FilterMenu
      label={t('column.severity')}
      choices={severities.map((value) => ({
        value,
        label: t(`severity.${value}`),
        mark: <SeverityMark severity={value} />,
      }))}
      chosen={chosen ?? []}
      onChange={(given) => onChange(given.length === 0 ? undefined : (given as Severity[]))}
    />
  );
}
