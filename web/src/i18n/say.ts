// Says what went wrong in the reader's language.
import { ApiError } from '@/api/client'
import type { Words } from '.'

/** The server's own sentence stands in where there is no better one. */
export function sayError(error: Error, { errors }: Words): string {
  if (!(error instanceof ApiError)) return errors.generic
  if (error.status === 0) return errors.unreachable
  const fields = error.problem.errors?.map(
    ({ pointer, detail }) => `${pointer.replace(/^\//, '')} ${detail}`,
  )
  if (fields?.length) return fields.join('; ')
  // An empty sentence leaves the word to the server, which names the field.
  const known = errors.byCode[error.problem.code ?? '']
  return known === undefined || known === '' ? error.message : known
}
