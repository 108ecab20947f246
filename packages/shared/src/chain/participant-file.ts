import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Hex, isHex } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';

const bytes32 = z.custom<Hex>((value) => isHex(value, 32), '32 bytes as 0x-prefixed hexadecimal');
const address = z.custom<Hex>((value) => isHex(value, 20), 'an address');

const identity = {
  address,
  /** Salted commitment to the identity; never a name. */
  commitment: bytes32,
  /** X25519 public key, 32 bytes. */
  encryptionKey: bytes32,
  /** Where its service listens, as a URL; may be empty for a lab. */
  host: z.string().max(256),
};

const provider = z.strictObject({
  role: z.literal('provider'),
  ...identity,
  policy: z.strictObject({
    minimumCohort: z.int().min(0).max(1000),
    /** Millionths of zCDP's ρ. */
    lifetimeMicroRho: z.int().positive(),
    sliceMicroRho: z.int().positive(),
    periodEpochs: z.int().positive(),
  }),
  /** Definitions of the offered products; `parseProductDefinition` of the census room decodes each. */
  products: z.array(z.record(z.string(), z.unknown())).max(64),
});

const lab = z.strictObject({ role: z.literal('lab'), ...identity });

const participantFile = z.discriminatedUnion('role', [provider, lab]);

/** What `init` writes for the founders' `spec create`: public facts only. */
export type ParticipantFile = z.infer<typeof participantFile>;
export type ProviderFile = z.infer<typeof provider>;
export type LabFile = z.infer<typeof lab>;

/** @throws MedrecError `PARTICIPANT_FILE_UNREADABLE` or `PARTICIPANT_FILE_INVALID`, naming the first wrong field */
export async function readParticipantFile(path: string): Promise<ParticipantFile> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new MedrecError({
      code: 'PARTICIPANT_FILE_UNREADABLE',
      message: 'The participant file could not be read.',
      facts: { path },
      cause,
      remedy: 'Ask its owner to run `init`, and to send the participant.json that it writes.',
    });
  }
  const parsed = participantFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new MedrecError({
    code: 'PARTICIPANT_FILE_INVALID',
    message: 'The participant file has a wrong field.',
    facts: { path, field: issue?.path.join('.'), expected: issue?.message },
    remedy: 'Have it written again by `init` of the same version.',
  });
}

/** Writes by rename, so that a crash leaves the old file or the new one. */
export async function writeParticipantFile(path: string, file: ParticipantFile): Promise<void> {
  await writeFile(`${path}.tmp`, `${JSON.stringify(participantFile.parse(file), null, 2)}\n`);
  await rename(`${path}.tmp`, path);
}
