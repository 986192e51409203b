import { Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Mark } from '../components/Mark.tsx';
import { barPages, pageAt, pages } from './pages.ts';
import classes from './Rail.module.css';

/** The way from page to page: a rail at the left, icons only on a middling window, a bar at the bottom of a phone. */
export function Rail() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const beyond = pages.slice(barPages);
  const here = pageAt(pathname);
  const hidden = beyond.some(({ name }) => name === here);
  return (
    <nav className={classes.rail} aria-label={t('frame.pages')}>
      <Link to="/" className={classes.brand} aria-label="Hwaseong">
        <Mark size={24} />
        <span>Hwaseong</span>
      </Link>
      {pages.map(({ name, to, icon: Icon, key }, position) => (
        <Link
          key={name}
          to={to}
          className={classes.entry}
          data-beyond={position >= barPages || undefined}
          data-here={name === here || undefined}
          activeOptions={{ exact: to === '/', includeSearch: false }}
          title={`${t(`frame.page.${name}`)} (g ${key})`}
        >
          <Icon size={18} stroke={1.7} aria-hidden />
          <span>{t(`frame.page.${name}`)}</span>
        </Link>
      ))}
      <Menu position="top-end">
        <Menu.Target>
          <button type="button" className={classes.more} data-active={hidden || undefined}>
            <IconDots size={18} stroke={1.7} aria-hidden />
            <span>{t('frame.more')}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {beyond.map(({ name, to, icon: Icon }) => (
            <Menu.Item
              key={name}
              leftSection={<Icon size={16} stroke={1.7} aria-hidden />}
              renderRoot={(props: object) => <Link to={to} {...props} />}
            >
              {t(`frame.page.${name}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
