import type { CelFunction } from '../../../model/index.ts';

/** What a trail's event selectors are asked about. */
interface Wanted {
  /** `management`, or a resource type such as `AWS::S3::Object`. */
  what: string;
  access: 'read' | 'write';
  /** ARN of the bucket, function, ... whose data events are meant. */
  arn: string;
}

/**
 * Event sources that may be left out of management events: CloudTrail offers the exclusion of exactly these two because
 * of their volume (CloudTrail User Guide, "Logging management events").
 */
const VOLUMINOUS = new Set(['kms.amazonaws.com', 'rdsdata.amazonaws.com']);

/**
 * True if the answer of `cloudtrail:GetEventSelectors` means that every such event is recorded: all management events
 * of one access, or all data events of one resource. Selectors that record a part of them do not count.
 */
function trailRecords(answer: unknown, what: string, access: string, arn: unknown): boolean {
  if (access !== 'read' && access !== 'write') throw new RangeError('access is "read" or "write"');
  const wanted: Wanted = { what, access, arn: typeof arn === 'string' ? arn : '' };
  const { EventSelectors, AdvancedEventSelectors } = object(answer);
  // A trail has either basic or advanced selectors; the other list is empty.
  return (
    list(EventSelectors).some((selector) => basicRecords(selector, wanted)) ||
    list(AdvancedEventSelectors).some((selector) => advancedRecords(list(selector.FieldSelectors), wanted))
  );
}

function basicRecords(selector: Fields, { what, access, arn }: Wanted): boolean {
  // Left out, it means All (API reference, EventSelector).
  const type = selector.ReadWriteType ?? 'All';
  if (type !== 'All' && type !== (access === 'read' ? 'ReadOnly' : 'WriteOnly')) return false;
  if (what === 'management') {
    // Left out, it means true (API reference, EventSelector).
    const included = selector.IncludeManagementEvents ?? true;
    return included === true && texts(selector.ExcludeManagementEventSources).every((source) => VOLUMINOUS.has(source));
  }
  return list(selector.DataResources).some(
    ({ Type, Values }) => Type === what && texts(Values).some((value) => coversAll(value, arn)),
  );
}

/** Every field selector of an advanced selector has to hold, so each must let all wanted events through. */
function advancedRecords(fields: readonly Fields[], { what, access, arn }: Wanted): boolean {
  const management = what === 'management';
  const names = fields.map((field) => String(field.Field));
  if (!names.includes('eventCategory') || (!management && !names.includes('resources.type'))) return false;
  return fields.every((field) => {
    switch (field.Field) {
      case 'eventCategory':
        return texts(field.Equals).includes(management ? 'Management' : 'Data');
      case 'readOnly':
        return texts(field.Equals).includes(String(access === 'read'));
      case 'resources.type':
        return texts(field.Equals).includes(what);
      case 'resources.ARN':
        return onlyOperators(field, ['StartsWith']) && texts(field.StartsWith).some((value) => coversAll(value, arn));
      case 'eventSource':
        return (
          management &&
          onlyOperators(field, ['NotEquals']) &&
          texts(field.NotEquals).every((source) => VOLUMINOUS.has(source))
        );
      default:
        return false;
    }
  });
}

function onlyOperators(field: Fields, allowed: readonly string[]): boolean {
  return ['Equals', 'StartsWith', 'EndsWith', 'NotEquals', 'NotStartsWith', 'NotEndsWith'].every(
    (operator) => allowed.includes(operator) || texts(field[operator]).length === 0,
  );
}

/** True if a prefix (`arn:aws:s3`, `arn:aws:s3:::`, `arn:aws:s3:::bucket/`) takes in everything inside the resource. */
function coversAll(prefix: string, arn: string): boolean {
  return prefix !== '' && (prefix === arn || `${arn}/`.startsWith(prefix));
}

type Fields = Record<string, unknown>;

function object(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : [];
}

export const trailFunctions: readonly CelFunction[] = [
  {
    name: 'trailRecords',
    params: ['dyn', 'string', 'string', 'dyn'],
    returns: 'bool',
    doc: 'True if event selectors (the answer of cloudtrail:GetEventSelectors) record every event: of "management" or of a resource type ("AWS::S3::Object"), "read" or "write", and for data events of the resource with the given ARN.',
    handler: trailRecords,
  },
];
