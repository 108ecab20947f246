import { readPassphrase, resolveUserPath } from '@medrec/shared/cli';
import { createLogger, type LogOptions } from '@medrec/shared/log';
import { Command, Option } from 'commander';
import { composeNode, parseNodeOptions, runNode } from '../../../node/index.ts';

interface RunOptions extends Record<string, unknown> {
  readonly dir: string;
  readonly spec: string;
  readonly passphraseFile?: string;
  readonly ethashDir?: string;
  readonly stratumTokenFile?: string;
  readonly logFormat: NonNullable<LogOptions['format']>;
  readonly logLevel: NonNullable<LogOptions['level']>;
}

/** `medrec-miner run`: a node; it mines if the folder has a lab's key. */
export function runCommand(): Command {
  return new Command('run')
    .description('run a node: follow the chain, serve JSON-RPC, and, with a lab’s key, mine and collect what was earned')
    .requiredOption('--dir <folder>', 'the node’s folder; `init` makes a lab’s')
    .requiredOption('--spec <file>', 'the network’s chain spec')
    .option('--archive', 'keep the state of every block, to answer questions about any of them (default: as before; at first: not)')
    .option('--no-archive', 'give up old states again')
    .option('--keep-states <blocks>', 'without --archive: blocks whose state is kept, at least 1024 (default: 10240)')
    .option('--fast-start', 'begin an empty folder with the state that peers offer, checked against its block, not with the genesis block')
    .option('--no-snapshots', 'keep no snapshots of the state for nodes that start fast')
    .option('--snapshot-interval <blocks>', 'blocks between two snapshots, the same on all nodes of a network', '4096')
    .option('--no-mine', 'do not mine, even with a lab’s key, until `mining start`')
    .option('--threads <n>', 'threads that mine; 0 for outside miners only (default: one less than the cores)')
    .option('--ethash-dir <folder>', 'where Ethash’s datasets are kept (default: medrec/ethash in the user’s cache folder)')
    .option('--intensity <percent>', 'share of each thread’s time that is spent mining, 1 to 100', '100')
    .addOption(
      new Option('--order <policy>', 'which transactions are sealed first').choices(['first-seen', 'offers']).default('first-seen'),
    )
    .option('--no-claim', 'do not fetch earned releases automatically')
    .option('--passphrase-file <file>', 'file with the key’s passphrase, if it has one')
    .option('--rpc-host <address>', 'address the RPC listens on', '127.0.0.1')
    .option('--rpc-port <port>', 'port of the RPC; 0 takes a free one', '0')
    .option('--rpc-allow-host <name...>', 'host names beside loopback that the RPC answers to')
    .option('--rpc-allow-origin <origin...>', 'web origins that may use the RPC')
    .option('--stratum-port <port>', 'port for outside miners; 0 takes a free one (default: none)')
    .option('--stratum-host <address>', 'address that outside miners connect to (default: 127.0.0.1)')
    .option('--stratum-token-file <file>', 'token that outside miners must know (default: made in the folder where it is needed)')
    .option('--stratum-difficulty <hashes>', 'mean hashes to the first shares of a connection (default: 16777216)')
    .option('--p2p-host <address>', 'address that peers connect to', '127.0.0.1')
    .option('--p2p-port <port>', 'port that peers connect to; 0 takes a free one', '0')
    .option('--peer <multiaddr...>', 'peers to stay connected with, as `status` of their node shows them')
    .addOption(new Option('--log-format <format>', 'how log lines look').choices(['auto', 'pretty', 'json']).default('auto'))
    .addOption(
      new Option('--log-level <level>', 'least level that is logged')
        .choices(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
        .default('info'),
    )
    .action(async (given: RunOptions) => {
      const paths = {
        ...(given.ethashDir === undefined ? {} : { ethashDir: resolveUserPath(given.ethashDir) }),
        ...(given.stratumTokenFile === undefined ? {} : { stratumTokenFile: resolveUserPath(given.stratumTokenFile) }),
      };
      const options = parseNodeOptions({ ...given, ...paths, dir: resolveUserPath(given.dir), spec: resolveUserPath(given.spec) });
      const log = createLogger({ program: 'miner', level: given.logLevel, format: given.logFormat });
      const passphrase = await readPassphrase(given.passphraseFile);
      await runNode(await composeNode(options, { log, ...(passphrase === undefined ? {} : { passphrase }) }), log);
    });
}
