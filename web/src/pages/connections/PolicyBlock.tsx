import { SegmentedControl, Skeleton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../api/client.ts';
import { awsPolicyQuery } from '../../api/queries.ts';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { useCopy } from '../../components/useCopy.ts';
import classes from './Connections.module.css';

const formats = ['cloudformation', 'terraform', 'json'] as const;
type Format = (typeof formats)[number];

/** What the account must allow, ready to be applied: as CloudFormation, Terraform or a bare policy. */
export function PolicyBlock({ connection, trust }: { connection: Connection; trust: boolean }) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  const [format, setFormat] = useState<Format>(trust ? 'cloudformation' : 'json');
  const [trusted, setTrusted] = useState('');
  const account = /^\d{12}$/.test(trusted) ? trusted : undefined;
  const shown = trust ? format : 'json';
  const { data, error, refetch } = useQuery(awsPolicyQuery(shown, connection.id, trust ? account : undefined));
  return (
    <div className={classes.form}>
      {trust && (
        <>
          <div className={classes.externalId}>
            <span>{t('connections.externalId')}</span>
            <button type="button" className="mono" onClick={() => copy(connection.externalId)} title={t('act.copy')}>
              {connection.externalId}
            </button>
            {copied && <span className="faint">{t('act.copied')}</span>}
          </div>
          <TextInput
            label={t('connections.trustedAccount')}
            description={t('connections.trustedHint')}
            value={trusted}
            onChange={(event) => setTrusted(event.currentTarget.value.replace(/\D/g, ''))}
            maxLength={12}
            inputMode="numeric"
          />
          <SegmentedControl
            value={format}
            onChange={(value) => setFormat(value as Format)}
            data={formats.map((value) => ({ value, label: t(`connections.format.${value}`) }))}
            aria-label={t('connections.formatLabel')}
          />
        </>
      )}
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data ? (
        <CodeBlock code={data.policy} label={data.filename} max={300} />
      ) : (
        <Skeleton height={200} />
      )}
    </div>
  );
}
