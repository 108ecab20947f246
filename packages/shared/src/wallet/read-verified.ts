import type { HDNodeWallet } from 'ethers';
import { bytesToHex, type Hex, hexToBytes } from '../bytes/index.ts';
import type { GrantPreimage, RecordAnswer } from '../client/index.ts';
import { asMedrecError, MedrecError } from '../errors/index.ts';
import { locatorKeys, openLocator } from '../records/index.ts';
import { encryptionKeys, relationshipAccount } from './accounts.ts';
import { recordChanges } from './chain-events.ts';
import { participant, rootOf } from './chain-view.ts';
import { connectGatekeeper } from './gatekeepers.ts';
import type { OwnRelationship } from './relationships.ts';
import type { Session } from './session.ts';
import { recordAltered, verifyRecord } from './verify-record.ts';

export interface ReadRequest {
  readonly relationship: Hex;
  readonly providerId: Hex;
  readonly reader: HDNodeWallet;
  /** Left out by the owner. */
  readonly grant?: GrantPreimage;
  readonly gatekeeper?: string;
}

export interface VerifiedRecord {
  readonly answer: RecordAnswer;
  /** The block in whose state this wallet's own node has the record's root. */
  readonly block: bigint;
}

const ZERO_ROOT = `0x${'00'.repeat(32)}`;

/** Fetches a record and checks it against this wallet's own node. @throws MedrecError `RECORD_ALTERED`, or the gatekeeper's. */
export async function readVerified(session: Session, request: ReadRequest): Promise<VerifiedRecord> {
  const { relationship, grant } = request;
  const gatekeeper = await connectGatekeeper(session, request.providerId, request.reader, request.gatekeeper);
  const answer = await gatekeeper.readRecords(relationship, grant);
  const whole = grant === undefined || grant.scope.resources.includes('*');
  const { number } = await session.client.head();
  const root = await rootOf(session.client, relationship, answer.index, number);
  if (root !== ZERO_ROOT && root.toLowerCase() === answer.root.toLowerCase()) {
    verifyRecord(answer, { relationship, root, whole });
    return { answer, block: number };
  }
  // The two nodes may be a block or two apart; the chain around the named block decides.
  return { answer, block: await verifyNear(session, answer, relationship, whole, number) };
}

async function verifyNear(session: Session, answer: RecordAnswer, relationship: Hex, whole: boolean, head: bigint): Promise<bigint> {
  const { client, network } = session;
  const tolerated = BigInt(network.confirmations);
  if (answer.block > head + tolerated) throw nodeBehind(head, answer.block);
  if (answer.block + tolerated < head) throw recordAltered('it is older than what the chain holds');
  const block = answer.block > head ? await waitForBlock(session, answer.block) : answer.block;
  const root = await rootOf(client, relationship, answer.index, block);
  verifyRecord(answer, { relationship, root, whole });
  return block;
}

function waitForBlock({ client }: Session, number: bigint): Promise<bigint> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(nodeBehind(undefined, number));
    }, 30_000);
    const stop = client.onHead((head) => {
      if (head.number < number) return;
      clearTimeout(timer);
      stop();
      resolve(number);
    });
  });
}

/**
 * Opens the pointer's encrypted locator with the patient's key: what the provider looked up must be what it committed to.
 * After a rotation the locator is under an earlier key until the provider has sealed it anew.
 * @returns false when none of the wallet's keys for this relationship opens it.
 */
export async function verifyLocator(session: Session, own: OwnRelationship, answer: RecordAnswer): Promise<boolean> {
  const changes = await recordChanges(session.client, own.address);
  const last = changes.findLast((change) => change.index === answer.index && change.root.toLowerCase() === answer.root.toLowerCase());
  if (last === undefined) throw recordAltered('the chain never had this root');
  const steward = await participant(session.client, own.stewardId);
  const earlier = Array.from({ length: 20 }, (_, index) => relationshipAccount(session.seed, index));
  for (const account of [own.account, ...earlier]) {
    const handle = tryOpen(account, steward.encryptionKey, last.locator);
    if (handle === undefined) continue;
    if (handle !== answer.handle.toLowerCase()) throw recordAltered('its pointer leads to another record');
    return true;
  }
  return false;
}

function tryOpen(account: HDNodeWallet, stewardKey: Hex, locator: Hex): Hex | undefined {
  try {
    return bytesToHex(openLocator(locatorKeys(encryptionKeys(account), stewardKey), hexToBytes(locator)));
  } catch (thrown) {
    const error = asMedrecError(thrown);
    if (error.code === 'LOCATOR_INVALID') return undefined;
    throw error;
  }
}

function nodeBehind(head: bigint | undefined, wanted: bigint): MedrecError {
  return new MedrecError({
    code: 'NODE_BEHIND',
    message: 'This wallet’s node has not the block that the gatekeeper speaks of.',
    facts: { head, wanted },
    remedy: 'Wait until the node has caught up, or name another with --rpc.',
  });
}
