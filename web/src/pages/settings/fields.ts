import { useTranslation } from 'react-i18next';
import type { Field, FieldValue } from '../../components/Fields.tsx';

/** One value that a kind of channel or feed needs, as data: forms are made from it. */
interface KindField {
  name: string;
  type: 'text' | 'number' | 'choice' | 'lines';
  initial: string | number;
  required?: boolean;
  choices?: readonly string[];
  placeholder?: string;
  min?: number;
  max?: number;
}

export interface Kind {
  fields: readonly KindField[];
  /** What its secret is called, or absent where it has none. */
  secret?: 'url' | 'key' | 'password' | 'routing' | 'connectionString' | 'storageKey' | 'serviceAccount' | 'tlsKey';
  secretRequired?: boolean;
  /** Credentials of a connection are used. */
  aws?: boolean;
}

export type FieldValues = Record<string, FieldValue>;

/** The values of a form, taken from what is kept where there is something; a secret is never given back. */
export function valuesFor(kind: Kind, kept: Record<string, unknown> = {}): FieldValues {
  const values = kind.fields.map(({ name, initial }) => {
    const value = kept[name];
    if (Array.isArray(value)) return [name, value.join(', ')];
    return [name, typeof value === 'string' || typeof value === 'number' ? value : initial];
  });
  return Object.fromEntries(kind.secret ? [...values, ['secret', '']] : values);
}

/** The inputs that a kind asks for. Where something is `kept`, a secret that is not typed stays what it is. */
export function useKindFields(kind: Kind, kept: boolean): Field[] {
  const { t } = useTranslation();
  // The names of fields are those of the API; a test holds that each has its words.
  const fields = kind.fields.map(
    ({ name, type, choices, placeholder, required, min, max }): Field => ({
      name,
      type,
      label: t(`field.label.${name}` as 'field.label.host'),
      required: required ?? type === 'number',
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      ...(placeholder === undefined ? {} : { attributes: { placeholder } }),
      ...(choices && {
        choices: choices.map((value) => ({ value, label: t(`field.choice.${value}` as 'field.choice.tls') })),
      }),
    }),
  );
  const { secret, secretRequired = false } = kind;
  if (secret === undefined) return fields;
  return [
    ...fields,
    {
      name: 'secret',
      type: secret === 'serviceAccount' || secret === 'tlsKey' ? 'lines' : 'password',
      label: t(`field.secret.${secret}`),
      hint: kept ? t('field.secretKept') : t(`field.secretHint.${secret}`),
      required: secretRequired && !kept,
    },
  ];
}

const text = (name: string, more: Partial<KindField> = {}): KindField => ({ name, type: 'text', initial: '', ...more });
const number = (name: string, initial: number, min: number, max: number): KindField => ({
  name,
  type: 'number',
  initial,
  min,
  max,
});
const choice = (name: string, choices: readonly [string, ...string[]]): KindField => ({
  name,
  type: 'choice',
  initial: choices[0],
  choices,
});

export const channelKinds = {
  slack: { fields: [], secret: 'url', secretRequired: true },
  teams: { fields: [], secret: 'url', secretRequired: true },
  email: {
    fields: [
      text('host', { required: true, placeholder: 'smtp.example.com' }),
      number('port', 587, 1, 65_535),
      choice('security', ['starttls', 'tls', 'none']),
      text('username'),
      text('from', { required: true, placeholder: 'hwaseong@example.com' }),
      text('to', { required: true, placeholder: 'soc@example.com' }),
    ],
    secret: 'password',
  },
  webhook: {
    fields: [text('url', { required: true, placeholder: 'https://example.com/hooks/security' })],
    secret: 'key',
    secretRequired: true,
  },
  pagerduty: { fields: [], secret: 'routing', secretRequired: true },
  syslog: {
    fields: [
      text('host', { required: true, placeholder: 'siem.example.com' }),
      number('port', 6514, 1, 65_535),
      choice('transport', ['tls', 'tcp', 'udp']),
      choice('format', ['cef', 'text']),
      { name: 'ca', type: 'lines', initial: '' },
    ],
  },
} as const satisfies Record<string, Kind>;

const region = text('region', { initial: 'us-east-1', required: true });
const startHours = number('startHours', 24, 0, 2160);
const everySeconds = number('everySeconds', 60, 30, 3600);
const bucket: Kind = {
  fields: [
    text('bucket', { required: true, placeholder: 'example-logs' }),
    text('prefix', { placeholder: 'AWSLogs/' }),
    region,
    startHours,
    everySeconds,
  ],
  aws: true,
};

export const feedKinds = {
  'cloudtrail-sqs': {
    fields: [
      text('queueUrl', { required: true, placeholder: 'https://sqs.us-east-1.amazonaws.com/111122223333/trail' }),
      region,
    ],
    aws: true,
  },
  'cloudtrail-s3': bucket,
  'cloudtrail-lookup': {
    fields: [text('regions', { initial: 'us-east-1', required: true }), startHours, everySeconds],
    aws: true,
  },
  'flow-logs-s3': bucket,
  'aws-findings': {
    fields: [
      region,
      text('services', { initial: 'guardduty, security-hub, inspector', required: true }),
      number('startHours', 168, 0, 2160),
      number('everySeconds', 120, 30, 3600),
    ],
    aws: true,
  },
  'event-hubs': {
    fields: [
      text('eventHub', { required: true }),
      text('consumerGroup', { initial: '$Default', required: true }),
      startHours,
    ],
    secret: 'connectionString',
    secretRequired: true,
  },
  'azure-storage': {
    fields: [
      text('container', { initial: 'insights-logs-flowlogflowevent', required: true }),
      text('prefix', { placeholder: 'flowLogResourceID=/' }),
      text('account', { placeholder: 'examplelogs' }),
      startHours,
      everySeconds,
    ],
    secret: 'storageKey',
    secretRequired: true,
  },
  pubsub: {
    fields: [text('subscription', { required: true, placeholder: 'projects/PROJECT/subscriptions/NAME' })],
    secret: 'serviceAccount',
  },
  syslog: {
    fields: [
      text('host', { initial: '0.0.0.0', required: true }),
      number('port', 6514, 1, 65_535),
      { name: 'certificate', type: 'lines', initial: '', required: true },
      { name: 'senders', type: 'lines', initial: '' },
    ],
    secret: 'tlsKey',
    secretRequired: true,
  },
  http: { fields: [] },
} as const satisfies Record<string, Kind>;
