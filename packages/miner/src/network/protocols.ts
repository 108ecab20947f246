import type { Hex } from '@medrec/shared/bytes';

/** Names of topics and stream protocols. They carry the genesis hash, so that two networks never exchange a message. */
export interface ProtocolNames {
  readonly blocksTopic: string;
  readonly transactionsTopic: string;
  readonly checkpointsTopic: string;
  readonly status: string;
  readonly blocks: string;
  readonly headers: string;
  readonly bodies: string;
  readonly receipts: string;
  readonly snapshots: string;
  readonly chunks: string;
  readonly pool: string;
  readonly checkpoints: string;
}

export function protocolNames(genesisHash: Hex): ProtocolNames {
  const network = genesisHash.slice(2, 10).toLowerCase();
  return {
    blocksTopic: `/medrec/${genesisHash.slice(2).toLowerCase()}/blocks/1`,
    transactionsTopic: `/medrec/${genesisHash.slice(2).toLowerCase()}/transactions/1`,
    checkpointsTopic: `/medrec/${genesisHash.slice(2).toLowerCase()}/checkpoints/1`,
    status: `/medrec/${network}/status/1`,
    blocks: `/medrec/${network}/blocks/1`,
    headers: `/medrec/${network}/headers/1`,
    bodies: `/medrec/${network}/bodies/1`,
    receipts: `/medrec/${network}/receipts/1`,
    snapshots: `/medrec/${network}/snapshots/1`,
    chunks: `/medrec/${network}/chunks/1`,
    pool: `/medrec/${network}/pool/1`,
    checkpoints: `/medrec/${network}/checkpoints/1`,
  };
}
