import { createInterface } from 'node:readline/promises';

/** What the commands print and ask; tests put their own in its place. */
export interface WalletIo {
  /** A command's result. */
  readonly write: (text: string) => void;
  /** What happens meanwhile, for people. */
  readonly note: (line: string) => void;
  /** Asks on the terminal; undefined where nobody sits at one. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

export function processIo(): WalletIo {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  return {
    write: (text) => void process.stdout.write(text),
    note: (line) => void process.stderr.write(`${line}\n`),
    ask: isTerminal ? askOnTerminal : undefined,
  };
}

async function askOnTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
