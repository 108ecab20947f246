import { type ProductDefinition, RELEASE_FILES } from '@medrec/shared/census';
import type { TierPlan } from '../privacy/index.ts';
import { VALUE_FIELDS } from './datapackage.ts';

/** W3C CSV on the Web (Metadata Vocabulary for Tabular Data, 2015) for `data.csv`; its name is the one that readers look for. */
export function createCsvwMetadata(product: ProductDefinition, plan: TierPlan): unknown {
  const dimensions = product.dimensions.filter(({ name }) => plan.dimensions.includes(name));
  return {
    '@context': 'http://www.w3.org/ns/csvw',
    url: RELEASE_FILES.csv,
    'dc:title': product.title,
    'dc:description': product.description,
    dialect: { encoding: 'utf-8', delimiter: ',', quoteChar: '"', doubleQuote: true, header: true, lineTerminators: ['\n'] },
    tableSchema: {
      columns: [
        ...dimensions.map(({ name, title }) => ({ name, titles: name, 'dc:description': title, datatype: 'string', required: true })),
        ...VALUE_FIELDS.map(({ name, type, description }) => ({
          name,
          titles: name,
          'dc:description': description,
          datatype: type,
          null: '',
        })),
      ],
      primaryKey: plan.dimensions,
    },
  };
}

/** W3C Data Catalog Vocabulary 3, one dataset with its distributions. It names no date: a release is known by its epoch. */
export function createDcatDataset(product: ProductDefinition, plan: TierPlan, epoch: number): unknown {
  const distribution = (path: string, mediaType: string): unknown => ({
    '@type': 'dcat:Distribution',
    'dct:title': path,
    'dcat:downloadURL': { '@id': path },
    'dcat:mediaType': { '@id': `https://www.iana.org/assignments/media-types/${mediaType}` },
  });
  return {
    '@context': { dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/' },
    '@type': 'dcat:Dataset',
    'dct:identifier': `${product.id}/${product.version}/epoch/${epoch}/tier/${plan.tier}`,
    'dct:title': product.title,
    'dct:description': `${product.description} ${product.population}`,
    'dcat:distribution': [
      distribution(RELEASE_FILES.csv, 'text/csv'),
      distribution(RELEASE_FILES.sdmx, 'text/csv'),
      distribution(RELEASE_FILES.parquet, 'application/vnd.apache.parquet'),
    ],
  };
}
