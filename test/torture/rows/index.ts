import type { Row } from '../row.ts';
import { chainRow } from './chain/index.ts';
import { killRow } from './kill.ts';
import { partitionRow } from './partition.ts';

/** In the order of the reliability table. */
export const ROWS: readonly Row[] = [killRow, partitionRow, chainRow];
