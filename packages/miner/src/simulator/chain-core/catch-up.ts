import { poisson, type Random } from '../random/index.ts';

/** Behind by this many times ln(1/q′) blocks, an attacker is taken to have lost: he would win once in 10^12 times. */
const HOPELESS = 1e-12;

/** Whether an attacker with hash share `q` below ½ ever draws level from `deficit` blocks behind. */
function drawsLevel(q: number, deficit: number, random: Random): boolean {
  const lost = deficit + Math.ceil(Math.log(HOPELESS) / Math.log(q / (1 - q)));
  let behind = deficit;
  while (behind > 0 && behind < lost) behind += random.uniform() < q ? -1 : 1;
  return behind <= 0;
}

/** Successful attacks of `trials` in Nakamoto's model: while the honest find `confirmations` blocks, the attacker's are Poisson. */
export function countCatchUps(q: number, confirmations: number, trials: number, random: Random): number {
  const mean = (confirmations * q) / (1 - q);
  let won = 0;
  for (let trial = 0; trial < trials; trial++) {
    if (drawsLevel(q, confirmations - poisson(random, mean), random)) won += 1;
  }
  return won;
}

/** Successful double spends of `trials` in Rosenfeld's model: block by block, and one block found beforehand is the attacker's lead. */
export function countDoubleSpends(q: number, confirmations: number, trials: number, random: Random): number {
  let won = 0;
  for (let trial = 0; trial < trials; trial++) {
    let [honest, attacker] = [0, 0];
    while (honest < confirmations) {
      if (random.uniform() < q) attacker += 1;
      else honest += 1;
    }
    if (drawsLevel(q, confirmations - attacker, random)) won += 1;
  }
  return won;
}
