import { useFormat } from '../i18n/format.ts';
import { useNow } from './now.ts';

/** A moment as people say it ("3 min. ago"), with the exact time on hover and for machines. */
export function Time({ at, exact = false }: { at: string; exact?: boolean }) {
  const format = useFormat();
  const now = useNow();
  return (
    <time dateTime={at} title={format.exact(at)}>
      {exact ? format.dateTime(at) : format.ago(at, now)}
    </time>
  );
}
