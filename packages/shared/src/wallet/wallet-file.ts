import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MedrecError } from '../errors/index.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { address, bytes32, url } from './schemas.ts';

const walletFile = z.strictObject({
  version: z.literal(1),
  /** The network the rest belongs to. */
  genesisHash: bytes32.optional(),
  /** The node used last. */
  rpc: url.optional(),
  /** In the order in which they were found; a relationship's number is its place here. */
  relationships: z.array(z.strictObject({ address })).max(10_000),
  /** Invitations sent to a gatekeeper, and which account answers each. */
  invitations: z.array(z.strictObject({ tokenHash: bytes32, account: z.int().nonnegative() })).max(10_000),
  /** Gatekeepers as invitations named them; the Registrar's entry goes first. */
  gatekeepers: z.record(bytes32, url),
});

/** What the wallet remembers between runs. All of it but gatekeepers' addresses can be had again from the seed and the chain. */
export type WalletFile = z.infer<typeof walletFile>;

export interface WalletStore {
  read(): Promise<WalletFile>;
  write(value: WalletFile): Promise<void>;
  /** Folder in which copies of given tickets are kept. */
  readonly ticketDir: string;
  readonly keystorePath: string;
}

const EMPTY: WalletFile = { version: 1, relationships: [], invitations: [], gatekeepers: {} };

export function createWalletStore(dir: string): WalletStore {
  const path = join(dir, 'wallet.json');
  const remedy = 'Move it away: `history --rescan` makes it anew from the seed and the chain.';
  return {
    keystorePath: join(dir, 'keystore.json'),
    ticketDir: join(dir, 'tickets'),
    async read() {
      try {
        return await readJsonFile(path, walletFile, { code: 'WALLET_FILE_INVALID', what: 'wallet’s memory', remedy });
      } catch (error) {
        if (error instanceof MedrecError && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return EMPTY;
        throw error;
      }
    },
    async write(value) {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await writeJsonFile(path, value);
    },
  };
}
