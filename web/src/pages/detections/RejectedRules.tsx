import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { useText } from '../../i18n/format.ts';
import classes from './Detections.module.css';

interface Rejected {
  rule: string;
  reason: Schema['Text'];
  place: string | null;
}

/** Rules that cannot be used, each with the reason and the place in its text. */
export function RejectedRules({ rejected }: { rejected: readonly Rejected[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t('detections.rule')}</th>
            <th>{t('detections.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {rejected.map(({ rule, reason, place }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one rule may be rejected twice for one reason
            <tr key={at}>
              <td className="mono">{rule}</td>
              <td>
                {text(reason)}
                {place !== null && <code className="mono faint"> {place}</code>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
