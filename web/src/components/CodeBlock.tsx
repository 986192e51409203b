import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './CodeBlock.module.css';
import { useCopy } from './useCopy.ts';

/** Text to be taken along as it stands. */
export function CodeBlock({ code, label, max = 420 }: { code: string; label: string; max?: number }) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  return (
    <div className={classes.block}>
      <button
        type="button"
        className={classes.copy}
        onClick={() => copy(code)}
        aria-label={t('act.copyOf', { what: label })}
      >
        {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        {copied ? t('act.copied') : t('act.copy')}
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section style={{ maxHeight: max }} tabIndex={0} aria-label={label}>
        <pre>
          <code>{code}</code>
        </pre>
      </section>
    </div>
  );
}
