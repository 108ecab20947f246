import { bytesToHex, type Hex, keccak } from '@medrec/shared/bytes';
import type { Logger } from '@medrec/shared/log';
import { decodeManifests, encodeManifests, type SnapshotManifest } from '../snapshots/manifest.ts';
import { snapshotLimits } from '../snapshots/serve-snapshots.ts';
import { request } from '../sync/exchange.ts';
import type { Meeting } from './meet-peers.ts';

/** A snapshot and the peers that say the same of it. */
export interface OfferedSnapshot {
  readonly manifest: SnapshotManifest;
  readonly peers: readonly string[];
}

/**
 * What the most peers offer alike; of two equally many, the newer. No single peer is believed against others about what no
 * header commits to.
 */
export async function chooseSnapshot(meeting: Meeting, log: Logger): Promise<OfferedSnapshot | undefined> {
  const offers = new Map<Hex, { manifest: SnapshotManifest; peers: string[] }>();
  const ask = async (peer: string): Promise<void> => {
    try {
      const limits = snapshotLimits(meeting.names).manifests;
      for (const manifest of decodeManifests(await request(meeting.host, peer, limits, new Uint8Array(1)))) {
        const key = bytesToHex(keccak(encodeManifests([manifest])));
        const offer = offers.get(key) ?? { manifest, peers: [] };
        if (!offer.peers.includes(peer)) offer.peers.push(peer);
        offers.set(key, offer);
      }
    } catch (thrown) {
      meeting.blame(thrown, peer, 'status');
    }
  };
  const helpers = meeting.book.helpers();
  await Promise.all(helpers.map(({ peer }) => ask(peer)));
  const [best] = [...offers.values()].sort((a, b) => b.peers.length - a.peers.length || Number(b.manifest.number - a.manifest.number));
  if (best && best.peers.length < helpers.length)
    log.info(
      { agree: best.peers.length, asked: helpers.length },
      `${best.peers.length} of ${helpers.length} peers offer the same snapshot`,
    );
  return best;
}
