import { Button, Skeleton, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, api, type Schema, take } from '../../api/client.ts';
import { trustPolicyQuery } from '../../api/image-queries.ts';
import { useMay } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Time } from '../../components/Time.tsx';
import { useText } from '../../i18n/format.ts';
import classes from './Settings.module.css';

/** A policy to begin with; keys and names are the reader's own. */
const example = `anchors:
  keys:
    release:
      text: |
        -----BEGIN PUBLIC KEY-----
        …
        -----END PUBLIC KEY-----

rules:
  - images: ["registry.example/team/*"]
    signatures:
      - by:
          - key: release
`;

/** Whose signatures images have to bear. */
export function TrustSection() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(trustPolicyQuery);
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={360} />;
  return (
    <>
      <section className={classes.card}>
        <p>{t('trust.about')}</p>
        <PolicyForm key={data.updatedAt ?? ''} saved={data} />
      </section>
      <section className={classes.card}>
        <h2>{t('trust.example')}</h2>
        <p>{t('trust.exampleText')}</p>
        <CodeBlock code={example} label={t('trust.example')} />
      </section>
    </>
  );
}

function PolicyForm({ saved }: { saved: Schema['TrustPolicy'] }) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const admin = useMay('admin');
  const [policy, setPolicy] = useState(saved.policy);
  const save = useMutation({
    mutationFn: () => take(api.PUT('/api/v1/trust-policy', { body: { policy } })),
    // What is wrong with it stands below the policy, where it can be mended.
    meta: { quiet: true },
    onSuccess: () => tellDone(t('trust.saved')),
    onSettled: () => Promise.all(['trust', 'images'].map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={classes.wide} onSubmit={submit}>
      <Textarea
        label={t('trust.policy')}
        description={
          saved.updatedAt === null ? (
            t('trust.none')
          ) : (
            <>
              {t('trust.changed', { by: saved.updatedBy ?? '' })} <Time at={saved.updatedAt} />
            </>
          )
        }
        error={save.error && (save.error instanceof ApiError ? text(save.error.text) : String(save.error))}
        value={policy}
        onChange={(event) => setPolicy(event.currentTarget.value)}
        readOnly={!admin}
        autosize
        minRows={8}
        maxRows={32}
        spellCheck={false}
        classNames={{ input: 'mono' }}
      />
      {admin && (
        <div className={classes.line}>
          <Button type="submit" loading={save.isPending} disabled={policy === saved.policy}>
            {t('act.save')}
          </Button>
        </div>
      )}
    </form>
  );
}
