import { join } from 'node:path';
import { readParticipantFile } from '@medrec/shared/chain';
import { readPassphrase, resolveUserPath } from '@medrec/shared/cli';
import { createLogger, type LogOptions } from '@medrec/shared/log';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { HospitalHooks } from '../../../gatekeeper/index.ts';
import { parseLoad, type WantedLoad } from './parse-load.ts';
import { runHospital } from './run-hospital.ts';

interface ServeFlags {
  readonly dir: string;
  readonly rpc: string;
  readonly listen: string;
  readonly port: number;
  readonly load: WantedLoad[];
  readonly invite: number;
  readonly passphraseFile?: string;
  readonly logFormat: NonNullable<LogOptions['format']>;
  readonly logLevel: NonNullable<LogOptions['level']>;
}

/** `medrec-census serve`: the gatekeeper and the publisher, until it is told to stop. The program itself gives no hooks. */
export function serveCommand(hooks?: HospitalHooks): Command {
  return new Command('serve')
    .description('answer patients, viewers and labs, and bring the vault’s records and the releases onto the chain')
    .requiredOption('--dir <folder>', 'the hospital’s folder, made by init')
    .requiredOption('--rpc <url>', 'JSON-RPC of the hospital’s own node')
    .option('--listen <address>', 'address to listen on; put a proxy that speaks TLS in front of any but loopback', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes a free one', parseNumber(65_535), 0)
    .option('--load <source:path>', 'load records in the background, for example fhir:records/; may be repeated', parseLoad, [])
    .option('--invite <patients>', 'invite this many of the first patients, into the folder’s invitations/', parseNumber(10_000), 0)
    .option('--passphrase-file <file>', 'file with the keystore’s passphrase')
    .addOption(new Option('--log-format <format>', 'how logs are written').choices(['auto', 'pretty', 'json']).default('auto'))
    .addOption(
      new Option('--log-level <level>', 'least level written').choices(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
    )
    .action((flags: ServeFlags) => serve(flags, hooks));
}

async function serve(flags: ServeFlags, hooks: HospitalHooks | undefined): Promise<void> {
  const dir = resolveUserPath(flags.dir);
  const { host: publicHost } = await readParticipantFile(join(dir, 'participant.json'));
  const { rpc: rpcUrl, listen, port, load: loads, invite: inviteFirst } = flags;
  const passphrase = await readPassphrase(flags.passphraseFile);
  const log = createLogger({ program: 'census', format: flags.logFormat, level: flags.logLevel });
  await runHospital({ dir, rpcUrl, passphrase, publicHost, listen, port, loads, inviteFirst, log, hooks });
}

function parseNumber(maximum: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,7}$/.test(text) && Number(text) <= maximum) return Number(text);
    throw new InvalidArgumentError(`Give a whole number from 0 to ${maximum}.`);
  };
}
