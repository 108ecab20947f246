import { MedrecError } from '@medrec/shared/errors';

/** The gatekeeper's address as others reach it, or empty for the one it listens on. @throws MedrecError `OPTION_INVALID`. */
export function requireHost(host: string): string {
  if (host === '' || isWebUrl(host)) return host;
  throw new MedrecError({
    code: 'OPTION_INVALID',
    message: '--host takes an address that others can open.',
    facts: { option: '--host' },
    remedy: 'Give a URL that begins with https:// or http://, for example https://records.hospital.example.',
  });
}

function isWebUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}
