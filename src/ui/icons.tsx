// Line icons on a 16 px grid, one path each, and the mark of the console. Decoration only: names come from the text.

const paths = {
  session: 'M8 8.2a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2Zm-5 5.3a5 5 0 0 1 10 0',
  projects: 'M2.5 2.5h4.2v3.4H2.5zM9.3 6.6h4.2V10H9.3zM9.3 11.6h4.2M4.6 5.9v7.6h4.7M4.6 8.3h4.7',
  roles: 'M8 1.8 13 3.6v4c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.6v-4L8 1.8Z',
  permissions: 'M2.5 4.2 3.6 5.3l2-2.3M2.5 11l1.1 1.1 2-2.3M8.5 4.5h5M8.5 11.3h5',
  members:
    'M6 7.6a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Zm-4.3 5.6a4.3 4.3 0 0 1 8.6 0M10.6 3.3a2.2 2.2 0 0 1 0 4.1m1.6 2a4.3 4.3 0 0 1 2.2 3.8',
  accounts: 'M3 5.5h10v7H3zM8 5.3V2.8M6.2 8.2v1M9.8 8.2v1M1.2 8v2.4M14.8 8v2.4',
  tokens:
    'M1.8 4h12.4v2.4a1.7 1.7 0 0 0 0 3.2V12H1.8V9.6a1.7 1.7 0 0 0 0-3.2V4ZM9.8 4v1.2M9.8 7.4v1.2M9.8 10.8V12',
  keys: 'M5.2 10.8a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4Zm2.7-2.7h6.3M11.4 8.1v2.4M14 8.1v1.8',
  calendar: 'M2.5 3.8h11v9.7h-11zM2.5 7h11M5.4 2.2v3M10.6 2.2v3',
  radar: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.6V8l2.4 1.6',
  access: 'M2.5 2.5h11v11h-11zM2.5 6.2h11M2.5 9.8h11M6.2 2.5v11M9.8 2.5v11',
  refresh: 'M13.2 6.5A5.5 5.5 0 0 0 3.4 5M2.8 9.5a5.5 5.5 0 0 0 9.8 1.5M3 2.2V5h2.8M13 13.8V11h-2.8',
  search: 'M7.2 12.2a5 5 0 1 0 0-10 5 5 0 0 0 0 10Zm3.6-1.4 3.2 3.2',
  plus: 'M8 3v10M3 8h10',
  edit: 'm10.4 3.2 2.4 2.4M3 13l.6-3 7.3-7.3a1.1 1.1 0 0 1 1.6 0l.8.8a1.1 1.1 0 0 1 0 1.6L6 12.4 3 13Z',
  trash: 'M2.8 4.5h10.4M6.2 4.3V2.6h3.6v1.7M4 4.7l.6 8.7h6.8l.6-8.7M6.7 7.2v3.6M9.3 7.2v3.6',
  copy: 'M5.8 5.8h7.7v7.7H5.8zM3.6 10.2H2.5V2.5h7.7v1.1',
  check: 'm3 8.6 3.3 3.3L13 4.6',
  warn: 'M8 2.4 14.4 13.4H1.6L8 2.4ZM8 6.6v3.2m0 1.6v.2',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-6.6v3.6M8 5v.2',
  close: 'm4 4 8 8M12 4l-8 8',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7Z',
  system: 'M2 3h12v8H2zM5.5 13.5h5M8 11v2.5',
  external: 'M6.5 3.5h-3v9h9v-3M9.2 2.8h4v4M13 3 7.4 8.6',
  chevron: 'm4 6.2 4 4 4-4',
  signOut: 'M6.3 2.8H3v10.4h3.3M10 5l3 3-3 3M12.8 8H6.3',
} as const

export type IconName = keyof typeof paths

/** Draws one icon in the colour of the text; hidden from assistive technology. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}

/** The mark: two towers and an open arch. */
export function Logo({ size = 24 }: { size?: number | undefined }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        fill="currentColor"
        fillRule="evenodd"
        d="M2 3h2v2h1.5V3h2v2H9v3h6V5h1.5V3h2v2H20V3h2v18h-6.5v-5a3.5 3.5 0 0 0-7 0v5H2V3Z"
      />
    </svg>
  )
}
