import { describe, expect, it } from 'vitest';
import { field } from '../../i18n/en/channels.ts';
import { channelKinds, feedKinds, type Kind, valuesFor } from './fields.ts';

describe('kinds of channels and feeds', () => {
  const kinds: [string, Kind][] = [...Object.entries(channelKinds), ...Object.entries(feedKinds)];

  it.each(kinds)('have words for all that %s asks', (_name, { fields }) => {
    for (const { name, choices = [] } of fields) {
      expect(Object.keys(field.label)).toContain(name);
      for (const choice of choices) expect(Object.keys(field.choice)).toContain(choice);
    }
  });

  it('begin with what is kept, and never with a secret', () => {
    const kept = { host: 'mail.example.com', port: 25, to: ['a@example.com', 'b@example.com'], secret: 'x' };
    expect(valuesFor(channelKinds.email, kept)).toMatchObject({
      host: 'mail.example.com',
      port: 25,
      to: 'a@example.com, b@example.com',
      security: 'starttls',
      secret: '',
    });
  });
});
