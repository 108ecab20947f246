import { createOutput } from '@medrec/shared/cli';
import { Command } from 'commander';
import type { HospitalStatus } from '../../../gatekeeper/index.ts';
import { MICRO_RHO } from '../../../privacy/index.ts';
import { callAdmin } from '../../admin-client.ts';
import { findHospitalDir } from '../../endpoint-file.ts';

interface StatusFlags {
  readonly dir?: string;
  readonly json: boolean;
}

/** `medrec-census status`: what of the vault is on the chain, and what of the budget is spent. */
export function statusCommand(): Command {
  return new Command('status')
    .description('show patients in the vault and on the chain, the load, the releases and the privacy budget')
    .option('--dir <folder>', 'the serving hospital’s folder; the devnet’s by default')
    .option('--json', 'print one JSON value', false)
    .action(async ({ dir, json }: StatusFlags) => {
      // Our own process of the same version answers, behind our own token.
      const status = (await callAdmin(await findHospitalDir(dir), 'GET', '/v1/admin/status')) as HospitalStatus;
      createOutput(json).result(status, (print) => printStatus(status, print));
    });
}

function printStatus(status: HospitalStatus, print: (line?: string) => void): void {
  const { patients, load, ledger, releases } = status;
  print(`provider   ${status.provider.id}`);
  print(`account    ${status.provider.account}`);
  print(`head       block ${status.head.number}`);
  print(`patients   ${patients.inVault} in the vault, ${patients.enrolled} on the chain, ${patients.published} with their present record`);
  print(`           ${patients.planned} on their way, ${patients.invited} invited, ${patients.closed} paused or ended`);
  print(`load       ${load.state}${load.code === undefined ? '' : ` (${load.code})`}, ${load.resources} resources read`);
  print(`releases   ${releases.waiting} on their way, ${releases.published} published`);
  print(`budget     ρ ${ledger.spentMicroRho / MICRO_RHO} spent of ${ledger.lifetimeMicroRho / MICRO_RHO} for life`);
  print(`products   ${status.products.join(', ')}`);
}
