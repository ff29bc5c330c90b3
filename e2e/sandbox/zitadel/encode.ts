// The shapes answers share: zero values are left out, 64-bit integers are strings, dates are RFC 3339.
// Annotated with the vendor's types, which have every field optional; what is present is what a server sends.
import type { PaginationResponseJson } from '@zitadel/proto/zitadel/filter/v2/filter_pb.js'
import type { ListDetailsJson as OlderListDetailsJson } from '@zitadel/proto/zitadel/object/v2/object_pb.js'
import type { ListDetailsJson, ObjectDetailsJson } from '@zitadel/proto/zitadel/object_pb.js'
import type { Page } from './decode.ts'
import type { ZitadelContext } from './world.ts'

export const date = (at: number): string => new Date(at).toISOString()

const totalResult = (total: number): { totalResult?: string } =>
  total === 0 ? {} : { totalResult: String(total) }

/** Of the filter.v2 services; they say nothing about how fresh the list is. */
export const pagination = ({ total, limit }: Page<unknown>): PaginationResponseJson => ({
  ...totalResult(total),
  appliedLimit: String(limit),
})

/** What a list at this moment reflects: the clock less the lag. */
export const asOf = ({ world, now }: ZitadelContext): number => now() - world.settings.lagMs

/** Of v1 lists. */
export const listDetails = (context: ZitadelContext, { total }: Page<unknown>): ListDetailsJson => ({
  ...totalResult(total),
  processedSequence: String(context.world.listedSequence(asOf(context))),
  viewTimestamp: date(asOf(context)),
})

/** Of the lists of users and organisations, which are of the older generation of v2. */
export const olderListDetails = (context: ZitadelContext, page: Page<unknown>): OlderListDetailsJson => {
  const { viewTimestamp: timestamp, ...rest } = listDetails(context, page)
  return { ...rest, ...(timestamp !== undefined && { timestamp }) }
}

type Dated = { sequence: number; created: number; changed: number }

/** Of an object in a v1 list. */
export const viewDetails = (item: Dated, resourceOwner: string): ObjectDetailsJson => ({
  ...changeDetails(item, resourceOwner),
  creationDate: date(item.created),
})

/** Of a v1 write that makes something: no change date. */
export const addDetails = (item: Dated, resourceOwner: string): ObjectDetailsJson => ({
  sequence: String(item.sequence),
  creationDate: date(item.created),
  resourceOwner,
})

/** Of any other v1 write: no creation date. */
export const changeDetails = (
  item: { sequence: number; changed: number },
  resourceOwner: string,
): ObjectDetailsJson => ({ sequence: String(item.sequence), changeDate: date(item.changed), resourceOwner })
