import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Session, take } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import type { Language } from '../i18n/format.ts';
import { setLanguage } from '../i18n/index.ts';

/** Shows the console in a language and keeps it with the user, so that it follows to the next machine. */
export function useChooseLanguage(): (language: Language) => void {
  const client = useQueryClient();
  const keep = useMutation({
    mutationFn: (language: Language) => take(api.PUT('/api/v1/account/language', { body: { language } })),
  });
  return (language) => {
    void setLanguage(language);
    client.setQueryData(sessionQuery.queryKey, (session: Session | undefined) =>
      session ? { ...session, user: { ...session.user, language } } : session,
    );
    keep.mutate(language);
  };
}
