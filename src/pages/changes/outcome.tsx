// What became of a save, holder by holder and item by item, where there is more to say than that it went well.
import { ChangeList } from '../../ui/change-list.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Stack } from '../../ui/layout.tsx'
import { Note } from '../../ui/note.tsx'
import type { Holders } from './holders.ts'
import { problemsIn, type SetResult } from './save.ts'
import { outcomeLines, type Lookup } from './words.tsx'

/** Whether every change was made by us, at once and visibly. */
export function isPlain(results: readonly SetResult[]): boolean {
  return results.every(
    (result) =>
      'outcome' in result &&
      result.outcome.visible &&
      !result.outcome.redone &&
      result.outcome.items.every(({ problem, already }) => !problem && !already),
  )
}

type OutcomeProps = {
  results: readonly SetResult[]
  of: Holders
  /** Marked holders that were not reached before the save was ended. */
  skipped: number
  nameOf: (holder: string) => string
  lookup: Lookup
  onClose: () => void
}

/** The report of one save. What failed stays marked in the editor. */
export function Outcome({ of, results, skipped, nameOf, lookup, onClose }: OutcomeProps) {
  const problems = results.flatMap(problemsIn)
  const missing = skipped > 0 || problems.some(({ details }) => !details.unsure)
  const title = missing
    ? 'Not everything was saved'
    : problems.length > 0
      ? 'Perhaps not everything was saved'
      : 'Saved'
  return (
    <Dialog title={title} onClose={onClose}>
      <Stack>
        {(missing || problems.length > 0) && (
          <p>
            What was not saved is still marked, so that you can try it again.
            {skipped > 0 && ` ${skipped} ${skipped === 1 ? `${of.one} was` : `${of.many} were`} not reached.`}
          </p>
        )}
        {results.map((result) => (
          <section key={result.holder} aria-label={nameOf(result.holder)}>
            <Stack gap="small">
              <h3>{nameOf(result.holder)}</h3>
              {'problem' in result ? (
                <Note
                  tone="bad"
                  title={
                    result.problem.details.unsure
                      ? 'It is not known whether this was saved'
                      : 'Nothing of this was saved'
                  }
                >
                  {result.problem.message}
                </Note>
              ) : (
                <>
                  {result.outcome.redone && (
                    <Note tone="warn" title="Somebody saved at the same moment">
                      Their save had undone yours without knowing of it. Yours was made again; both hold now.
                    </Note>
                  )}
                  {!result.outcome.visible && (
                    <Note tone="warn" title="Accepted, not visible yet">
                      The directory took the change, but its lists do not show it yet.
                    </Note>
                  )}
                  <ChangeList
                    label={`Outcome for ${nameOf(result.holder)}`}
                    items={outcomeLines(lookup, result.outcome.items)}
                  />
                </>
              )}
            </Stack>
          </section>
        ))}
      </Stack>
      <DialogActions>
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  )
}
