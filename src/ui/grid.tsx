// A table of controls, too large to draw whole: heads that stay in sight, and one way through it by keyboard. Hides which cells
// are drawn, and that exactly one of them can be reached by Tab (WAI-ARIA APG, grid pattern).
/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a table element lays its cells out itself; these stand where they are put. */
import { useVirtualizer, defaultRangeExtractor, type Range } from '@tanstack/react-virtual'
import { memo, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import styles from './grid.module.css'

/** Draws what stands in a cell; a control in it takes `tabIndex`. Must be the same function from one drawing to the next. */
export type DrawCell = (row: number, column: number, tabIndex: 0 | -1) => ReactNode

type GridProps = {
  label: string
  rows: number
  columns: number
  /** What stands over the row heads. */
  corner: ReactNode
  /** Nothing in it can be changed. */
  readOnly?: boolean
  /** Row −1 holds the heads of the columns, column −1 those of the rows. */
  draw: DrawCell
}

type Spot = { row: number; column: number }

const rowHeight = 40
const columnWidth = 112
const headHeight = 80

/** What the window shows and, for the keyboard, the line that holds the focus. */
const keeping = (index: number) => (range: Range) => {
  const drawn = defaultRangeExtractor(range)
  return index < 0 || drawn.includes(index) ? drawn : [...drawn, index].toSorted((a, b) => a - b)
}

/** A place along one axis; −1 is the head. */
const within = (value: number, count: number) => Math.max(-1, Math.min(count - 1, value))

/** Arrow keys, Home, End, Page Up and Page Down move; with Ctrl to the edges of the grid. */
export function Grid({ label, rows, columns, corner, readOnly = false, draw }: GridProps) {
  const box = useRef<HTMLDivElement>(null)
  const [headWidth, setHeadWidth] = useState(288)
  const [spot, setSpot] = useState<Spot>({ row: 0, column: 0 })
  const moved = useRef(false)
  // The lists may have become shorter since.
  const row = Math.min(spot.row, rows - 1)
  const column = Math.min(spot.column, columns - 1)

  const shared = { getScrollElement: () => box.current, useFlushSync: false }
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes here, and its functions stay in this component
  const down = useVirtualizer({
    ...shared,
    count: rows,
    estimateSize: () => rowHeight,
    overscan: 3,
    scrollPaddingStart: headHeight,
    rangeExtractor: keeping(row),
  })
  const across = useVirtualizer({
    ...shared,
    horizontal: true,
    count: columns,
    estimateSize: () => columnWidth,
    overscan: 1,
    scrollPaddingStart: headWidth,
    rangeExtractor: keeping(column),
  })
  const drawnColumns = across.getVirtualItems().map(({ index }) => index)
  // One text for the rows to compare: the same columns need no new drawing.
  const columnsKey = drawnColumns.join()

  // On a narrow window the heads leave room for at least one column.
  useLayoutEffect(() => {
    const measure = () => setHeadWidth((box.current?.clientWidth ?? 900) < 600 ? 168 : 288)
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [])

  useLayoutEffect(() => {
    if (!moved.current) return
    moved.current = false
    if (row >= 0) down.scrollToIndex(row)
    if (column >= 0) across.scrollToIndex(column)
    const cell = box.current?.querySelector<HTMLElement>(`[data-at="${row}:${column}"]`)
    ;(cell?.querySelector<HTMLElement>('input, a, button, [tabindex]') ?? cell)?.focus({
      preventScroll: true,
    })
  })

  function move(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor(((box.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1)
    const { ctrlKey: far } = event
    const to: Record<string, Spot> = {
      ArrowUp: { row: row - 1, column },
      ArrowDown: { row: row + 1, column },
      ArrowLeft: { row, column: column - 1 },
      ArrowRight: { row, column: column + 1 },
      Home: { row: far ? 0 : row, column: 0 },
      End: { row: far ? rows - 1 : row, column: columns - 1 },
      PageUp: { row: Math.max(0, row - page), column },
      PageDown: { row: row + page, column },
    }
    const next = to[event.key]
    if (!next || event.altKey || event.metaKey) return
    event.preventDefault()
    moved.current = true
    const bounded = { row: within(next.row, rows), column: within(next.column, columns) }
    // There is nothing to do in the corner.
    setSpot(bounded.row < 0 && bounded.column < 0 ? { row, column } : bounded)
  }

  const width = headWidth + across.getTotalSize()
  const tab = (atRow: number, atColumn: number) => (atRow === row && atColumn === column ? 0 : -1)
  return (
    <div
      ref={box}
      role="grid"
      aria-label={label}
      aria-readonly={readOnly || undefined}
      aria-rowcount={rows + 1}
      aria-colcount={columns + 1}
      className={styles.grid}
      tabIndex={-1}
      onKeyDown={move}
      onFocus={(event) => {
        const at = event.target.closest<HTMLElement>('[data-at]')?.dataset['at']?.split(':').map(Number)
        const [atRow, atColumn] = at ?? []
        if (atRow === undefined || atColumn === undefined || (atRow === row && atColumn === column)) return
        setSpot({ row: atRow, column: atColumn })
      }}
    >
      <div role="rowgroup" className={styles.heads} style={{ width }}>
        <div role="row" aria-rowindex={1} className={styles.headRow} style={{ height: headHeight }}>
          <div role="columnheader" aria-colindex={1} className={styles.corner} style={{ width: headWidth }}>
            {corner}
          </div>
          {drawnColumns.map((index) => (
            <div
              key={index}
              role="columnheader"
              aria-colindex={index + 2}
              data-at={`-1:${index}`}
              tabIndex={-1}
              className={styles.columnHead}
              style={{ left: headWidth + index * columnWidth, width: columnWidth }}
            >
              {draw(-1, index, tab(-1, index))}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ width, height: down.getTotalSize() }}>
        {down.getVirtualItems().map(({ index }) => (
          <GridRow
            key={index}
            index={index}
            columnsKey={columnsKey}
            active={index === row ? column : undefined}
            headWidth={headWidth}
            draw={draw}
          />
        ))}
      </div>
    </div>
  )
}

type GridRowProps = {
  index: number
  columnsKey: string
  /** The column that Tab reaches in this row, if it is in this row. */
  active: number | undefined
  headWidth: number
  draw: DrawCell
}

const GridRow = memo(function GridRow({ index, columnsKey, active, headWidth, draw }: GridRowProps) {
  const tab = (column: number) => (column === active ? 0 : -1)
  const drawn = columnsKey === '' ? [] : columnsKey.split(',').map(Number)
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={styles.row}
      style={{ height: rowHeight, transform: `translateY(${index * rowHeight}px)` }}
    >
      <div
        role="rowheader"
        aria-colindex={1}
        data-at={`${index}:-1`}
        className={styles.rowHead}
        style={{ width: headWidth }}
      >
        {draw(index, -1, tab(-1))}
      </div>
      {drawn.map((column) => (
        <div
          key={column}
          role="gridcell"
          aria-colindex={column + 2}
          data-at={`${index}:${column}`}
          tabIndex={-1}
          className={styles.cell}
          style={{ left: headWidth + column * columnWidth, width: columnWidth }}
        >
          {draw(index, column, tab(column))}
        </div>
      ))}
    </div>
  )
})
