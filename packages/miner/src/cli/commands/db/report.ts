import type { StoreReport } from '../../../store/index.ts';

type Print = (line?: string) => void;

export function printReport(report: StoreReport, print: Print): void {
  const { blocks, sideBlocks, transactions, states, nodes, accounts, slots, unreachable } = report;
  print(`head        block ${report.head.number} ${report.head.hash}`);
  print(`blocks      ${count(blocks)} canonical, ${count(sideBlocks)} side, ${count(transactions)} transactions`);
  print(`state       ${report.mode}, kept from block ${report.oldestState}; ${count(states)} walked`);
  print(`trie        ${count(nodes)} nodes, ${count(accounts)} accounts, ${count(slots)} slots`);
  if (unreachable) print(`unreachable ${count(unreachable)} nodes that no kept state leads to; they only take room`);
  for (const { kind, number, detail } of report.faults) print(`FAULT       ${kind} at block ${number}: ${detail}`);
  if (report.faultCount > report.faults.length) print(`FAULT       ${count(report.faultCount - report.faults.length)} more`);
}

export function count(number: number): string {
  return number.toLocaleString('en');
}
