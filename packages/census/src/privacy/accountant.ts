/** ρ = 1 in the unit of the chain, the ledger and the product definitions. */
export const MICRO_RHO = 1_000_000;

// Both searches halve their interval; 200 halvings pass the resolution of a double.
const HALVINGS = 200;

/**
 * The smallest δ (to numeric precision) at which every ρ-zCDP mechanism is (ε, δ)-differentially private:
 * inf over α > 1 of exp((α−1)(αρ−ε)) / (α−1) · (1−1/α)^α. Canonne, Kamath, Steinke (2020), corollary 13.
 */
export function zcdpDelta(rho: number, epsilon: number): number {
  if (rho === 0) return 0;
  let low = 1;
  let high = (epsilon + 1) / (2 * rho) + 2;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const alpha = (low + high) / 2;
    const slope = (2 * alpha - 1) * rho - epsilon + Math.log1p(-1 / alpha);
    if (slope < 0) low = alpha;
    else high = alpha;
  }
  // Any α > 1 gives a true bound, so stopping short of the optimum errs on the safe side.
  const alpha = Math.max(high, 1 + 1e-9);
  return Math.min(1, Math.exp((alpha - 1) * (alpha * rho - epsilon) + alpha * Math.log1p(-1 / alpha)) / (alpha - 1));
}

/** The smallest ε at which ρ-zCDP implies (ε, δ)-differential privacy; never above `zcdpEpsilonSimple`. */
export function zcdpEpsilon(rho: number, delta: number): number {
  if (rho === 0) return 0;
  let low = 0;
  let high = zcdpEpsilonSimple(rho, delta);
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const epsilon = (low + high) / 2;
    if (zcdpDelta(rho, epsilon) <= delta) high = epsilon;
    else low = epsilon;
  }
  return high;
}

/** Bun and Steinke (2016), proposition 1.3: ε = ρ + 2√(ρ·ln(1/δ)). */
export function zcdpEpsilonSimple(rho: number, delta: number): number {
  return rho + 2 * Math.sqrt(rho * Math.log(1 / delta));
}

/** ε for a ρ in millionths, rounded up to four decimals: a report may overstate a loss, never understate it. */
export function reportedEpsilon(microRho: number, delta: number): number {
  return Math.ceil(zcdpEpsilon(microRho / MICRO_RHO, delta) * 10_000) / 10_000;
}
