export { OUTBOUND_2015, type Regions, singleRegion, WORLD_2019 } from './regions.ts';
export { type NetworkOptions, type NetworkOutcome, runNetwork } from './run-network.ts';
export { createTopology, type Topology, type TopologyOptions } from './topology.ts';
export { BITCOIN_TRANSFERS, type TransferOptions } from './transfers.ts';
