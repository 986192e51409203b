import { Button, PinInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';
import { api, take } from '../../api/client.ts';
import { sessionQuery } from '../../api/queries.ts';
import { useSession } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import classes from './Settings.module.css';

/** The second factor: on by scanning and confirming once, off by one more code. */
export function TotpCard() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { totp } = useSession();
  const [leaving, setLeaving] = useState(false);
  const [code, setCode] = useState('');
  const refresh = () => {
    setCode('');
    return client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  const begin = useMutation({ mutationFn: () => take(api.POST('/api/v1/account/totp')) });
  const confirm = useMutation({
    mutationFn: (given: string) => take(api.PUT('/api/v1/account/totp', { body: { code: given } })),
    onSuccess: () => {
      begin.reset();
      tellDone(t('account.totp.turnedOn'));
    },
    onSettled: refresh,
  });
  const end = useMutation({
    mutationFn: (given: string) => take(api.DELETE('/api/v1/account/totp', { body: { code: given } })),
    onSuccess: () => {
      setLeaving(false);
      tellDone(t('account.totp.turnedOff'));
    },
    onSettled: refresh,
  });
  const pin = (onComplete: (given: string) => void) => (
    <PinInput
      length={6}
      type="number"
      oneTimeCode
      value={code}
      onChange={setCode}
      onComplete={onComplete}
      aria-label={t('account.signIn.code')}
    />
  );
  return (
    <section className={classes.card}>
      <h2>{t('account.totp.title')}</h2>
      <p>{totp ? t('account.totp.isOn') : t('account.totp.isOff')}</p>
      {totp && !leaving && (
        <Button variant="default" onClick={() => setLeaving(true)}>
          {t('account.totp.turnOff')}
        </Button>
      )}
      {totp && leaving && (
        <>
          <p>{t('account.totp.codeToLeave')}</p>
          {pin((given) => end.mutate(given))}
        </>
      )}
      {!totp && !begin.data && (
        <Button loading={begin.isPending} onClick={() => begin.mutate()}>
          {t('account.totp.turnOn')}
        </Button>
      )}
      {!totp && begin.data && (
        <div className={classes.totp}>
          <QrCode text={begin.data.uri} label={t('account.totp.qr')} />
          <div className={classes.form}>
            <p>{t('account.totp.scan')}</p>
            <CodeBlock code={begin.data.secret} label={t('account.totp.secret')} />
            {pin((given) => confirm.mutate(given))}
          </div>
        </div>
      )}
    </section>
  );
}

/** Dark modules as one path; the quiet zone is the white box around it. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 0 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg
      className={classes.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
