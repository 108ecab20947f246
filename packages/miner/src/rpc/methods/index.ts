import type { RpcMethod } from '../method.ts';
import { ethAccounts } from './eth/accounts.ts';
import { ethBlockNumber } from './eth/block-number.ts';
import { ethCall } from './eth/call.ts';
import { ethChainId } from './eth/chain-id.ts';
import { ethEstimateGas } from './eth/estimate-gas.ts';
import {
  ethGetFilterChanges,
  ethGetFilterLogs,
  ethNewBlockFilter,
  ethNewFilter,
  ethNewPendingTransactionFilter,
  ethUninstallFilter,
} from './eth/filters.ts';
import { ethGasPrice } from './eth/gas-price.ts';
import { ethGetBalance } from './eth/get-balance.ts';
import { ethGetBlockByHash, ethGetBlockByNumber } from './eth/get-block.ts';
import { ethGetBlockTransactionCountByHash, ethGetBlockTransactionCountByNumber } from './eth/get-block-transaction-count.ts';
import { ethGetCode } from './eth/get-code.ts';
import { ethGetLogs } from './eth/get-logs.ts';
import { ethGetProof } from './eth/get-proof.ts';
import { ethGetBlockReceipts, ethGetTransactionReceipt } from './eth/get-receipts.ts';
import { ethGetStorageAt } from './eth/get-storage-at.ts';
import {
  ethGetTransactionByBlockHashAndIndex,
  ethGetTransactionByBlockNumberAndIndex,
  ethGetTransactionByHash,
} from './eth/get-transaction.ts';
import { ethGetTransactionCount } from './eth/get-transaction-count.ts';
import {
  ethGetUncleByBlockHashAndIndex,
  ethGetUncleByBlockNumberAndIndex,
  ethGetUncleCountByBlockHash,
  ethGetUncleCountByBlockNumber,
} from './eth/get-uncle.ts';
import { ethGetWork } from './eth/get-work.ts';
import { ethCoinbase, ethHashrate, ethMining } from './eth/mining.ts';
import { ethSendRawTransaction } from './eth/send-raw-transaction.ts';
import { ethSubmitHashrate } from './eth/submit-hashrate.ts';
import { ethSubmitWork } from './eth/submit-work.ts';
import { ethSubscribe, ethUnsubscribe } from './eth/subscribe.ts';
import { ethSyncing } from './eth/syncing.ts';
import { medrecCheckpoints, medrecSubmitCheckpoint } from './medrec/checkpoints.ts';
import { medrecConfig } from './medrec/config.ts';
import { medrecMining } from './medrec/mining.ts';
import { medrecPoolRevocations } from './medrec/pool-revocations.ts';
import { medrecRemoteWorkers } from './medrec/remote-workers.ts';
import { medrecStatus } from './medrec/status.ts';
import { minerSetIntensity, minerSetThreads, minerStart, minerStop } from './miner/control.ts';
import { netListening, netPeerCount, netVersion } from './net/net.ts';
import { txpoolStatus } from './txpool/status.ts';
import { web3ClientVersion, web3Sha3 } from './web3/web3.ts';

const ALL: readonly RpcMethod[] = [
  ethAccounts,
  ethBlockNumber,
  ethCall,
  ethChainId,
  ethCoinbase,
  ethEstimateGas,
  ethGasPrice,
  ethGetBalance,
  ethGetBlockByHash,
  ethGetBlockByNumber,
  ethGetBlockReceipts,
  ethGetBlockTransactionCountByHash,
  ethGetBlockTransactionCountByNumber,
  ethGetCode,
  ethGetFilterChanges,
  ethGetFilterLogs,
  ethGetLogs,
  ethGetProof,
  ethGetStorageAt,
  ethGetTransactionByBlockHashAndIndex,
  ethGetTransactionByBlockNumberAndIndex,
  ethGetTransactionByHash,
  ethGetTransactionCount,
  ethGetTransactionReceipt,
  ethGetUncleByBlockHashAndIndex,
  ethGetUncleByBlockNumberAndIndex,
  ethGetUncleCountByBlockHash,
  ethGetUncleCountByBlockNumber,
  ethGetWork,
  ethHashrate,
  ethMining,
  ethNewBlockFilter,
  ethNewFilter,
  ethNewPendingTransactionFilter,
  ethSendRawTransaction,
  ethSubmitHashrate,
  ethSubmitWork,
  ethSubscribe,
  ethSyncing,
  ethUninstallFilter,
  ethUnsubscribe,
  medrecCheckpoints,
  medrecConfig,
  medrecMining,
  medrecPoolRevocations,
  medrecRemoteWorkers,
  medrecStatus,
  medrecSubmitCheckpoint,
  minerSetIntensity,
  minerSetThreads,
  minerStart,
  minerStop,
  netListening,
  netPeerCount,
  netVersion,
  txpoolStatus,
  web3ClientVersion,
  web3Sha3,
];

/** Every method the node answers, by name. What stands here for no fee market (`eth_feeHistory` and its kin) is refused as unknown. */
export const METHODS: ReadonlyMap<string, RpcMethod> = new Map(ALL.map((method) => [method.name, method]));
