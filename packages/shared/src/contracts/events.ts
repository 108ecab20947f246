import type { Abi } from 'abitype';
import type { Hex } from '../bytes/index.ts';
import { MedrecError } from '../errors/index.ts';
import type { EventArgs, EventName } from './abi-types.ts';
import { interfaceOf, plainObject } from './abi-values.ts';

/** What an event is decoded from; receipts' and `eth_getLogs`' entries both fit. */
export interface EventLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

/** One of an ABI's events, told apart by `name`, with the log it came from. */
export type DecodedEvent<TAbi extends Abi, TLog extends EventLog> = {
  readonly [TName in EventName<TAbi>]: { readonly name: TName; readonly args: EventArgs<TAbi, TName>; readonly log: TLog };
}[EventName<TAbi>];

/** In the logs' order; logs of other events are left out. Only the protocol's contracts can emit on this chain. */
export function decodeEvents<const TAbi extends Abi, TLog extends EventLog>(abi: TAbi, logs: readonly TLog[]): DecodedEvent<TAbi, TLog>[] {
  const contract = interfaceOf(abi);
  return logs.flatMap((log) => {
    const parsed = contract.parseLog(log);
    if (parsed === null) return [];
    return [{ name: parsed.name, args: plainObject(parsed.fragment.inputs, parsed.args), log } as DecodedEvent<TAbi, TLog>];
  });
}

/** The first topic of an event's logs, for filters. */
export function eventTopic<const TAbi extends Abi, TName extends EventName<TAbi>>(abi: TAbi, name: TName): Hex {
  const event = interfaceOf(abi).getEvent(name);
  if (event === null) throw new MedrecError({ code: 'EVENT_UNKNOWN', message: 'The ABI has no such event.', facts: { event: name } });
  return event.topicHash as Hex;
}
