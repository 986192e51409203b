import type { Detection, Firing, Json, LogEvent, Text } from '../../model/index.ts';

/** Where a Sigma rule looks: Sigma's `logsource`. */
export interface LogSource {
  product?: string;
  service?: string;
  category?: string;
}

/** The value of one field of an event; undefined where it has none. A list means: any of these. */
export type FieldReader = (event: LogEvent) => Json | undefined;

/** What the engine has to know of event sources. Fields that begin with `hwaseong.` are derived, see sources/events. */
export interface EventFields {
  /** Ids of the event sources that a logsource means; empty where we know none. */
  sourcesOf(logsource: LogSource): readonly string[];
  /** The reader of a Sigma field of one source. */
  reader(source: string, field: string): FieldReader;
  /** The Sigma field whose value is `LogEvent.name`, where the source has one: rules that ask for it are indexed by it. */
  nameField(source: string): string | undefined;
  /**
   * True where no event of the source can have a value in the field, since nothing is there that could tell it: rules are
   * rid of what they ask of it beforehand. Where it is left out every field can have one.
   */
  never?(source: string, field: string): boolean;
}

/** Values of Sigma placeholders (`%admins%`), by name. */
export type Placeholders = ReadonlyMap<string, readonly (string | number)[]>;

/** A rule that cannot be used, and why, in one sentence of English for its author. */
export interface Rejection {
  /** Sigma `name`, `id` or `title`, whatever it has. */
  rule: string;
  /** `placeholder-unset`, `field-unknown`, `condition-malformed`, `pattern-too-costly`, ... */
  code: string;
  reason: Text;
  /** Where in the document: `detection.selection.eventName|re`. */
  place?: string;
}

/** A detection together with the Sigma documents that make it, as parsed YAML. */
export interface DetectionSource {
  detection: Detection;
  /** The Sigma rule or correlation. */
  document: unknown;
}

export interface DetectorOptions {
  fields: EventFields;
  /** Sigma filters: documents with a `filter` section, exceptions made in the product among them. */
  filters?: readonly unknown[];
  placeholders?: Placeholders;
  /** How long after an event's time it may still come in, in milliseconds. Default 60 minutes. */
  lateness?: number;
  /** Most keys kept by all stateful detections together; the least recently used go first, and are counted. Default 1,000,000. */
  mostKeys?: number;
}

/** What the engine had to give up. */
export interface DetectorLosses {
  /** Keys that were put out to make room. */
  evicted: number;
  /** Events that came after their lateness: judged by rules, left out of what needs memory. */
  late: number;
  /** Events from the future, see {@link Detector.push}: judged by rules, left out of what needs memory. */
  future: number;
  /** Times a rule's evaluation was given up (a cost limit). */
  abandoned: number;
}

/**
 * All detections over a stream of events: `(state, event) → (state, firings)`. No clock: time is that of events.
 * The set of alert ids does not depend on the order of arrival within the lateness, nor on events that come twice.
 */
export interface Detector {
  /**
   * Takes one event and gives what fires at once. The answer is a shared empty list nearly always.
   *
   * @param arrived when it came in, in milliseconds since 1970. Where its time is more than an hour after that it is from the
   * future: it moves no clock, and is judged by rules alone
   */
  push(event: LogEvent, arrived?: number): readonly Firing[];
  /** What can be said only when nothing earlier can come any more (absence, counts below a bound), up to the newest event less lateness. */
  settle(): readonly Firing[];
  /** The same, as if nothing more will come: the end of a file. */
  finish(): readonly Firing[];
  /** Ids of the detections whose own predicate holds for the event, before counting, windows and dedupe. */
  matches(event: LogEvent): readonly string[];
  /** Rules that could not be compiled. */
  readonly rejections: readonly Rejection[];
  readonly losses: DetectorLosses;
  /** Keys held now. */
  readonly keys: number;
  /** Everything it remembers, for {@link restore}: chunks of bytes, versioned. */
  snapshot(): Uint8Array[];
  /** Takes up a snapshot of an equal or similar set of detections; state of detections that changed is dropped. */
  restore(chunks: readonly Uint8Array[]): void;
}
