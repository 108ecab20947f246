import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productHash } from '@medrec/shared/census';
import { type ChainSpec, devnetPreset, readChainSpec, readParticipantFile, writeParticipantFile } from '@medrec/shared/chain';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { specCommand } from '../../../packages/miner/src/cli/commands/spec/index.ts';
import { addressOf, commitmentOf, LAB_KEY, PROVIDER_KEY } from './devnet.ts';

const product = {
  id: 'C01',
  version: 1,
  title: 'Patients by sex',
  description: 'Counts.',
  purpose: 'public-health' as const,
  measure: 'patients' as const,
  population: 'All patients.',
  dimensions: [{ name: 'sex', title: 'Sex', categories: ['female', 'male'] }],
  contributionBound: 1,
  tiers: [
    { tier: 0, microRho: 1000, dimensions: ['sex'] },
    { tier: 1, microRho: 2000, dimensions: ['sex'] },
    { tier: 2, microRho: 9000, dimensions: ['sex'] },
  ],
};
const identity = (key: typeof LAB_KEY) => ({ address: addressOf(key), commitment: commitmentOf(key), encryptionKey: key });

let folder: string;
let [providerPath, labPath] = ['', ''];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medrec-spec-'));
  [providerPath, labPath] = [join(folder, 'hospital.json'), join(folder, 'lab.json')];
  const policy = { minimumCohort: 5, lifetimeMicroRho: 1_000_000, sliceMicroRho: 100_000, periodEpochs: 4 };
  await writeParticipantFile(providerPath, {
    role: 'provider',
    ...identity(PROVIDER_KEY),
    host: 'http://127.0.0.1:1',
    policy,
    products: [product],
  });
  await writeParticipantFile(labPath, { role: 'lab', ...identity(LAB_KEY), host: '' });
});
afterAll(() => rm(folder, { recursive: true }));

async function create(name: string, ...more: string[]): Promise<ChainSpec> {
  const out = join(folder, name);
  const fixed = [
    'create',
    '--chain-id',
    '7',
    '--provider',
    providerPath,
    '--lab',
    labPath,
    '--out',
    out,
    '--timestamp',
    '1700000000',
    '--json',
  ];
  const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await specCommand().parseAsync([...fixed, ...more], { from: 'user' });
  } finally {
    stdout.mockRestore();
  }
  return readChainSpec(out);
}

// Founders on different machines must come to the same genesis hash from the same files.
describe('spec create', () => {
  it('gives the same file twice, with founders, products and predeployed contracts', async () => {
    const spec = await create('a.json');
    await create('b.json');
    expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe(await readFile(join(folder, 'b.json'), 'utf8'));
    const { medrec } = spec.config;
    expect(medrec.confirmations).toBe(devnetPreset.confirmations);
    expect(medrec.products).toEqual([{ id: 'C01', definitionHash: productHash(product), finestTier: 2, microRho: 9000 }]);
    expect(medrec.providers[0]?.products).toEqual([productHash(product)]);
    expect(medrec.labs.map(({ address }) => address)).toEqual([addressOf(LAB_KEY)]);
    expect(Object.values(spec.alloc).every(({ balance, code }) => balance === '0x0' && (code?.length ?? 0) > 2)).toBe(true);
  });

  it('takes single settings, and another setting is another network', async () => {
    const [plain, changed] = [
      await create('c.json'),
      await create('d.json', '--set', 'confirmations=2', '--set', 'difficulty.minimum=4096'),
    ];
    expect(changed.config.medrec).toMatchObject({ confirmations: 2, difficulty: { minimum: 4096 } });
    expect(changed.extraData).not.toBe(plain.extraData);
  });

  it.each([
    ['SPEC_SETTING_UNKNOWN', ['--set', 'confirmatons=2']],
    ['SPEC_SETTING_UNKNOWN', ['--set', '__proto__.x=2']],
    ['SPEC_INVALID', ['--set', 'confirmations=none']],
    ['OPTION_INVALID', ['--difficulty', 'high']],
    ['REWARD_RULE_UNKNOWN', ['--set', 'rewardRule=Lottery']],
  ])('refuses with %s: %j', async (code, more) => {
    await expect(create('e.json', ...more)).rejects.toMatchObject({ code });
  });

  it('refuses a file under the wrong role, a founder named twice, and a damaged file', async () => {
    await expect(create('f.json', '--lab', providerPath)).rejects.toMatchObject({ code: 'PARTICIPANT_ROLE' });
    await expect(create('f.json', '--lab', labPath)).rejects.toMatchObject({ code: 'GENESIS_SETUP_FAILED' });
    const damaged = join(folder, 'damaged.json');
    await writeFile(damaged, JSON.stringify({ ...(await readParticipantFile(labPath)), name: 'Jane' }));
    await expect(create('f.json', '--lab', damaged)).rejects.toMatchObject({ code: 'PARTICIPANT_FILE_INVALID' });
  });
});
