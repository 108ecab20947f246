import type { Row } from '../row.ts';
import { chainRow } from './chain/index.ts';
import { clockRow } from './clock.ts';
import { damageRow } from './damage.ts';
import { diskFullRow } from './disk-full.ts';
import { floodRow } from './flood.ts';
import { killRow } from './kill.ts';
import { modelRow } from './model.ts';
import { partitionRow } from './partition.ts';
import { reorganiseRow } from './reorganise.ts';
import { stopRow } from './stop.ts';
import { syncRow } from './sync.ts';

/** In the order of the reliability table. */
export const ROWS: readonly Row[] = [
  killRow,
  damageRow,
  diskFullRow,
  partitionRow,
  reorganiseRow,
  syncRow,
  floodRow,
  clockRow,
  stopRow,
  chainRow,
  modelRow,
];
