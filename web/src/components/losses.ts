import { useTranslation } from 'react-i18next';
import type { EventFeed } from '../api/client.ts';
import { useFormat } from '../i18n/format.ts';

type Losses = EventFeed['lost'];

/** What was lost, each reason with its number: "3 malformed and 12 too late for counting". Empty where nothing was. */
export function useLosses(): (losses: Losses) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (losses) =>
    format.list(
      losses
        .filter(({ count }) => count > 0)
        .map(({ reason, count }) =>
          t('feeds.lostFor', { n: format.number(count), reason: t(`feeds.reason.${reason}`) }),
        ),
    );
}
