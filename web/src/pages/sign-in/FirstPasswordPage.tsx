import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, api, type Session, take } from '../../api/client.ts';
import { sessionQuery } from '../../api/queries.ts';
import { useText } from '../../i18n/format.ts';
import classes from './Doorway.module.css';
import { Doorway } from './Doorway.tsx';

/** The shortest password the server takes. */
export const shortest = 12;

/** After the first sign-in by link: a name and a password of one's own. */
export function FirstPasswordPage({ session }: { session: Session }) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const [username, setUsername] = useState(session.user.username);
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const save = useMutation({
    mutationFn: () => take(api.PUT('/api/v1/account/password', { body: { username: username.trim(), password } })),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    meta: { quiet: true },
  });
  const differs = again !== '' && again !== password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password.length >= shortest && again === password) save.mutate();
  };
  return (
    <Doorway>
      <form className={classes.form} onSubmit={submit}>
        <h1>{t('account.first.title')}</h1>
        <p>{t('account.first.text')}</p>
        <TextInput
          label={t('account.username')}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <PasswordInput
          label={t('account.newPassword')}
          description={t('account.passwordRule', { count: shortest })}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="new-password"
          minLength={shortest}
          required
          autoFocus
        />
        <PasswordInput
          label={t('account.again')}
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
          autoComplete="new-password"
          error={differs && t('account.differs')}
          required
        />
        {save.error && (
          <p role="alert" className={classes.problem}>
            {save.error instanceof ApiError ? text(save.error.text) : String(save.error)}
          </p>
        )}
        <Button type="submit" loading={save.isPending} disabled={differs}>
          {t('account.first.save')}
        </Button>
      </form>
    </Doorway>
  );
}
