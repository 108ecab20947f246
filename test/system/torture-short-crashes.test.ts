import { runShort } from './support/torture-short.ts';

// What would be lost: a node that dies, is damaged, runs out of room or is stopped under load must be whole afterwards.
// Short forms of rows 1, 2 and 15; docs/reliability.md has the full ones.

runShort(['kill', 'damage', 'disk-full', 'stop']);
