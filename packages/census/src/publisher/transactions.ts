import type { Hex } from '@medrec/shared/bytes';
import type { NodeClient, Transactor } from '@medrec/shared/client';
import { MedrecError } from '@medrec/shared/errors';
import type { Transactions } from './ports.ts';

const SETTLE_TIMEOUT_MS = 120_000;
const SETTLE_POLL_MS = 500;

/** The transactor with what the publisher asks beside it. */
export function createTransactions(client: NodeClient, transactor: Transactor): Transactions {
  const { account } = transactor;
  return {
    send: (transaction) => transactor.send(transaction),
    estimate: ({ to, data }) => client.estimateGas({ from: account, to, data }),
    async settled() {
      const deadline = Date.now() + SETTLE_TIMEOUT_MS;
      while (await hasPending(client, account)) {
        if (Date.now() > deadline) throw stuck(account);
        await new Promise((resolve) => setTimeout(resolve, SETTLE_POLL_MS));
      }
    },
  };
}

async function hasPending(client: NodeClient, account: Hex): Promise<boolean> {
  const [pending, latest] = await Promise.all([client.transactionCount(account, 'pending'), client.transactionCount(account, 'latest')]);
  return pending > latest;
}

function stuck(account: Hex): MedrecError {
  return new MedrecError({
    code: 'TX_STUCK',
    message: 'Transactions of an earlier run are still in the node’s pool.',
    facts: { account },
    remedy: 'Check that labs are mining; a restart of the node empties its pool.',
  });
}
