/**
 * The chance that an attacker ever catches up from `confirmations` behind, his progress taken as Poisson (Nakamoto, *Bitcoin*, 2008, §11).
 * @param q his share of the hash rate
 */
export function catchUpProbability(q: number, confirmations: number): number {
  const p = 1 - q;
  if (q >= p) return 1;
  const mean = (confirmations * q) / p;
  let weight = Math.exp(-mean);
  let honest = 0;
  for (let found = 0; found <= confirmations; found++) {
    honest += weight * (1 - (q / p) ** (confirmations - found));
    weight *= mean / (found + 1);
  }
  return 1 - honest;
}

/**
 * The chance that a double spend succeeds, the attacker's blocks counted exactly and one block found beforehand
 * (Rosenfeld, *Analysis of hashrate-based double-spending*, 2014, eq. 1).
 */
export function doubleSpendProbability(q: number, confirmations: number): number {
  const p = 1 - q;
  if (q >= p || confirmations === 0) return 1;
  let failed = 0;
  let choose = 1;
  for (let found = 0; found <= confirmations; found++) {
    failed += choose * (p ** confirmations * q ** found - p ** found * q ** confirmations);
    choose *= (found + confirmations) / (found + 1);
  }
  return 1 - failed;
}
