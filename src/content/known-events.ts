import { z } from 'zod';
import { type Severity, severitySchema, type Text, textSchema, UserError } from '../model/index.ts';
import { yamlFilesBelow } from './files.ts';
import { readYaml } from './yaml.ts';

/** An event worth knowing: what people call it, and what it may mean. */
export interface KnownEvent {
  /** `aws.signin.ConsoleLogin` */
  id: string;
  /** Id of the event source that logs it: `cloudtrail`. */
  source: string;
  /** The service that logs it, in the vendor's word: `signin.amazonaws.com`. */
  service: string;
  /** What it is called in the log; several where the vendor has called it differently over time. */
  names: readonly string[];
  title: Text;
  /** `authentication`, `network`, `storage`, ... */
  category: string;
  /** ATT&CK technique that it may be part of. */
  technique: string | null;
  severity: Severity;
  /** One of those that are watched from the start. */
  named: boolean;
}

const fileSchema = z.strictObject({
  source: z.string(),
  events: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9]+(\.[A-Za-z0-9-]+)+$/),
      service: z.string().min(1),
      names: z.array(z.string().min(1)).min(1),
      category: z.string().min(1),
      technique: z.string().nullable(),
      severity: severitySchema,
      named: z.boolean().default(false),
      title: textSchema,
    }),
  ),
});

/**
 * Every known event in the files below a folder, in their order.
 *
 * @throws UserError `content-unreadable`, `content-malformed`; `event-twice` where an id stands twice
 */
export async function loadKnownEvents(dir: string): Promise<KnownEvent[]> {
  const known = new Map<string, KnownEvent>();
  for (const file of (await yamlFilesBelow(dir)).sort()) {
    const { source, events } = await readYaml(file, fileSchema);
    for (const event of events) {
      if (known.has(event.id)) {
        throw new UserError('event-twice', {
          en: `${file}: the event ${event.id} stands twice. Remove one of the two.`,
          ko: `${file}: 이벤트 ${event.id}이(가) 두 번 있습니다. 둘 중 하나를 지우세요.`,
        });
      }
      known.set(event.id, { source, ...event });
    }
  }
  return [...known.values()];
}
