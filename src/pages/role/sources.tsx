// By which ways somebody holds the role.
import type { Assignment, Member, Source } from '../../directory/model.ts'
import { Badge } from '../../ui/badge.tsx'
import { Row } from '../../ui/layout.tsx'
import { endText } from '../members/view.ts'

/** The role as this member holds it; undefined where the list does not say. */
export const heldBy = ({ assignments }: Member, role: string): Assignment | undefined =>
  assignments?.find((one) => one.role.id === role)

/** One way in words: "through group Order desk". */
export function wayOf(source: Source): string {
  if (source.kind === 'direct') return 'directly'
  return source.kind === 'wider' ? `for ${source.name}` : `through ${source.kind} ${source.name}`
}

/** One badge a way, and whether it is in force. */
export function Sources({ held }: { held: Assignment | undefined }) {
  if (!held) return 'Not said'
  return (
    <Row gap="small">
      {held.sources.map((source) => (
        <Badge
          key={wayOf(source)}
          title={wayOf(source)}
          {...(source.kind === 'direct' && { tone: 'accent' })}
        >
          {wayOf(source)}
          {endText(source)}
        </Badge>
      ))}
      {!held.active && (
        <Badge tone="warn" title="It is stored, but suspended: it gives nothing.">
          inactive
        </Badge>
      )}
    </Row>
  )
}
