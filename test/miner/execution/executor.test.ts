import { Block } from '@ethereumjs/block';
import { createCommon, signSealer } from '@medrec/miner/consensus';
import { createExecutor, idsBelow, missingNode } from '@medrec/miner/execution';
import { bytesToHex, type Hex } from '@medrec/shared/bytes';
import { MAX_BLOCK_BYTES, REGISTRAR_ADDRESS, ROLE, SUMMARY_ADDRESS, SYSTEM_ADDRESS } from '@medrec/shared/chain';
import { decodeResult, encodeCall, registrarAbi } from '@medrec/shared/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { addressOf, commitmentOf, createTestChain, LAB_KEY, OTHER_LAB_KEY, PROVIDER_KEY, STRANGER_KEY, type TestChain } from './devnet.ts';

// The block's outcome is consensus: if two nodes disagree here, the network splits.
let chain: TestChain;

beforeAll(async () => {
  chain = await createTestChain();
});

describe('genesis', () => {
  it('admits the founders, read straight from storage', async () => {
    const root = chain.genesis.header.stateRoot;
    const lab = await chain.executor.participantAt(root, addressOf(LAB_KEY));
    expect(lab).toEqual({ id: commitmentOf(LAB_KEY), role: ROLE.lab, active: true, sponsor: addressOf(LAB_KEY) });
    expect((await chain.executor.participantAt(root, addressOf(PROVIDER_KEY)))?.role).toBe(ROLE.provider);
    expect(await chain.executor.participantAt(root, addressOf(STRANGER_KEY))).toBeUndefined();
  });

  it('leaves no account of the system address', async () => {
    expect(await chain.executor.accountAt(chain.genesis.header.stateRoot, SYSTEM_ADDRESS)).toBeUndefined();
  });
});

describe('a built block', () => {
  it('gives the same result on the builder, on a warm and on a fresh executor', async () => {
    const first = await chain.build(chain.genesis.header, [chain.setHost(0, 'http://a'), chain.setHost(1, 'http://b')]);
    expect(first.leftOut).toEqual([]);
    expect(first.block.transactions).toHaveLength(2);
    const other = chain.freshExecutor();
    const fresh = await other.runBlock(first.block, chain.genesis.header);
    const warm = await other.runBlock(first.block, chain.genesis.header);
    expect(bytesToHex(fresh.stateRoot)).toBe(bytesToHex(first.result.stateRoot));
    expect(await chain.executor.runBlock(first.block, chain.genesis.header)).toBe(first.result); // not executed again
    expect(fresh.writes).toEqual(warm.writes);
    chain.nodes.keep(fresh);

    const second = await chain.build(first.block.header, [chain.setHost(2, 'http://c')]);
    await chain.freshExecutor().runBlock(second.block, first.block.header);
  });

  it('leaves no empty coinbase and no system account behind', async () => {
    const { block, result } = await chain.build(chain.genesis.header, [chain.setHost(0, 'http://a')]);
    chain.nodes.keep(result);
    expect(await chain.executor.accountAt(block.header.stateRoot, addressOf(LAB_KEY))).toBeUndefined();
    expect(await chain.executor.accountAt(block.header.stateRoot, SYSTEM_ADDRESS)).toBeUndefined();
  });

  it('anchors the genesis hash in block 1 and runs empty blocks', async () => {
    const { block, result } = await chain.build(chain.genesis.header, []);
    chain.nodes.keep(result);
    await chain.freshExecutor().runBlock(block, chain.genesis.header);
    const data = encodeCall(registrarAbi, 'domainSeparator', []);
    const before = await chain.executor.call(chain.genesis.header.stateRoot, block.header, { to: REGISTRAR_ADDRESS, data });
    const after = await chain.executor.call(block.header.stateRoot, block.header, { to: REGISTRAR_ADDRESS, data });
    expect(decodeResult(registrarAbi, 'domainSeparator', bytesToHex(after.returnData))).not.toBe(`0x${'00'.repeat(32)}`);
    expect(bytesToHex(after.returnData)).not.toBe(bytesToHex(before.returnData));
  });

  it('leaves out what breaks a rule, and keeps the rest', async () => {
    const good = chain.setHost(0, 'http://a');
    const cases = {
      TX_SENDER_UNREGISTERED: chain.setHost(0, 'http://s', STRANGER_KEY),
      TX_PRICED: chain.setHost(1, 'http://p', PROVIDER_KEY, { gasPrice: 1 }),
      TX_TARGET: chain.setHost(1, 'http://t', PROVIDER_KEY, { to: addressOf(STRANGER_KEY) }),
      TX_NONCE_GAP: chain.setHost(7, 'http://n'),
      TX_REVERTED: chain.setHost(0, 'http://g', PROVIDER_KEY, { gasLimit: 24_000 }),
      TX_QUOTA: chain.setHost(0, 'http://q', LAB_KEY, { gasLimit: 5_000_000 }),
    };
    const { block, leftOut } = await chain.build(chain.genesis.header, [...Object.values(cases), good]);
    expect(leftOut.map(({ code }) => code)).toEqual(Object.keys(cases));
    expect(block.transactions.map((tx) => bytesToHex(tx.hash()))).toEqual([bytesToHex(good.hash())]);
    await chain.freshExecutor().runBlock(block, chain.genesis.header);
  });

  it('leaves out what would make the block larger than a peer takes', async () => {
    const padded = Array.from({ length: 10 }, (_, nonce) => chain.padded(nonce, 120 * 1024));
    const { block, leftOut } = await chain.build(chain.genesis.header, padded);
    expect(block.transactions).toHaveLength(8);
    expect(leftOut.map(({ code }) => code)).toEqual(['BLOCK_SIZE', 'BLOCK_SIZE']);
    expect(block.serialize().length).toBeLessThanOrEqual(MAX_BLOCK_BYTES);
    const oversize = new Block(block.header, padded, [], undefined, { common: block.common });
    await expect(chain.freshExecutor().runBlock(oversize, chain.genesis.header)).rejects.toMatchObject({
      code: 'BLOCK_SIZE',
      verdict: 'penalise',
    });
  });

  it('takes ommers, signed by their own labs', async () => {
    const sibling = await chain.build(chain.genesis.header, [], {
      coinbase: addressOf(OTHER_LAB_KEY),
      sign: (digest) => signSealer(digest, OTHER_LAB_KEY),
    });
    const first = await chain.build(chain.genesis.header, []);
    chain.nodes.keep(first.result);
    const second = await chain.build(first.block.header, [], { ommers: [sibling.block.header] });
    await chain.freshExecutor().runBlock(second.block, first.block.header);
    expect(second.block.uncleHeaders).toHaveLength(1);
  });
});

