/** Files of a release package, a deterministic tar. The manifest lists all but itself, its signature and the salt. */
export const RELEASE_FILES = {
  manifest: 'manifest.json',
  signature: 'manifest.sig',
  salt: 'salt',
  product: 'product.json',
  csv: 'data.csv',
  parquet: 'data.parquet',
  datasheet: 'datasheet.json',
  datapackage: 'datapackage.json',
  html: 'datasheet.html',
  sdmx: 'data.sdmx.csv',
  csvw: 'data.csv-metadata.json',
  dcat: 'dcat.jsonld',
} as const;

/** Columns of the data files after one column per dimension, in this order. */
export const VALUE_COLUMNS = ['value', 'se', 'ci_low', 'ci_high', 'obs_status', 'conf_status'] as const;

/** SDMX CL_OBS_STATUS: A normal value, Q missing because suppressed. */
export const OBS_STATUS = { normal: 'A', withheld: 'Q' } as const;

/** SDMX CL_CONF_STATUS: F free for publication, D not for publication. Withheld says "suppressed or zero", never which. */
export const CONF_STATUS = { free: 'F', withheld: 'D' } as const;

/** No package is larger; a lab refuses to unpack more. */
export const RELEASE_PACKAGE_LIMIT_BYTES = 32 * 1024 * 1024;
