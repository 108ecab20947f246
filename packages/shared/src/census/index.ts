export {
  manifestCommitment,
  manifestHash,
  parseReleaseManifest,
  RELEASE_FORMAT,
  type ReleaseFile,
  type ReleaseManifest,
} from './manifest.ts';
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
