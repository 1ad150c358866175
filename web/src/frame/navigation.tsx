// The ways to the pages: a column beside them on a desk, tabs below them on a telephone.
import { Link } from '@tanstack/react-router'
import { Ellipsis, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useSession } from '@/components/session'
import { useWords } from '@/i18n'
import { cn } from '@/lib/cn'
import { useCounts, useEntries, type Entry } from './entries'
import { MoreSheet } from './more-sheet'

export function Sidebar() {
  const w = useWords()
  const session = useSession()
  const counts = useCounts(session)
  return (
    <nav aria-label={w.frame.navigation} className="hidden content-start gap-1 lg:grid">
      {useEntries(session).map((entry) => (
        <EntryLink key={entry.to} entry={entry} count={counts[entry.to]} />
      ))}
    </nav>
  )
}

export function EntryLink({
  entry: { to, icon: Icon, name },
  count,
  onClick,
}: {
  entry: Entry
  count?: number
  onClick?: () => void
}) {
  const w = useWords()
  return (
    <Link
      to={to}
      onClick={onClick}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      className="group flex h-11 items-center gap-3 rounded-xl px-3 text-sm font-medium text-ink-soft transition-colors hover:bg-sunken hover:text-ink aria-[current=page]:bg-brand-soft aria-[current=page]:text-brand"
    >
      <Icon aria-hidden className="size-[1.15rem] shrink-0" />
      <span className="truncate">{w.frame[name] as string}</span>
      <Count count={count} className="ml-auto" />
    </Link>
  )
}

function Count({ count, className }: { count?: number; className?: string }) {
  if (!count) return null
  return (
    <span
      className={cn(
        'min-w-5 rounded-full bg-over-soft px-1.5 text-center text-xs leading-5 font-semibold text-over-ink tabular-nums',
        className,
      )}
    >
      {count > 99 ? '99+' : count}
    </span>
  )
}

/** So many fit a narrow telephone with targets that a thumb can hit. */
const TABS = 5

export function BottomTabs() {
  const w = useWords()
  const session = useSession()
  const counts = useCounts(session)
  const [more, setMore] = useState(false)
  const entries = useEntries(session)
  const shown = entries.length > TABS ? entries.slice(0, TABS - 1) : entries
  const rest = entries.slice(shown.length)
  return (
    <>
      <nav
        aria-label={w.frame.navigation}
        className="fixed inset-x-0 bottom-0 z-20 grid auto-cols-fr grid-flow-col border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
      >
        {shown.map(({ to, icon, name, short }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: to === '/', includeSearch: false }}
            className={TAB}
          >
            <TabFace icon={icon} text={w.frame[short ?? name] as string} count={counts[to]} />
          </Link>
        ))}
        {rest.length > 0 && (
          <button
            type="button"
            aria-haspopup="dialog"
            onClick={() => setMore(true)}
            className={TAB}
          >
            <TabFace icon={Ellipsis} text={w.frame.more} />
          </button>
        )}
      </nav>
      {more && <MoreSheet entries={rest} counts={counts} close={() => setMore(false)} />}
    </>
  )
}

const TAB =
  'grid h-16 min-w-0 content-center justify-items-center gap-1 px-1 text-[0.6875rem] font-medium text-ink-soft aria-[current=page]:text-brand'

function TabFace({ icon: Icon, text, count }: { icon: LucideIcon; text: string; count?: number }) {
  return (
    <>
      <span className="relative">
        <Icon aria-hidden className="size-[1.35rem]" />
        <Count count={count} className="absolute -top-2 left-3" />
      </span>
      <span className="max-w-full truncate">{text}</span>
    </>
  )
}
