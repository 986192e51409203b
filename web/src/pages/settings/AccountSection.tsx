import { Button, PasswordInput, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '../../api/client.ts';
import { useChooseLanguage } from '../../app/language.ts';
import { tellDone } from '../../app/toasts.tsx';
import { useLanguage } from '../../i18n/format.ts';
import { shortest } from '../sign-in/FirstPasswordPage.tsx';
import classes from './Settings.module.css';
import { TotpCard } from './TotpCard.tsx';

/** One's own password, second factor, language and theme. */
export function AccountSection() {
  const { t } = useTranslation();
  const language = useLanguage();
  const chooseLanguage = useChooseLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <section className={classes.card}>
        <h2>{t('frame.language')}</h2>
        <SegmentedControl
          value={language}
          onChange={(value) => chooseLanguage(value as 'en' | 'ko')}
          data={[
            { value: 'en', label: 'English' },
            { value: 'ko', label: '한국어' },
          ]}
          aria-label={t('frame.language')}
        />
      </section>
      <section className={classes.card}>
        <h2>{t('frame.theme')}</h2>
        <SegmentedControl
          value={colorScheme}
          onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
          data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`frame.scheme.${value}`) }))}
          aria-label={t('frame.theme')}
        />
      </section>
      <PasswordCard />
      <TotpCard />
    </>
  );
}

function PasswordCard() {
  const { t } = useTranslation();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const save = useMutation({
    mutationFn: () => take(api.PUT('/api/v1/account/password', { body: { current, password } })),
    onSuccess: () => {
      setCurrent('');
      setPassword('');
      setAgain('');
      tellDone(t('account.passwordSet'));
    },
  });
  const differs = again !== '' && again !== password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password.length >= shortest && password === again) save.mutate();
  };
  return (
    <section className={classes.card}>
      <h2>{t('account.password')}</h2>
      <p>{t('account.passwordText')}</p>
      <form className={classes.form} onSubmit={submit}>
        <PasswordInput
          label={t('account.currentPassword')}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          autoComplete="current-password"
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
        />
        <PasswordInput
          label={t('account.again')}
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
          autoComplete="new-password"
          error={differs && t('account.differs')}
          required
        />
        <div>
          <Button type="submit" loading={save.isPending} disabled={differs}>
            {t('account.setPassword')}
          </Button>
        </div>
      </form>
    </section>
  );
}
