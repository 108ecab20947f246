import { readFile } from 'node:fs/promises';
import { createAddressFromString } from '@ethereumjs/util';
import { bytesToHex } from '@medrec/shared/bytes';
import * as addresses from '@medrec/shared/chain';
import { REGISTRAR_ADDRESS, ROLE, SYSTEM_ADDRESS } from '@medrec/shared/chain';
import { censusAbi, genesisContracts, registrarAbi, registrarStorage } from '@medrec/shared/contracts';
import { medrecDomain } from '@medrec/shared/signing';
import { TypedDataEncoder } from 'ethers';
import { describe, expect, it } from 'vitest';
import {
  CHAIN_ID,
  config,
  createWorld,
  FINEST_TIER,
  GENESIS_HASH,
  hospital,
  lab,
  PRODUCT,
  PRODUCT_RHO,
  registration,
  stranger,
} from './fixture.ts';
import { createTestChain, NO_ADDRESS } from './harness.ts';

describe('genesis set-up', () => {
  it('puts the participants, the catalogue and the policies of the spec in state', async () => {
    const chain = await createWorld();
    const [id, participant] = await chain.read(registrarAbi, 'participantOf', [hospital.account]);
    expect(id).toBe(hospital.id);
    expect(participant).toMatchObject({
      account: hospital.account,
      role: ROLE.provider,
      active: true,
      sponsor: hospital.account,
      sponsorId: hospital.id,
    });
    expect(await chain.read(registrarAbi, 'isActive', [lab.account, ROLE.lab])).toBe(true);
    expect(await chain.read(registrarAbi, 'governors', [])).toBe(3);
    expect(await chain.read(censusAbi, 'productOf', [PRODUCT])).toEqual({ exists: true, finestTier: FINEST_TIER, microRho: PRODUCT_RHO });
    expect(await chain.read(censusAbi, 'isOffered', [hospital.id, PRODUCT])).toBe(true);
    expect(await chain.read(censusAbi, 'policyOf', [hospital.id])).toMatchObject({ minimumCohort: 11, lifetimeMicroRho: 20_000n });
  });

  it('is closed to everyone but the system address, and to it after the first time', async () => {
    const chain = await createWorld();
    for (const [from, refusal] of [
      [stranger.account, 'NotSystem'],
      [SYSTEM_ADDRESS, 'AlreadyInitialized'],
    ] as const) {
      expect(await chain.refusal(from, registrarAbi, 'initialize', [1n, 1n, [], []])).toBe(refusal);
      const clock = { genesisTime: 0n, epochSeconds: 1n, closeGraceSeconds: 1n, commonsDelayEpochs: 1, disputeBlocks: 1 };
      expect(await chain.refusal(from, censusAbi, 'initialize', [clock, [], []])).toBe(refusal);
    }
  });

  it('anchors the domain of typed data to the genesis hash, once', async () => {
    const chain = await createTestChain(config, CHAIN_ID);
    expect(await chain.refusal(stranger.account, registrarAbi, 'anchorGenesis', [GENESIS_HASH])).toBe('NotSystem');
    const unanchored = [registration(stranger, hospital, ROLE.reader)];
    expect(await chain.refusal(hospital.account, registrarAbi, 'register', [unanchored])).toBe('NotAnchored');
    await chain.send(SYSTEM_ADDRESS, registrarAbi, 'anchorGenesis', [GENESIS_HASH]);
    expect(await chain.refusal(SYSTEM_ADDRESS, registrarAbi, 'anchorGenesis', [GENESIS_HASH])).toBe('AlreadyAnchored');
    expect(await chain.read(registrarAbi, 'domainSeparator', [])).toBe(
      TypedDataEncoder.hashDomain({ ...medrecDomain(CHAIN_ID, GENESIS_HASH) }),
    );
  });

  it('fits every contract under the code size limit of EIP-170', () => {
    for (const { code } of genesisContracts()) expect((code.length - 2) / 2).toBeLessThanOrEqual(24_576);
  });

  it('compiles the same addresses and roles into the contracts as TypeScript uses', async () => {
    const folder = new URL('../../../packages/shared/contracts/', import.meta.url);
    const solidity = await readFile(new URL('Addresses.sol', folder), 'utf8');
    const constants = [...solidity.matchAll(/ constant (\w+) =[^0;]*(0x[0-9a-fA-F]{40})/g)].map(([, name, address]) => [
      name,
      address?.toLowerCase(),
    ]);
    expect(constants.length).toBe(5);
    for (const [name, address] of constants)
      expect([name, Object.entries(addresses).find(([key]) => key === `${name}_ADDRESS`)?.[1]]).toEqual([name, address]);
    const roles = [...(await readFile(new URL('Roles.sol', folder), 'utf8')).matchAll(/constant (\w+) = (\d+)/g)];
    for (const [, name, value] of roles)
      if (name !== 'ANY_ROLE') expect(ROLE[name?.toLowerCase() as keyof typeof ROLE]).toBe(Number(value));
  });
});

describe('registrarStorage', () => {
  it('reads a participant from raw storage as the contract does', async () => {
    const chain = await createWorld();
    const registrar = createAddressFromString(REGISTRAR_ADDRESS);
    const id = await chain.stateManager.getStorage(registrar, registrarStorage.idSlot(lab.account));
    expect(bytesToHex(id)).toBe(lab.id);
    const [first, second] = registrarStorage.participantSlots(id);
    const words: [Uint8Array, Uint8Array] = [
      await chain.stateManager.getStorage(registrar, first),
      await chain.stateManager.getStorage(registrar, second),
    ];
    expect(registrarStorage.decodeParticipant(words)).toEqual({
      account: lab.account,
      role: ROLE.lab,
      active: true,
      since: 0n,
      sponsorId: lab.id,
    });
  });

  it('decodes an empty row to nobody', () => {
    expect(registrarStorage.decodeParticipant([new Uint8Array(0), new Uint8Array(0)])).toMatchObject({
      account: NO_ADDRESS,
      role: 0,
      active: false,
    });
  });
});
