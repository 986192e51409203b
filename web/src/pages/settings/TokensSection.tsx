import { Button, Checkbox, Select, Skeleton, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { tokensQuery } from '../../api/queries.ts';
import { tokenScopes } from '../../api/words.ts';
import { tellDone } from '../../app/toasts.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PlainTable } from '../../components/PlainTable.tsx';
import { Time } from '../../components/Time.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './Settings.module.css';

type Scope = (typeof tokenScopes)[number];

/** Keys for programs: each with its scopes and an end. */
export function TokensSection() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(tokensQuery);
  const [secret, setSecret] = useState<string>();
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <>
      {secret && (
        <div className={classes.secret} role="status">
          <p>{t('settings.tokens.once')}</p>
          <CodeBlock code={secret} label={t('settings.tokens.secret')} />
        </div>
      )}
      <NewToken onMade={setSecret} />
      <section className={classes.card}>
        {!data && <Skeleton height={120} />}
        {data?.items.length === 0 && <p>{t('settings.tokens.none')}</p>}
        {data && data.items.length > 0 && (
          <PlainTable
            columns={[
              {
                title: t('settings.tokens.name'),
                wrap: true,
                cell: ({ name, createdBy }) => <span title={t('settings.tokens.by', { by: createdBy })}>{name}</span>,
              },
              {
                title: t('settings.tokens.scopes'),
                wrap: true,
                cell: ({ scopes }) => format.list(scopes.map((scope) => t(`settings.tokens.scope.${scope}`))),
              },
              {
                title: t('settings.tokens.lastUsed'),
                cell: ({ lastUsed }) =>
                  lastUsed ? <Time at={lastUsed} /> : <span className="faint">{t('settings.users.never')}</span>,
              },
              {
                title: t('settings.tokens.expires'),
                cell: ({ expiresAt }) => (expiresAt ? <Time at={expiresAt} /> : t('settings.tokens.never')),
              },
              { title: t('act.more'), acts: true, cell: (token) => <Revoke token={token} /> },
            ]}
            rows={data.items}
            rowId={({ id }) => id}
          />
        )}
      </section>
    </>
  );
}

function NewToken({ onMade }: { onMade: (secret: string) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(['read']);
  const [days, setDays] = useState('90');
  const make = useMutation({
    mutationFn: () => {
      const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString();
      return take(api.POST('/api/v1/tokens', { body: { name: name.trim(), scopes, expiresAt } }));
    },
    onSuccess: ({ secret }) => {
      setName('');
      onMade(secret);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (scopes.length > 0) make.mutate();
  };
  return (
    <section className={classes.card}>
      <h2>{t('settings.tokens.add')}</h2>
      <p>{t('settings.tokens.addText')}</p>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t('settings.tokens.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={100}
          required
        />
        <Checkbox.Group
          label={t('settings.tokens.scopes')}
          value={scopes}
          onChange={(chosen) => setScopes(tokenScopes.filter((scope) => chosen.includes(scope)))}
          error={scopes.length === 0 && t('settings.tokens.needsScope')}
        >
          <div className={classes.scopes}>
            {tokenScopes.map((scope) => (
              <Checkbox key={scope} value={scope} label={t(`settings.tokens.scope.${scope}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <Select
          label={t('settings.tokens.expires')}
          data={[
            ...['30', '90', '365'].map((value) => ({ value, label: t('exception.days', { count: Number(value) }) })),
            { value: '', label: t('settings.tokens.never') },
          ]}
          value={days}
          onChange={(value) => setDays(value ?? '90')}
          allowDeselect={false}
        />
        <div>
          <Button type="submit" loading={make.isPending}>
            {t('settings.tokens.make')}
          </Button>
        </div>
      </form>
    </section>
  );
}

function Revoke({ token }: { token: Schema['ApiToken'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id: token.id } } })),
    onSuccess: () => tellDone(t('settings.tokens.revoked', { name: token.name })),
    onSettled: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  });
  return (
    <Button size="compact-sm" variant="subtle" color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>
      {t('settings.tokens.revoke')}
    </Button>
  );
}
