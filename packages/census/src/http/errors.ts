import { asMedrecError, MedrecError } from '@medrec/shared/errors';

/** HTTP status by error code (docs/protocol.md); what is not listed is our fault: 500. */
const STATUS: Readonly<Record<string, number>> = {
  BODY_INVALID: 400,
  CONSENT_INVALID: 400,
  SIGNATURE_INVALID: 401,
  REQUEST_STALE: 401,
  REQUEST_REPLAYED: 401,
  WRONG_PROVIDER: 401,
  WRONG_ACTION: 401,
  ADMIN_TOKEN_WRONG: 401,
  NOT_PERMITTED: 403,
  NOT_ENTITLED: 403,
  INVITATION_INVALID: 403,
  INVITATION_EXPIRED: 403,
  ROUTE_UNKNOWN: 404,
  UNKNOWN_RELATIONSHIP: 404,
  NO_PATIENT_TO_INVITE: 404,
  NO_PATIENT_YET: 404,
  NOT_CONFIRMED: 409,
  RELEASE_NOT_READY: 409,
  RECORD_ALTERED: 409,
  INVITATION_USED: 409,
  LOAD_RUNNING: 409,
  RELEASE_LOST: 410,
  RECORD_NOT_KEPT: 410,
  BODY_TOO_LARGE: 413,
  MEDIA_TYPE_UNSUPPORTED: 415,
  CHECKPOINTS_CONFLICT: 503,
  BUSY: 503,
  NODE_UNREACHABLE: 503,
  NOT_READY: 503,
};

const FASTIFY_CODES: Readonly<Record<string, { code: string; remedy: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'BODY_TOO_LARGE', remedy: 'Send at most 1 MiB.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'MEDIA_TYPE_UNSUPPORTED', remedy: 'Send application/json.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'BODY_INVALID', remedy: 'Send a JSON body.' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'BODY_INVALID', remedy: 'Send a JSON body.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'BODY_INVALID', remedy: 'Send the body’s true length.' },
};

export interface ErrorAnswer {
  readonly status: number;
  readonly body: { error: ReturnType<MedrecError['toJSON']> };
}

/** An unexpected failure tells the caller nothing but its code: its message may quote what it must not. */
export function answerError(thrown: unknown): ErrorAnswer {
  const error = thrown instanceof MedrecError ? thrown : fromFramework(thrown);
  const status = STATUS[error.code] ?? 500;
  if (status !== 500) return { status, body: { error: error.toJSON() } };
  const hidden = new MedrecError({
    code: error.code,
    message: 'The gatekeeper failed.',
    remedy: 'Try again; if it fails again, tell the provider this code.',
  });
  return { status, body: { error: hidden.toJSON() } };
}

function fromFramework(thrown: unknown): MedrecError {
  const known = FASTIFY_CODES[(thrown as { code?: string } | undefined)?.code ?? ''];
  if (known === undefined) return asMedrecError(thrown);
  return new MedrecError({ code: known.code, message: 'The request could not be read.', remedy: known.remedy });
}
