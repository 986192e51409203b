import { Button, Menu, Select, Skeleton, TextInput } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { usersQuery } from '../../api/queries.ts';
import { type Role, roles } from '../../api/words.ts';
import { useSession } from '../../app/session.tsx';
import { tellDone } from '../../app/toasts.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PlainTable } from '../../components/PlainTable.tsx';
import { Time } from '../../components/Time.tsx';
import classes from './Settings.module.css';

/** Who may sign in, and as what. A new user gets a one-time link instead of a password somebody else knows. */
export function UsersSection() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(usersQuery);
  const [link, setLink] = useState<{ name: string; address: string }>();
  const show = (name: string, path: string | null) =>
    setLink(path === null ? undefined : { name, address: new URL(path, location.origin).href });
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <>
      {link && (
        <div className={classes.secret} role="status">
          <p>{t('settings.users.link', { name: link.name })}</p>
          <CodeBlock code={link.address} label={t('settings.users.linkLabel')} />
        </div>
      )}
      <NewUser onMade={show} />
      <section className={classes.card}>
        {data ? (
          <PlainTable
            columns={[
              {
                title: t('account.username'),
                wrap: true,
                cell: ({ username, disabled }) => (
                  <>
                    {username} {disabled && <span className="faint">({t('settings.users.disabled')})</span>}
                  </>
                ),
              },
              { title: t('settings.users.role'), cell: (user) => <UserRole user={user} onLink={show} /> },
              {
                title: t('settings.users.second'),
                cell: ({ totp }) => (totp ? t('act.on') : <span className="faint">{t('act.off')}</span>),
              },
              {
                title: t('settings.users.lastSignIn'),
                cell: ({ lastSignIn }) =>
                  lastSignIn ? <Time at={lastSignIn} /> : <span className="faint">{t('settings.users.never')}</span>,
              },
              { title: t('act.more'), acts: true, cell: (user) => <UserMenu user={user} onLink={show} /> },
            ]}
            rows={data.items}
            rowId={({ id }) => id}
          />
        ) : (
          <Skeleton height={160} />
        )}
      </section>
    </>
  );
}

function NewUser({ onMade }: { onMade: (name: string, link: string) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const make = useMutation({
    mutationFn: () => take(api.POST('/api/v1/users', { body: { username: username.trim(), role } })),
    onSuccess: ({ user, link }) => {
      setUsername('');
      onMade(user.username, link);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <section className={classes.card}>
      <h2>{t('settings.users.add')}</h2>
      <p>{t('settings.users.addText')}</p>
      <form className={classes.line} onSubmit={submit}>
        <TextInput
          label={t('account.username')}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          maxLength={64}
          autoComplete="off"
          required
        />
        <RoleSelect label={t('settings.users.role')} role={role} onChange={setRole} />
        <Button type="submit" loading={make.isPending}>
          {t('settings.users.addAct')}
        </Button>
      </form>
    </section>
  );
}

function RoleSelect({
  label,
  role,
  onChange,
  size = 'sm',
}: {
  label?: string;
  role: Role;
  onChange: (role: Role) => void;
  size?: string;
}) {
  const { t } = useTranslation();
  return (
    <Select
      {...(label ? { label } : { 'aria-label': t('settings.users.role') })}
      size={size}
      w={150}
      data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
      value={role}
      onChange={(value) => value && onChange(value as Role)}
      allowDeselect={false}
    />
  );
}

interface UserProps {
  user: Schema['User'];
  onLink: (name: string, link: string | null) => void;
}

function useChange({ user, onLink }: UserProps) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { role?: Role; disabled?: boolean; reset?: boolean }) =>
      take(api.PATCH('/api/v1/users/{id}', { params: { path: { id: user.id } }, body })),
    onSuccess: ({ link }) => onLink(user.username, link),
    onSettled: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
}

function UserRole(props: UserProps) {
  const { t } = useTranslation();
  const { id, role } = props.user;
  const self = useSession().user.id === id;
  const change = useChange(props);
  return self ? (
    t(`role.${role}`)
  ) : (
    <RoleSelect size="xs" role={role} onChange={(next) => change.mutate({ role: next })} />
  );
}

/** Nobody locks themselves out: it is for others alone. */
function UserMenu(props: UserProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { id, username, disabled } = props.user;
  const self = useSession().user.id === id;
  const change = useChange(props);
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/users/{id}', { params: { path: { id } } })),
    onSuccess: () => tellDone(t('settings.users.removed', { name: username })),
    onSettled: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
  if (self) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" aria-label={t('act.more')}>
          <IconDots size={15} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => change.mutate({ reset: true })}>{t('settings.users.reset')}</Menu.Item>
        <Menu.Item onClick={() => change.mutate({ disabled: !disabled })}>
          {disabled ? t('settings.users.enable') : t('settings.users.disable')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" onClick={() => remove.mutate()}>
          {t('act.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
