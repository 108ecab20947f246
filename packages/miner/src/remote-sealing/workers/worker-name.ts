import { MAX_WORKER_NAME } from '../limits.ts';

export interface Credentials {
  /** The login: an account, `account.worker`, `account/worker`, and any of them with `:token` behind it. */
  readonly user: string;
  readonly password?: string | undefined;
  /** Some dialects name the worker in a field of its own. */
  readonly worker?: string | undefined;
}

export interface Login {
  readonly worker: string;
  /** What may be the token. */
  readonly secrets: readonly string[];
}

/**
 * Who logs in. Miners have as many ways to write it as pools had. The account itself means nothing here: blocks are sealed
 * in the lab's name, whoever finds the nonce.
 */
export function parseLogin({ user, password, worker }: Credentials): Login {
  const colon = user.lastIndexOf(':');
  const secrets = [password, colon < 0 ? undefined : user.slice(colon + 1)].filter((text) => text !== undefined && text !== '');
  const account = colon < 0 ? user : user.slice(0, colon);
  return { worker: cleanName(worker || workerIn(account)), secrets: secrets as string[] };
}

/** Foreign text becomes a short name of letters, digits and a few signs, which no terminal, page or log can stumble over. */
export function cleanName(text: string): string {
  const clean = text.slice(0, MAX_WORKER_NAME).replace(/[^A-Za-z0-9._@+-]/g, '_');
  return clean === '' ? 'unnamed' : clean;
}

function workerIn(account: string): string {
  const [login = '', inPath] = account.split('/');
  const dot = login.indexOf('.');
  if (dot >= 0 && dot + 1 < login.length) return login.slice(dot + 1);
  return inPath || login;
}
