/** One value that a kind of channel or feed needs, as data: forms are made from it. */
export interface Field {
  name: string;
  type: 'text' | 'number' | 'choice' | 'lines';
  initial: string | number;
  required?: boolean;
  choices?: readonly string[];
  placeholder?: string;
  min?: number;
  max?: number;
}

export type FieldValues = Record<string, string | number | boolean>;

/** The values of a form, taken from what is kept where there is something. */
export function valuesFor(fields: readonly Field[], kept: Record<string, unknown> = {}): FieldValues {
  return Object.fromEntries(
    fields.map(({ name, initial }) => {
      const value = kept[name];
      if (Array.isArray(value)) return [name, value.join(', ')];
      return [name, typeof value === 'string' || typeof value === 'number' ? value : initial];
    }),
  );
}

/** What a secret is called, or undefined where a kind has none. */
export interface Kind {
  fields: readonly Field[];
  secret?: 'url' | 'key' | 'password' | 'routing' | 'connectionString' | 'serviceAccount' | 'tlsKey';
  secretRequired?: boolean;
  /** Credentials of a connection are used. */
  aws?: boolean;
}

const text = (name: string, more: Partial<Field> = {}): Field => ({ name, type: 'text', initial: '', ...more });
const number = (name: string, initial: number, min: number, max: number): Field => ({
  name,
  type: 'number',
  initial,
  min,
  max,
});
const choice = (name: string, choices: readonly [string, ...string[]]): Field => ({
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
