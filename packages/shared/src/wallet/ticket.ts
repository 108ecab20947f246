import { z } from 'zod';
import { parseAccessScope } from '../records/index.ts';
import { readJsonFile } from './json-file.ts';
import { address, bytes32, seconds, url } from './schemas.ts';

const ticket = z.strictObject({
  version: z.literal(1),
  relationship: address,
  /** Where the records are served; the Registrar's present host goes first. */
  gatekeeper: url.optional(),
  providerId: bytes32,
  chainId: z.int().positive(),
  genesisHash: bytes32,
  /** The viewer's address: the ticket serves nobody else. */
  viewer: address,
  scope: z.unknown().transform((value) => parseAccessScope(value)),
  salt: bytes32,
  commitment: bytes32,
  /** Unix seconds. */
  from: seconds,
  /** Unix seconds; 0 = no end. */
  until: seconds,
});

/** A grant's preimage, which the patient hands to the viewer; the chain has its hash alone. */
export type Ticket = z.infer<typeof ticket>;

/** @throws MedrecError `TICKET_INVALID`, `SCOPE_INVALID`. */
export function readTicket(path: string): Promise<Ticket> {
  return readJsonFile(path, ticket, { code: 'TICKET_INVALID', what: 'ticket', remedy: 'Ask the patient for the file again.' });
}
