/** Plain values that describe a failure. Never a record, a key, a seed or a patient's identifier. */
export type Facts = Readonly<Record<string, string | number | bigint | boolean | null | undefined>>;

export interface MedrecErrorInit {
  /** Stable upper-case identifier, for example `STORE_LOCKED`; tools match on it, never on the text. */
  readonly code: string;
  /** One sentence: what failed. */
  readonly message: string;
  readonly facts?: Facts;
  readonly cause?: unknown;
  /** One sentence: what the reader can do next. */
  readonly remedy?: string;
}

/**
 * The base of every error in MedRec: a code for programs, a sentence and a remedy for people, facts for both.
 * `throw new Error` is refused by lint in every `src` folder.
 */
export class MedrecError extends Error {
  readonly code: string;
  readonly facts: Facts;
  readonly remedy: string | undefined;

  constructor(init: MedrecErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'MedrecError';
    this.code = init.code;
    this.facts = init.facts ?? {};
    this.remedy = init.remedy;
  }

  /** A JSON value for `--json` output, HTTP answers and logs; big integers become decimal strings. */
  toJSON(): { code: string; message: string; facts: Record<string, unknown>; remedy?: string } {
    const facts = Object.fromEntries(
      Object.entries(this.facts).map(([name, value]) => [name, typeof value === 'bigint' ? value.toString() : value]),
    );
    return { code: this.code, message: this.message, facts, ...(this.remedy ? { remedy: this.remedy } : {}) };
  }
}

/** Wraps anything thrown, so that an edge (CLI, HTTP, gossip) always has a code to report. */
export function asMedrecError(thrown: unknown, code = 'INTERNAL'): MedrecError {
  if (thrown instanceof MedrecError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new MedrecError({ code, message, cause: thrown });
}
