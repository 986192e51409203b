import { useTranslation } from 'react-i18next';

/** What people call an actor: the end of an ARN or of a resource's path; everything else as it is. */
export function shortActor(actor: string): string {
  if (actor.startsWith('arn:'))
    return actor
      .split(':')
      .slice(5)
      .join(':')
      .replace(/^(user|role|assumed-role)\//, '');
  return actor.startsWith('/') || actor.startsWith('//') ? (actor.split('/').at(-1) ?? actor) : actor;
}

/** Several actors in one short line. */
export function useShortActor(): (actors: readonly string[]) => string {
  const { t } = useTranslation();
  return (actors) => {
    const [first, ...others] = actors.filter((actor) => actor !== '');
    if (first === undefined) return t('incidents.nobody');
    return others.length === 0
      ? shortActor(first)
      : `${shortActor(first)} ${t('incidents.more', { count: others.length })}`;
  };
}
