/** A command's result: one JSON value on stdout with `--json`, lines for people otherwise. Logs never come here. */
export interface Output {
  readonly json: boolean;
  /** Prints the value as JSON, or calls `people` to print it for people. */
  result(value: unknown, people: (print: (line?: string) => void) => void): void;
}

export function createOutput(json: boolean, write: (text: string) => void = (text) => void process.stdout.write(text)): Output {
  return {
    json,
    result(value, people) {
      if (json) write(`${JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? item.toString() : item), 2)}\n`);
      else people((line = '') => write(`${line}\n`));
    },
  };
}
