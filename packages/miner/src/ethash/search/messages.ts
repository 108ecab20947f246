import type { MedrecError, MedrecErrorInit } from '@medrec/shared/errors';
import type { DatasetTask } from '../dataset/index.ts';
import type { PoolControl } from './control.ts';

/** What a search thread is started with. */
export interface SearchWorkerData {
  readonly module: WebAssembly.Module;
  readonly control: PoolControl;
  readonly slot: number;
}

/** What to search; `order` is the pool's own count, `job` the caller's. */
export interface SearchOrder {
  readonly order: number;
  readonly job: number;
  readonly epoch: number;
  readonly sealHash: Uint8Array;
  readonly target: Uint8Array;
}

export type ToThread =
  /** The dataset to prepare, and then to search. Takes the place of an earlier one. */
  | { readonly kind: 'dataset'; readonly task: DatasetTask }
  | { readonly kind: 'search'; readonly search: SearchOrder }
  /** Ends the thread after its present step. */
  | { readonly kind: 'leave' };

export type FromThread =
  | { readonly kind: 'found'; readonly job: number; readonly nonce: Uint8Array; readonly mixHash: Uint8Array }
  /** The dataset of that epoch is whole, as this thread sees it. */
  | { readonly kind: 'prepared'; readonly epoch: number }
  | { readonly kind: 'not-kept'; readonly epoch: number; readonly error: MedrecErrorInit };

/** What a message can carry of an error: all but its cause. */
export function errorInit({ code, message, facts, remedy }: MedrecError): MedrecErrorInit {
  return { code, message, facts, ...(remedy === undefined ? {} : { remedy }) };
}
