import { runShort } from './support/torture-short.ts';

// What would be lost: one chain for all, when the network is cut, branches compete, peers lie, senders flood and clocks are wrong.
// Short forms of rows 3, 4, 5, 7 and 12; docs/reliability.md has the full ones.

runShort(['partition', 'reorganise', 'sync', 'flood', 'clock']);
