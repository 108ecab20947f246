/**
 * A selfish pool's share of main-chain blocks (Eyal & Sirer, *Majority is not enough*, 2014, eq. 8).
 * @param alpha its share of the hash rate, below ½
 * @param gamma the share of honest hash rate that follows it in a race of two equal branches
 */
export function selfishMiningRevenue(alpha: number, gamma: number): number {
  const honest = 1 - alpha;
  return (alpha * honest ** 2 * (4 * alpha + gamma * (1 - 2 * alpha)) - alpha ** 3) / (1 - alpha * (1 + (2 - alpha) * alpha));
}

/** The hash share above which selfish mining pays (Eyal & Sirer 2014, eq. 9). */
export function selfishMiningThreshold(gamma: number): number {
  return (1 - gamma) / (3 - 2 * gamma);
}
