import { Button, PasswordInput, PinInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, api, type Session, setCsrfToken, take } from '../../api/client.ts';
import { sessionQuery } from '../../api/queries.ts';
import { useText } from '../../i18n/format.ts';
import classes from './Doorway.module.css';
import { Doorway } from './Doorway.tsx';
import { safeNext, tokenInHash } from './next.ts';

const route = getRouteApi('/sign-in');

/** In by user name, password and second factor; or by a one-time link, whose token stands behind the `#`. */
export function SignInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  const [token] = useState(() => tokenInHash(location.hash));

  const enter = (session: Session) => {
    setCsrfToken(session.csrf);
    client.clear();
    client.setQueryData(sessionQuery.queryKey, session);
    router.history.replace(safeNext(next));
  };
  return <Doorway>{token ? <LinkEntry token={token} onEnter={enter} /> : <PasswordEntry onEnter={enter} />}</Doorway>;
}

function LinkEntry({ token, onEnter }: { token: string; onEnter: (session: Session) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const [given, setGiven] = useState(false);
  const enter = useMutation({
    mutationFn: () => take(api.POST('/api/v1/session/link', { body: { token } })),
    onSuccess: onEnter,
    meta: { quiet: true },
  });
  // The token works once: it must not stay in the address or the history.
  useEffect(() => window.history.replaceState(window.history.state, '', location.pathname), []);

  if (given) return <PasswordEntry onEnter={onEnter} />;
  return (
    <div className={classes.form}>
      <h1>{t('account.link.title')}</h1>
      {enter.error ? (
        <>
          <p role="alert" className={classes.problem}>
            {enter.error instanceof ApiError ? text(enter.error.text) : String(enter.error)}
          </p>
          <Button variant="default" onClick={() => setGiven(true)}>
            {t('account.link.password')}
          </Button>
        </>
      ) : (
        <>
          <p>{t('account.link.text')}</p>
          {/* A click, not the mere visit, uses the link up: previews of messengers open links too. */}
          <Button loading={enter.isPending} onClick={() => enter.mutate()} data-autofocus autoFocus>
            {t('account.link.enter')}
          </Button>
        </>
      )}
    </div>
  );
}

function PasswordEntry({ onEnter }: { onEnter: (session: Session) => void }) {
  const { t } = useTranslation();
  const { ended } = route.useSearch();
  const text = useText();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const enter = useMutation({
    mutationFn: (totp: string | undefined) =>
      take(api.POST('/api/v1/session', { body: { username: username.trim(), password, ...(totp ? { totp } : {}) } })),
    onSuccess: onEnter,
    onError: () => setCode(''),
    meta: { quiet: true },
  });
  const refusal = enter.error instanceof ApiError ? enter.error : undefined;
  const [second, setSecond] = useState(false);
  if (refusal?.code === 'totp-needed' && !second) setSecond(true);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate(second && code.length === 6 ? code : undefined);
  };

  return (
    <form className={classes.form} onSubmit={submit}>
      <h1>{second ? t('account.signIn.second') : t('account.signIn.title')}</h1>
      {ended && !second && <p>{t('account.signIn.ended')}</p>}
      {second ? (
        <>
          <p>{t('account.signIn.secondText')}</p>
          <PinInput
            length={6}
            type="number"
            oneTimeCode
            autoFocus
            value={code}
            onChange={setCode}
            onComplete={(complete) => enter.mutate(complete)}
            aria-label={t('account.signIn.code')}
          />
        </>
      ) : (
        <>
          <TextInput
            label={t('account.username')}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            autoFocus
          />
          <PasswordInput
            label={t('account.password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            required
          />
        </>
      )}
      {enter.error && refusal?.code !== 'totp-needed' && (
        <p role="alert" className={classes.problem}>
          {refusal ? text(refusal.text) : String(enter.error)}
        </p>
      )}
      <Button type="submit" loading={enter.isPending} fullWidth>
        {t('account.signIn.enter')}
      </Button>
      {second && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            setSecond(false);
            enter.reset();
          }}
        >
          {t('act.back')}
        </Button>
      )}
    </form>
  );
}
