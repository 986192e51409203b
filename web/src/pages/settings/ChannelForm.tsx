import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, take } from '../../api/client.ts';
import { severities } from '../../api/words.ts';
import { type Field, Fields } from '../../components/Fields.tsx';
import { channelKinds } from './fields.ts';
import { KindForm } from './KindForm.tsx';

export type Channel = Schema['Channel'];
type Quiet = NonNullable<Channel['quiet']>;

const nightly = (): Quiet => ({
  from: '22:00',
  to: '07:00',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  except: 'critical',
});

/** Adds a channel, or changes one. */
export function ChannelForm({ channel, onClose }: { channel: Channel | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const [more, setMore] = useState({
    language: channel?.language ?? ('both' as const),
    digest: channel?.digestMinutes ?? ('' as const),
    silent: (channel?.quiet ?? null) !== null,
  });
  const [quiet, setQuiet] = useState(channel?.quiet ?? nightly());
  return (
    <KindForm
      of="channels"
      kinds={channelKinds}
      typeTitle={(type) => t(`channels.type.${type}`)}
      initial="slack"
      kept={channel}
      onSave={(common) => {
        const { language, digest, silent } = more;
        const body = {
          ...common,
          language,
          quiet: silent ? quiet : null,
          digestMinutes: digest === '' ? null : digest,
        };
        return take(
          channel
            ? api.PUT('/api/v1/channels/{id}', { params: { path: { id: channel.id } }, body })
            : api.POST('/api/v1/channels', { body }),
        );
      }}
      onRemove={(id) => take(api.DELETE('/api/v1/channels/{id}', { params: { path: { id } } }))}
      onClose={onClose}
    >
      {() => (
        <>
          <Fields
            fields={[
              {
                name: 'language',
                type: 'choice',
                label: t('channels.language'),
                choices: (['both', 'en', 'ko'] as const).map((value) => ({
                  value,
                  label: t(`channels.languages.${value}`),
                })),
              },
              {
                name: 'digest',
                type: 'number',
                label: t('channels.digest'),
                hint: t('channels.digestHint'),
                min: 1,
                max: 1440,
              },
              { name: 'silent', type: 'check', label: t('channels.quiet'), hint: t('channels.quietHint') },
            ]}
            values={more}
            onChange={setMore}
          />
          {more.silent && <QuietFields quiet={quiet} onChange={setQuiet} />}
        </>
      )}
    </KindForm>
  );
}

function QuietFields({ quiet, onChange }: { quiet: Quiet; onChange: (quiet: Quiet) => void }) {
  const { t } = useTranslation();
  const time = (name: 'from' | 'to', label: string): Field<'from' | 'to'> => ({
    name,
    type: 'time',
    label,
    required: true,
  });
  return (
    <Fields
      fields={[
        [time('from', t('channels.quietFrom')), time('to', t('channels.quietTo'))],
        {
          name: 'timeZone',
          type: 'choice',
          label: t('channels.quietZone'),
          choices: Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone })),
          searchable: true,
        },
        {
          name: 'except',
          type: 'choice',
          label: t('channels.quietExcept'),
          choices: severities.map((value) => ({ value, label: t(`severity.${value}`) })),
        },
      ]}
      values={quiet}
      onChange={onChange}
    />
  );
}
