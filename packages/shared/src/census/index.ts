export { DATASHEET_FORMAT, parseReleaseDatasheet, type ReleaseDatasheet } from './datasheet.ts';
export {
  manifestCommitment,
  manifestHash,
  parseReleaseManifest,
  RELEASE_FORMAT,
  type ReleaseFile,
  type ReleaseManifest,
} from './manifest.ts';
export { CONF_STATUS, OBS_STATUS, RELEASE_FILES, RELEASE_PACKAGE_LIMIT_BYTES, VALUE_COLUMNS } from './package-files.ts';
export {
  type ProductDefinition,
  type ProductDimension,
  type ProductTier,
  PURPOSE,
  parseProductDefinition,
  productHash,
  productMicroRho,
} from './product.ts';
export { type ReleaseId, releaseKey } from './release-key.ts';
export { releaseSealContext } from './seal-context.ts';
