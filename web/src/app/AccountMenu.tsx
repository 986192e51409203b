import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, take } from '../api/client.ts';
import { useLanguage } from '../i18n/format.ts';
import { useChooseLanguage } from './language.ts';
import { useSession } from './session.tsx';
import classes from './TopBar.module.css';

const schemes = [
  { name: 'light', icon: IconSun },
  { name: 'dark', icon: IconMoon },
  { name: 'auto', icon: IconDeviceDesktop },
] as const;

/** Who is signed in, with language, theme and the way out. */
export function AccountMenu() {
  const { t } = useTranslation();
  const { user } = useSession();
  const language = useLanguage();
  const chooseLanguage = useChooseLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/session')),
    onSuccess: () => {
      client.clear();
      location.assign('/sign-in');
    },
  });
  const check = (chosen: boolean) => (chosen ? <IconCheck size={14} aria-hidden /> : null);

  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <button type="button" className={classes.trigger} aria-label={t('frame.account', { name: user.username })}>
          <span className={classes.initial} aria-hidden>
            {user.username.slice(0, 1)}
          </span>
          <span className={`clip ${classes.userName}`}>{user.username}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.username} · {t(`role.${user.role}`)}
        </Menu.Label>
        <Menu.Item
          leftSection={<IconUser size={16} aria-hidden />}
          renderRoot={(props: object) => <Link to="/settings/{-$section}" params={{ section: 'account' }} {...props} />}
        >
          {t('frame.myAccount')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('frame.language')}</Menu.Label>
        <Menu.Item rightSection={check(language === 'en')} onClick={() => chooseLanguage('en')} lang="en">
          English
        </Menu.Item>
        <Menu.Item rightSection={check(language === 'ko')} onClick={() => chooseLanguage('ko')} lang="ko">
          한국어
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('frame.theme')}</Menu.Label>
        {schemes.map(({ name, icon: Icon }) => (
          <Menu.Item
            key={name}
            leftSection={<Icon size={16} aria-hidden />}
            rightSection={check(colorScheme === name)}
            onClick={() => setColorScheme(name)}
          >
            {t(`frame.scheme.${name}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => signOut.mutate()}>
          {t('frame.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
