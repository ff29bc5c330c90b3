// The name of a resource and its second line, over the permissions to choose from, with what a search found in them.
import { Highlight } from '../../ui/highlight.tsx'

type ResourceTitleProps = { name: string; hint: string | undefined; search: string }

/** For the head of a fold: both lines with the hits marked. */
export function ResourceTitle({ name, hint, search }: ResourceTitleProps) {
  return (
    <span>
      <strong>
        <Highlight text={name} search={search} />
      </strong>{' '}
      {hint && (
        <code>
          <Highlight text={hint} search={search} />
        </code>
      )}
    </span>
  )
}
