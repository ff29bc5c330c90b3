// What stands over a list while rotations are not finished.
import { counted } from '../../ui/amount.ts'
import { Button } from '../../ui/button.tsx'
import { Row, Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import { isOldAlive, pairOf, type Rotation } from './rotations.ts'

type RotationsNoteProps = {
  rotations: readonly Rotation[]
  now: number
  /** Opens the rotation to that new credential. */
  onOpen: (fresh: string) => void
}

/** Draws nothing where every rotation was finished. */
export function RotationsNote({ rotations, now, onOpen }: RotationsNoteProps) {
  if (rotations.length === 0) return null
  const alive = rotations.filter((one) => isOldAlive(one, now)).length
  const title = `${counted(rotations.length, 'rotation')} unfinished`
  return (
    <Note
      tone={alive > 0 ? 'warn' : 'info'}
      title={
        alive === 0
          ? title
          : `${title}: ${alive === 1 ? 'the old one still works' : `${alive} old ones still work`}`
      }
    >
      <Stack gap="small">
        {rotations.map((one) => {
          const { fresh, old } = pairOf(one)
          return (
            <Row key={one.fresh.id} spread>
              <span>
                {fresh} replaces {old}
              </span>
              <Button label={`Go on: ${fresh} replaces ${old}`} onClick={() => onOpen(one.fresh.id)}>
                Go on
              </Button>
            </Row>
          )
        })}
      </Stack>
    </Note>
  )
}
