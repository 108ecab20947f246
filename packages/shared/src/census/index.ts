export { PURPOSE, type ProductDefinition, type ProductDimension, type ProductTier, parseProductDefinition, productHash, productMicroRho } from './product.ts';
export { type ReleaseFile, type ReleaseManifest, RELEASE_FORMAT, manifestCommitment, manifestHash, parseReleaseManifest } from './manifest.ts';
export { type ReleaseId, releaseKey } from './release-key.ts';
