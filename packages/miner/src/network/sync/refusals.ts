import { RuleError } from '@medrec/shared/errors';

/** RESPONSE_WRONG: an honest node answers what it was asked, or nothing. */
export function wrongAnswer(peer: string, what: string): RuleError {
  return new RuleError({
    code: 'RESPONSE_WRONG',
    message: `The peer answered with other ${what} than were asked for.`,
    verdict: 'penalise',
    facts: { peer },
  });
}

/** REQUEST_MALFORMED: the answer is withheld; nobody is hurt by a question. */
export function malformedRequest(what: string, field?: string): RuleError {
  return new RuleError({
    code: 'REQUEST_MALFORMED',
    message: `The request for ${what} has a wrong field.`,
    verdict: 'reject',
    facts: { field },
  });
}
