import { availableParallelism } from 'node:os';
import { MedrecError } from '@medrec/shared/errors';
import { z } from 'zod';
import { SNAPSHOT_INTERVAL } from '../network/index.ts';
import { maxSearchThreads } from '../sealing/index.ts';
import { DEFAULT_KEPT_STATES } from '../store/index.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const host = z.string().min(1).max(253);

/** Fewer, and a reorganisation that other nodes follow could not be followed. */
const MIN_KEPT_STATES = 1024;
const MAX_KEPT_STATES = 100_000_000;

function defaultThreads(): number {
  return Math.max(1, availableParallelism() - 1);
}

const fields = z.object({
  /** The node's folder, absolute: chain, node key, endpoint file; a lab's keystore. */
  dir: z.string().min(1),
  /** File of the chain spec, absolute. */
  spec: z.string().min(1),
  /** Whether the state of every block is kept, not of the last ones only; absent: as the folder was run before. */
  archive: z.boolean().optional(),
  /** Blocks whose state is kept without `archive`. */
  keepStates: z.coerce.number().int().min(MIN_KEPT_STATES).max(MAX_KEPT_STATES).default(DEFAULT_KEPT_STATES),
  /** Begins an empty folder with the state its peers offer, not with the genesis block. */
  fastStart: z.boolean().default(false),
  /** Keeps snapshots of the state for nodes that start fast. */
  snapshots: z.boolean().default(true),
  /** Blocks between two; the same on all nodes, or they do not agree on any. */
  snapshotInterval: z.coerce.number().int().min(16).max(1_000_000).default(SNAPSHOT_INTERVAL),
  mine: z.boolean().default(true),
  /** Threads that search; 0 mines by outside miners only. One core is left to the node by default. */
  threads: z.coerce.number().int().min(0).max(maxSearchThreads()).default(defaultThreads),
  /** Folder for Ethash's datasets, absolute; the user's cache folder by default. */
  ethashDir: z.string().min(1).optional(),
  /** Per cent of each thread's time. */
  intensity: z.coerce.number().int().min(1).max(100).default(100),
  /** What decides which waiting transactions are sealed first; see docs/mining.md. */
  order: z.enum(['first-seen', 'offers']).default('first-seen'),
  /** Whether a lab's node fetches what it has earned by itself. */
  claim: z.boolean().default(true),
  rpcHost: host.default('127.0.0.1'),
  /** 0 takes a free one. */
  rpcPort: port.default(0),
  /** Host names beside loopback that the RPC answers to. */
  rpcAllowHost: z.array(host).max(64).default([]),
  /** Web origins that may use the RPC. */
  rpcAllowOrigin: z.array(z.string().max(256)).max(64).default([]),
  /** Port for outside miners; 0 takes a free one, absent is none. */
  stratumPort: port.optional(),
  /** Loopback by default. */
  stratumHost: host.optional(),
  /** File with the token that outside miners must know, absolute. */
  stratumTokenFile: z.string().min(1).optional(),
  /** Mean hashes to the first shares of a connection. */
  stratumDifficulty: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  p2pHost: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
  p2pPort: port.default(0),
  /** Multiaddrs to stay connected with. */
  peer: z.array(z.string().startsWith('/').max(256)).max(256).default([]),
});

/** Without the port nobody would listen there, and the operator would not know. */
const nodeOptions = fields.superRefine(({ stratumPort, stratumHost, stratumDifficulty }, context) => {
  if (stratumPort !== undefined) return;
  const message = 'only together with --stratum-port';
  if (stratumHost !== undefined) context.addIssue({ code: 'custom', path: ['stratumHost'], message });
  if (stratumDifficulty !== undefined) context.addIssue({ code: 'custom', path: ['stratumDifficulty'], message });
});

export type NodeOptions = z.infer<typeof nodeOptions>;

/** @throws MedrecError `OPTION_INVALID`, naming the option as the command line spells it */
export function parseNodeOptions(input: unknown): NodeOptions {
  const parsed = nodeOptions.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const option = `--${String(issue?.path[0] ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new MedrecError({ code: 'OPTION_INVALID', message: 'An option has a wrong value.', facts: { option, expected: issue?.message } });
}
