import { z } from 'zod';
import { type Hex, isHex } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';

export const DATASHEET_FORMAT = 'medrec-census-datasheet/1';

const bytes32 = z.custom<Hex>((value) => isHex(value, 32), '32 bytes as 0x-prefixed hexadecimal');
const natural = z.string().regex(/^\d{1,60}$/);

/** ρ of zero-concentrated differential privacy in millionths, and the (ε, δ) it implies; ε is rounded up. */
const privacyLoss = z.strictObject({ microRho: z.int().positive(), epsilon: z.number().positive(), delta: z.number().positive() });

const datasheet = z.strictObject({
  format: z.literal(DATASHEET_FORMAT),
  product: z.strictObject({ id: z.string(), version: z.int().positive(), title: z.string(), definitionHash: bytes32 }),
  epoch: z.int().nonnegative(),
  tier: z.int().min(0).max(8),
  privacy: z.strictObject({
    definition: z.literal('zero-concentrated differential privacy'),
    unit: z.string(),
    neighbours: z.string(),
    /** All tiers of this release together. */
    release: privacyLoss,
    /** All releases of this provider so far, this one included. */
    lifetime: privacyLoss,
    lifetimeBudgetMicroRho: z.int().positive(),
  }),
  bounds: z.strictObject({
    /** Largest number of cells one patient adds to (L0), by `perCell` each (L∞). */
    cellsPerPatient: z.int().positive(),
    perCell: z.literal(1),
    /** Square of the L2 sensitivity: L0 · L∞². */
    l2SensitivitySquared: z.int().positive(),
  }),
  mechanism: z.strictObject({
    name: z.string(),
    sampler: z.string(),
    randomness: z.string(),
    /** Variance parameter of one cell of this tier, an exact fraction as decimal strings. */
    sigmaSquared: z.strictObject({ numerator: natural, denominator: natural }),
    /** Noisy cells of tier 1 summed into one cell of this tier; 1 where the tier keeps all dimensions. */
    summedCells: z.int().positive(),
  }),
  suppression: z.strictObject({
    minimumCohort: z.int().nonnegative(),
    rule: z.string(),
    cells: z.int().positive(),
    suppressedCells: z.int().nonnegative(),
  }),
  deidentification: z.strictObject({ method: z.string(), zipTable: z.string() }),
  statements: z.array(z.string()).min(1).max(16),
});

/** What a release's reader must know of its privacy and error, in the shape NIST SP 800-226 asks for. */
export type ReleaseDatasheet = z.infer<typeof datasheet>;

/** @throws MedrecError `DATASHEET_INVALID` naming the first wrong field. */
export function parseReleaseDatasheet(value: unknown): ReleaseDatasheet {
  const parsed = datasheet.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new MedrecError({
    code: 'DATASHEET_INVALID',
    message: 'The release’s datasheet has a wrong field.',
    facts: { field: issue?.path.join('.'), expected: issue?.message },
  });
}
