import { describe, expect, it } from 'vitest';
import { runEclipseRow, runSlowlorisRow } from '../../support/attack-rows.ts';

// What would be lost: whoever opens enough connections could cut a node off from the network, or pick all its peers.
// Linux alone has a whole subnet of loopback addresses without being told so.
const onLinux = describe.skipIf(process.platform !== 'linux');

onLinux('a node under attack (on Linux, which has loopback subnets)', () => {
  it('finds its former peers when it restarts amid attackers, and gives them none of its own slots', async () => {
    const result = await runEclipseRow({ attackers: 6, friends: 2 });
    expect(result).toMatchObject({ friendsBack: 2, attackersOutbound: 0, newcomerIn: true });
    expect(result.attackersInbound).toBeGreaterThan(0);
  }, 90_000);

  it('lets an honest peer in while two hundred sockets say nothing, or nonsense', async () => {
    const { honestDialMs } = await runSlowlorisRow({ sockets: 200 });
    expect(honestDialMs).toBeDefined();
  }, 60_000);
});
