// What happens to the metadata of organisations, whichever dialect asks: all of a bulk call or nothing
// (command/org_metadata.go). Commands see every write at once; a list lags here like any other, although a real
// instance brings its view up to date first (SearchOrgMetadata with trigger).
import * as v from 'valibot'
import { list, requireText, text } from './decode.ts'
import { invalid, refuse } from './errors.ts'
import type { Metadata, MetadataFields, ZitadelContext } from './world.ts'

export const stored = (
  { world }: ZitadelContext,
  organizationId: string,
  key: string,
): Metadata | undefined => world.metadata(organizationId).find((one) => one.key === key)

/** protojson takes base64 of either alphabet, with padding or without, and writes the standard one with. */
export function base64Of(name: string, value: string): Buffer {
  const standard = value.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (/^[A-Za-z0-9+/]*$/.test(standard) && standard.length % 4 !== 1) return Buffer.from(standard, 'base64')
  throw invalid(`unmarshal message: proto: syntax error: invalid value for bytes field ${name}`)
}

/** The value of a pair. */
export function bytes(field: string, value: string): string {
  const decoded = base64Of('value', value)
  if (decoded.length >= 1 && decoded.length <= 500_000) return decoded.toString('base64')
  throw invalid(`invalid ${field}: value length must be between 1 and 500000 bytes, inclusive`)
}

/** The pairs of a bulk call, before their values are looked at. */
export const entries = list(v.object({ key: text, value: text }))

/** Keys and values by the rules of the message called `message`. */
export function checked(message: string, asked: v.InferOutput<typeof entries>): MetadataFields[] {
  return asked.map(({ key, value }, index) => {
    const item = `${message}[${index}]: embedded message failed validation | caused by: invalid Metadata`
    requireText(`${item}.Key`, key)
    return { key, value: bytes(`${item}.Value`, value) }
  })
}

/** Answers the last event. */
export function setAll(context: ZitadelContext, organizationId: string, fields: MetadataFields[]): Metadata {
  const written = fields.map((one) => context.world.writeMetadata(organizationId, one, context.now()))
  const last = written.at(-1)
  if (last === undefined) throw refuse('nothingToSet')
  return last
}

/** Answers the sequence of the last event. */
export function dropAll(context: ZitadelContext, organizationId: string, keys: readonly string[]): number {
  if (keys.length === 0) throw refuse('nothingToRemove')
  if (keys.some((key) => stored(context, organizationId, key) === undefined))
    throw refuse('removedKeyUnknown')
  return Math.max(...keys.map((key) => context.world.dropMetadata(organizationId, key, context.now())))
}
