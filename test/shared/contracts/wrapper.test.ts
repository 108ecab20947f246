import type { Hex } from '@medrec/shared/bytes';
import {
  censusAbi,
  decodeCall,
  decodeEvents,
  decodeResult,
  decodeRevert,
  encodeCall,
  eventTopic,
  readContract,
  registrarAbi,
  relationshipsAbi,
} from '@medrec/shared/contracts';
import { AbiCoder, id } from 'ethers';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { hash, offer } from './fixture.ts';

const ACCOUNT: Hex = '0x4d65645265630000000000000000000000000001';
const coder = AbiCoder.defaultAbiCoder();
const marks = coder.encode(['uint32', 'uint32', 'uint32'], [1, 2, 3]) as Hex;

describe('calls', () => {
  it('encode and decode to the same arguments', () => {
    const data = encodeCall(relationshipsAbi, 'setRecords', [offer(7n, 2), '0xaabb']);
    expect(decodeCall(relationshipsAbi, 'setRecords', data)).toEqual([offer(7n, 2), '0xaabb']);
    expect(decodeCall(relationshipsAbi, 'enroll', data)).toBeUndefined();
  });

  it('wrong names and arguments do not compile, nor encode', () => {
    // @ts-expect-error there is no such function
    expect(() => encodeCall(relationshipsAbi, 'setRecord', [])).toThrow();
    // @ts-expect-error a bigint is asked for
    encodeCall(censusAbi, 'closeEpoch', [1, hash('root')]);
    expect(() => encodeCall(censusAbi, 'closeEpoch', [1n, '0x01'])).toThrow(expect.objectContaining({ code: 'CALL_NOT_ENCODABLE' }));
    expect(() => decodeCall(censusAbi, 'closeEpoch', encodeCall(censusAbi, 'currentEpoch', []))).not.toThrow();
    expect(() => decodeCall(censusAbi, 'closeEpoch', encodeCall(censusAbi, 'closeEpoch', [1n, hash('root')]).slice(0, 20) as Hex)).toThrow(
      expect.objectContaining({ code: 'CALL_INVALID' }),
    );
  });

  it('answers are plain values: numbers to 48 bits, bigints above, objects for structs, lower-case addresses', () => {
    expect(decodeResult(censusAbi, 'marksOf', marks)).toEqual([1, 2, 3]);
    expectTypeOf(decodeResult(censusAbi, 'marksOf', marks)).toEqualTypeOf<readonly [number, number, number]>();
    const types = ['tuple(address,uint8,bool,address,uint64,bytes32,bytes32)'];
    const entry = decodeResult(
      registrarAbi,
      'participant',
      coder.encode(types, [[ACCOUNT, 1, true, ACCOUNT, 5, hash('key'), hash('sponsor')]]) as Hex,
    );
    expect(entry).toEqual({
      account: ACCOUNT,
      role: 1,
      active: true,
      sponsor: ACCOUNT,
      since: 5n,
      encryptionKey: hash('key'),
      sponsorId: hash('sponsor'),
    });
  });

  it('an address without code is told apart from an answer', () => {
    expect(() => decodeResult(censusAbi, 'currentEpoch', '0x')).toThrow(expect.objectContaining({ code: 'CALL_RESULT_INVALID' }));
  });

  it('reads through the port at the block that is named', async () => {
    const asked: unknown[] = [];
    const call = async (...args: unknown[]): Promise<Hex> => {
      asked.push(args);
      return marks;
    };
    expect(await readContract(call, ACCOUNT, censusAbi, 'marksOf', [hash('id')], 'latest')).toEqual([1, 2, 3]);
    expect(asked).toEqual([[ACCOUNT, encodeCall(censusAbi, 'marksOf', [hash('id')]), 'latest']]);
  });
});

describe('events', () => {
  it('are decoded in order, other contracts’ left out', () => {
    const topics = [eventTopic(censusAbi, 'EpochClosed'), hash('id'), coder.encode(['uint64'], [9])];
    const log = { address: ACCOUNT, topics, data: hash('root') };
    const events = decodeEvents(censusAbi, [{ ...log, topics: [id('Elsewhere()')] }, log]);
    expect(events).toEqual([{ name: 'EpochClosed', args: { providerId: hash('id'), epoch: 9n, snapshotRoot: hash('root') }, log }]);
  });
});

describe('reverts', () => {
  it('have names and arguments, whichever contract they come from', () => {
    expect(decodeRevert(`${id('RotationWaiting(uint64)').slice(0, 10)}${coder.encode(['uint64'], [77]).slice(2)}` as Hex)).toEqual({
      name: 'RotationWaiting',
      args: { effectiveAt: 77n },
    });
    expect(decodeRevert(id('NotEntitled()').slice(0, 10) as Hex)).toEqual({ name: 'NotEntitled', args: {} });
    expect(decodeRevert('0x')).toBeUndefined();
    expect(decodeRevert('0xdeadbeef')).toBeUndefined();
  });
});