describe('a fork of the spec', () => {
  it('changes a contract’s code at its height, before the first transaction', async () => {
    const code: Hex = '0x60006000fd';
    const forked = structuredClone(chain.spec);
    forked.config.medrec.forks.push({ fromBlock: 2, address: SUMMARY_ADDRESS, code });
    const first = await chain.build(chain.genesis.header, []);
    chain.nodes.keep(first.result);
    const executor = createExecutor({ spec: forked, common: createCommon(forked), nodes: chain.nodes });
    await executor.runBlock(first.block, chain.genesis.header);
    const request = {
      parent: first.block.header,
      timestamp: first.block.header.timestamp + 1n,
      coinbase: addressOf(LAB_KEY),
      ommers: [],
      transactions: [],
    };
    const second = await executor.buildBlock({ ...request, freeExtra: new Uint8Array(32), sign: (digest) => signSealer(digest, LAB_KEY) });
    chain.nodes.keep(second.result);
    expect(bytesToHex(await executor.codeAt(second.block.header.stateRoot, SUMMARY_ADDRESS))).toBe(code);
    await expect(chain.executor.runBlock(second.block, first.block.header)).rejects.toMatchObject({ code: 'BLOCK_STATE_ROOT' });
  });
});

describe('a received block', () => {
  const refused = (block: Block, parent = chain.genesis.header) => chain.executor.runBlock(block, parent);

  it('is refused when its coinbase is no lab, or did not sign it', async () => {
    const byStranger = await chain.build(chain.genesis.header, [], {
      coinbase: addressOf(STRANGER_KEY),
      sign: (digest) => signSealer(digest, STRANGER_KEY),
    });
    await expect(refused(byStranger.block)).rejects.toMatchObject({ code: 'SEALER_UNADMITTED', verdict: 'penalise' });
    const forged = await chain.build(chain.genesis.header, [], { sign: (digest) => signSealer(digest, OTHER_LAB_KEY) });
    await expect(refused(forged.block)).rejects.toMatchObject({ code: 'SEALER_UNSIGNED', verdict: 'penalise' });
  });

  it('is refused when it holds a transaction it may not', async () => {
    const { block } = await chain.build(chain.genesis.header, []);
    const withTransaction = (transaction: ReturnType<TestChain['setHost']>) =>
      new Block(block.header, [transaction], [], undefined, { common: block.common });
    await expect(refused(withTransaction(chain.setHost(0, 'http://s', STRANGER_KEY)))).rejects.toMatchObject({
      code: 'TX_SENDER_UNREGISTERED',
    });
    await expect(refused(withTransaction(chain.setHost(0, 'http://p', PROVIDER_KEY, { gasPrice: 1 })))).rejects.toMatchObject({
      code: 'TX_PRICED',
    });
    await expect(refused(withTransaction(chain.setHost(0, 'http://r', PROVIDER_KEY, { gasLimit: 24_000 })))).rejects.toMatchObject({
      code: 'TX_REVERTED',
      verdict: 'penalise',
    });
    await expect(refused(withTransaction(chain.setHost(0, 'http://g')))).rejects.toMatchObject({ code: 'BLOCK_GAS_USED' });
  });

  it('stops on a lost node of the state instead of reading it as empty', async () => {
    const { block } = await chain.build(chain.genesis.header, [chain.setHost(0, 'http://lost')]);
    const needed = [...idsBelow(chain.nodes.topOf(chain.genesis.header.stateRoot), chain.nodes)];
    let stopped = 0;
    for (const lost of needed.slice(0, 60)) {
      const node = (id: number) => {
        if (id === lost) throw missingNode(id);
        return chain.nodes.node(id);
      };
      const outcome = await createExecutor({ spec: chain.spec, common: createCommon(chain.spec), nodes: { ...chain.nodes, node } })
        .runBlock(block, chain.genesis.header)
        .catch((error: { code: string }) => error.code);
      if (typeof outcome === 'string') {
        expect(outcome).toBe('STATE_NODE_MISSING');
        stopped++;
      } else expect(bytesToHex(outcome.stateRoot)).toBe(bytesToHex(block.header.stateRoot));
    }
    expect(stopped).toBeGreaterThan(3);
  });

  it('is not changed by calls that run beside it', async () => {
    const { block, result } = await chain.build(chain.genesis.header, [chain.setHost(0, 'http://call')]);
    chain.nodes.keep(result);
    const call = () =>
      chain.executor.call(chain.genesis.header.stateRoot, block.header, {
        from: addressOf(PROVIDER_KEY),
        to: REGISTRAR_ADDRESS,
        data: encodeCall(registrarAbi, 'setHost', ['http://other']),
      });
    const outcomes = await Promise.all([call(), chain.executor.runBlock(block, chain.genesis.header), call()]);
    expect(outcomes[0]).toMatchObject({ reverted: false });
    expect(outcomes[2].gasUsed).toBeGreaterThan(21_000n);
    const account = await chain.executor.accountAt(block.header.stateRoot, addressOf(PROVIDER_KEY));
    expect(account?.nonce).toBe(1n);
    expect((await chain.executor.codeAt(block.header.stateRoot, REGISTRAR_ADDRESS)).length).toBeGreaterThan(100);
    expect((await chain.executor.storageAt(block.header.stateRoot, REGISTRAR_ADDRESS, new Uint8Array(32))).length).toBe(32);
  });
});

describe('the spec’s fingerprint', () => {
  it('refuses a config that was changed after the network was made', async () => {
    const { buildGenesis } = await import('@medrec/miner/execution');
    const changed = structuredClone(chain.spec);
    changed.config.medrec.quotas.labShare = 0.9;
    expect(() => buildGenesis(changed)).toThrowError(expect.objectContaining({ code: 'SPEC_FINGERPRINT' }));
    const extended = structuredClone(chain.spec);
    extended.config.medrec.gasLimits.push({ fromBlock: 1000, gasLimit: 60_000_000 });
    const hash = (spec: typeof extended): Hex => bytesToHex(buildGenesis(spec).block.hash());
    expect(hash(extended)).toBe(hash(chain.spec));
  });
});
