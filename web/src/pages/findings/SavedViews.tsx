import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FindingsSearch, findingsSearch } from '../../app/addresses.ts';
import { parseSearch, stringifySearch } from '../../app/search.ts';
import classes from './SavedViews.module.css';

interface View {
  name: string;
  /** The query of its address. */
  query: string;
}

/** Addresses of this list under names, kept on this machine. */
export function SavedViews({ search }: { search: FindingsSearch }) {
  const { t } = useTranslation();
  const [views, setViews] = useLocalStorage<View[]>({ key: 'hwaseong.findings.views', defaultValue: [] });
  const [name, setName] = useState('');
  const query = stringifySearch(search);
  const save = () => {
    const given = name.trim();
    if (given === '') return;
    setViews([...views.filter((view) => view.name !== given), { name: given, query }]);
    setName('');
  };
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button size="compact-md" variant="default" aria-label={t('views.title')} title={t('views.title')}>
          <IconBookmark size={15} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('views.title')}</Menu.Label>
        {views.length === 0 && <p className={classes.none}>{t('views.none')}</p>}
        {views.map((view) => (
          <div key={view.name} className={classes.view}>
            <Menu.Item
              renderRoot={(props: object) => (
                <Link to="/findings" search={findingsSearch(parseSearch(view.query))} {...props} />
              )}
            >
              {view.name}
            </Menu.Item>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t('views.remove', { name: view.name })}
              onClick={() => setViews(views.filter((one) => one !== view))}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </div>
        ))}
        <Menu.Divider />
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <TextInput
            size="xs"
            value={name}
            maxLength={60}
            onChange={(event) => setName(event.currentTarget.value)}
            // The menu would take letters for its own search.
            onKeyDown={(event) => event.stopPropagation()}
            placeholder={t('views.name')}
            aria-label={t('views.name')}
          />
          <Button size="compact-sm" type="submit" disabled={name.trim() === ''}>
            {t('act.save')}
          </Button>
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
