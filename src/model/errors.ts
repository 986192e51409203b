import type { Language, Text } from './text.ts';

/** Exit codes of the command line. */
export const exitCodes = { clean: 0, findings: 1, usage: 2, incomplete: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * An error that a person can act on: what went wrong and where, and what to do.
 * Made at the edge where the cause is known; everything above passes it on unchanged.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Stable, for programs: `port-taken`, `control-malformed`. */
  readonly code: string;
  readonly text: Text;
  readonly exitCode: ExitCode;

  constructor(code: string, text: Text, options: { cause?: unknown; exitCode?: ExitCode } = {}) {
    super(text.en, { cause: options.cause });
    this.code = code;
    this.text = text;
    this.exitCode = options.exitCode ?? exitCodes.usage;
  }

  /** The sentence in the reader's language. */
  in(language: Language): string {
    return this.text[language];
  }
}
