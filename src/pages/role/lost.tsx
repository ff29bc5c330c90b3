// Which permissions somebody loses, net of every other way to the same.
import type { Effective, Way } from '../../directory/model.ts'
import { Details } from '../../ui/empty.tsx'

type LostProps = {
  /** Undefined while it is read. */
  all: Effective | undefined
  error: Error | null
  /** Which of their ways end. */
  ends: (way: Way) => boolean
}

/** Says it, and until it is known that it is being read. */
export function Lost({ all, error, ends }: LostProps) {
  return (
    <>
      <output>
        {!all && !error && 'Reading what is lost…'}
        {error && `What is lost could not be read. ${error.message}`}
        {all && !all.complete && 'Not everything they hold could be read: they may lose less.'}
      </output>
      {all && <LostOf all={all} ends={ends} />}
    </>
  )
}

function LostOf({ all, ends }: { all: Effective; ends: LostProps['ends'] }) {
  const touched = all.permissions.filter(({ ways }) => ways.some(ends))
  const lost = touched.filter(({ ways }) => ways.every(ends))
  if (touched.length === 0) return <p>No permission is lost with it.</p>
  if (lost.length === 0)
    return <p>No permission is lost: everything it hands out is held in another way too.</p>
  return (
    <Details summary={`${lost.length} of ${touched.length} permissions are lost`} open={lost.length <= 5}>
      <ul>
        {lost.map(({ permission }) => (
          <li key={permission.id}>
            <code>{permission.name}</code>
          </li>
        ))}
      </ul>
    </Details>
  )
}
