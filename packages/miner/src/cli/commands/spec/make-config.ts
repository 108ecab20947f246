import type { Hex } from '@medrec/shared/bytes';
import { type ProductDefinition, parseProductDefinition, productHash, productMicroRho } from '@medrec/shared/census';
import {
  type GenesisParticipant,
  type LabFile,
  type MedrecConfig,
  type ParticipantFile,
  type ProviderFile,
  type ProviderGenesis,
  parseMedrecConfig,
  type SpecPreset,
} from '@medrec/shared/chain';
import { MedrecError } from '@medrec/shared/errors';
import { applySettings } from './settings.ts';

export interface ConfigParts {
  readonly preset: SpecPreset;
  readonly providers: readonly ProviderFile[];
  readonly labs: readonly LabFile[];
  /** `key=value`, see `applySettings`. */
  readonly settings: readonly string[];
}

/** A network's config from a preset, its founders' files and single settings. @throws MedrecError `SPEC_INVALID` and more */
export function makeConfig({ preset, providers, labs, settings }: ConfigParts): MedrecConfig {
  const definitions = new Map<Hex, ProductDefinition>();
  const providerEntries = providers.map((file): ProviderGenesis => {
    const offered = file.products.map(parseProductDefinition);
    for (const definition of offered) definitions.set(productHash(definition), definition);
    return { ...identityOf(file), ...file.policy, products: offered.map(productHash) };
  });
  return parseMedrecConfig({
    ...applySettings(preset, settings),
    version: 1,
    recordRules: true,
    products: [...definitions].map(([hash, definition]) => productOf(hash, definition)),
    providers: providerEntries,
    labs: labs.map(identityOf),
    forks: [],
  });
}

/** @throws MedrecError `PARTICIPANT_ROLE` when a file was named under the wrong option */
export function requireRole<R extends ParticipantFile['role']>(
  file: ParticipantFile,
  role: R,
  path: string,
): Extract<ParticipantFile, { role: R }> {
  if (file.role === role) return file as Extract<ParticipantFile, { role: R }>;
  throw new MedrecError({
    code: 'PARTICIPANT_ROLE',
    message: 'The participant file is of another role.',
    facts: { path, role: file.role, expected: role },
    remedy: 'Name hospitals with --provider and labs with --lab.',
  });
}

function identityOf({ address, commitment, encryptionKey, host }: ParticipantFile): GenesisParticipant {
  return { address, commitment, encryptionKey, host };
}

function productOf(definitionHash: Hex, definition: ProductDefinition): MedrecConfig['products'][number] {
  return {
    id: definition.id,
    definitionHash,
    finestTier: Math.max(...definition.tiers.map(({ tier }) => tier)),
    microRho: productMicroRho(definition),
  };
}
