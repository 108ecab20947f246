import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RELEASE_FILES } from '@medrec/shared/census';
import { createOutput, resolveUserPath } from '@medrec/shared/cli';
import { MedrecError } from '@medrec/shared/errors';
import { Command } from 'commander';
import { type PackageFiles, unpackRelease, verifyRelease } from '../../../rewards/index.ts';
import { connectNode, type LabOptions, withLabOptions } from '../../lab/open-lab.ts';

/** `medrec-miner verify PATH`: hold a release against itself and the chain; exit status 1 when it fails. */
export function verifyCommand(): Command {
  return withLabOptions(new Command('verify'))
    .description('hold a release (a folder of the library, or a package’s tar) against itself and the chain')
    .argument('<path>', 'folder or .tar file')
    .option('--json', 'print one JSON value', false)
    .action(async (path: string, options: LabOptions & { json: boolean }) => {
      const files = await readPackage(resolveUserPath(path));
      const { client, reads } = await connectNode(options);
      try {
        const { passed, checks, manifest } = await verifyRelease(files, reads);
        if (!passed) process.exitCode = 1;
        createOutput(options.json).result({ passed, checks, manifest }, (print) => {
          for (const check of checks) print(`${check.passed ? 'pass' : 'FAIL'}  ${check.title}${check.detail ? `: ${check.detail}` : ''}`);
          print(passed ? 'The release is what the provider committed to.' : 'Do not use this release.');
        });
      } finally {
        client.close();
      }
    });
}

const PACKAGE_FILES: readonly string[] = Object.values(RELEASE_FILES);

async function readPackage(path: string): Promise<PackageFiles> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new MedrecError({
      code: 'RELEASE_MISSING',
      message: 'There is no release at that path.',
      facts: { path },
      cause,
      remedy: 'Name a folder of the library or a .tar file.',
    });
  });
  const files = found.isDirectory() ? await readFolder(path) : await readTar(path);
  if (!files.has(RELEASE_FILES.manifest)) throw notARelease(path);
  return files;
}

async function readFolder(path: string): Promise<PackageFiles> {
  const names = (await readdir(path)).filter((name) => PACKAGE_FILES.includes(name));
  return new Map(await Promise.all(names.map(async (name) => [name, new Uint8Array(await readFile(join(path, name)))] as const)));
}

async function readTar(path: string): Promise<PackageFiles> {
  const archive = new Uint8Array(await readFile(path));
  return unpackRelease(archive).catch((cause: unknown) => {
    throw notARelease(path, cause);
  });
}

function notARelease(path: string, cause?: unknown): MedrecError {
  return new MedrecError({
    code: 'NOT_A_RELEASE',
    message: 'This is no release: neither a release’s tar nor a folder with its manifest.',
    facts: { path },
    cause,
    remedy: 'Name a folder of the library or a .tar file.',
  });
}
