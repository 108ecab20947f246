import { type ProductDefinition, RELEASE_FILES } from '@medrec/shared/census';
import type { TierPlan } from '../privacy/index.ts';

/** A Frictionless data package (specs.frictionlessdata.io) over the data files; the CSV is its tabular resource. */
export function createDataPackage(product: ProductDefinition, plan: TierPlan, epoch: number): unknown {
  const schema = { fields: [...dimensionFields(product, plan), ...VALUE_FIELDS], primaryKey: plan.dimensions, missingValues: [''] };
  return {
    profile: 'data-package',
    name: `${product.id.toLowerCase()}-epoch-${epoch}-tier-${plan.tier}`,
    title: product.title,
    description: product.description,
    resources: [
      {
        name: 'data',
        path: RELEASE_FILES.csv,
        profile: 'tabular-data-resource',
        format: 'csv',
        mediatype: 'text/csv',
        encoding: 'utf-8',
        dialect: { lineTerminator: '\n' },
        schema,
      },
      { name: 'data-parquet', path: RELEASE_FILES.parquet, format: 'parquet', mediatype: 'application/vnd.apache.parquet', schema },
      { name: 'data-sdmx', path: RELEASE_FILES.sdmx, format: 'csv', mediatype: 'text/csv', encoding: 'utf-8' },
    ],
  };
}

/** The columns after the dimensions, in their order. */
export const VALUE_FIELDS = [
  { name: 'value', type: 'integer', description: 'Patients, with noise; empty where withheld.' },
  { name: 'se', type: 'number', description: 'Standard error of the noise, in patients.' },
  { name: 'ci_low', type: 'number', description: 'Lower end of the 95 % interval of the noise, not under 0.' },
  { name: 'ci_high', type: 'number', description: 'Upper end of the 95 % interval of the noise.' },
  { name: 'obs_status', type: 'string', description: 'SDMX CL_OBS_STATUS: A normal, Q withheld.' },
  { name: 'conf_status', type: 'string', description: 'SDMX CL_CONF_STATUS: F free, D suppressed or zero.' },
];

function dimensionFields(product: ProductDefinition, plan: TierPlan): unknown[] {
  return product.dimensions
    .filter(({ name }) => plan.dimensions.includes(name))
    .map(({ name, title, categories }) => ({ name, title, type: 'string', constraints: { required: true, enum: categories } }));
}
