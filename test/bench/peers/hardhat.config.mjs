// The network that `hardhat node` simulates: our rules' hard fork, no fees, blocks only when asked for.
export default {
  networks: {
    node: {
      type: 'edr-simulated',
      chainType: 'l1',
      hardfork: 'berlin',
      chainId: Number(process.env.MEDREC_CHAIN_ID),
      blockGasLimit: BigInt(process.env.MEDREC_GAS_LIMIT),
      gasPrice: 0n,
      allowUnlimitedContractSize: true,
      loggingEnabled: false,
      mining: { auto: false, interval: 0, mempool: { order: 'fifo' } },
    },
  },
};
